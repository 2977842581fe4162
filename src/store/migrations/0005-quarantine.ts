/**
 * What was held back of deliveries, kept for a while so that a better mapping can read it again.
 *
 * - held_source: one row per source that ever had something held. Its key seals what is held of it;
 *   without the key nothing of it opens. `replays` is raised by every replay: a push that was worked
 *   out before a replay is worked out again.
 * - held_delivery: the deliveries, sealed; in the clear are ids, names of mappings, codes and counts.
 * - held_word: when a source last spoke of a dossier, or said everything about somebody, since it
 *   has something held. A replay says nothing of which the source spoke later.
 */
const TABLES = `
create sequence delivery_order;

create table held_source (
  org text primary key,
  replays integer not null default 0,
  key bytea
);

create table held_delivery (
  org text not null references held_source,
  seq bigint not null,
  delivery text not null,
  adapter text not null,
  mapping text not null,
  media_type text not null,
  received double precision not null,
  bytes integer not null,
  codes text not null,
  concerns text[],
  reasons bytea not null,
  reading bytea not null,
  content bytea not null,
  primary key (org, seq)
);
create unique index held_delivery_id on held_delivery (org, delivery);
create index held_delivery_received on held_delivery (received);
alter table held_delivery alter column reasons set storage external;
alter table held_delivery alter column reading set storage external;
alter table held_delivery alter column content set storage external;

create table held_word (
  org text not null,
  word text not null,
  seq bigint not null,
  primary key (org, word)
) with (fillfactor = 80);
`;

/** PP001 = something moved since it was read; the whole call is undone. */
const FUNCTIONS = `
create function begin_replay(p_org text, p_told jsonb) returns bigint language plpgsql as $$
declare
  v_seq bigint := (p_told -> 'replay' ->> 'seq')::bigint;
begin
  update held_source set replays = replays + 1
    where org = p_org and replays = (p_told ->> 'replays')::integer;
  if not found then
    raise exception 'moved' using errcode = 'PP001';
  end if;
  perform 1 from held_delivery where org = p_org and seq = v_seq for update;
  if not found then
    raise exception 'moved' using errcode = 'PP001';
  end if;
  perform 1 from held_word w where w.org = p_org and w.seq > v_seq
    and w.word = any (array(
      select jsonb_array_elements_text((p_told -> 'words') || (p_told -> 'replay' -> 'watched'))));
  if found then
    raise exception 'moved' using errcode = 'PP001';
  end if;
  return v_seq;
end $$;

create function begin_push(p_org text, p_told jsonb) returns bigint language plpgsql as $$
declare
  v_replays integer;
begin
  if p_told ? 'hold' then
    insert into held_source (org) values (p_org) on conflict do nothing;
    -- One at a time: the bounds are counted below.
    select replays into v_replays from held_source where org = p_org for no key update;
  else
    select replays into v_replays from held_source where org = p_org for share;
  end if;
  if v_replays <> (p_told ->> 'replays')::integer then
    raise exception 'moved' using errcode = 'PP001';
  end if;
  return nextval('delivery_order');
end $$;

create function keep_held(p_org text, p_seq bigint, p_hold jsonb, p_blob bytea)
returns void language plpgsql as $$
declare
  v_count bigint;
  v_bytes bigint;
begin
  if p_hold ? 'key' then
    update held_source set key = substring(p_blob from k.a for k.n)
      from jsonb_to_record(p_hold -> 'key') as k (a int, n int)
      where org = p_org and key is null;
    if not found then
      raise exception 'moved' using errcode = 'PP001';
    end if;
  end if;
  delete from held_delivery where org = p_org
    and delivery = any (array(select jsonb_array_elements_text(p_hold -> 'displaced')));
  insert into held_delivery (org, seq, delivery, adapter, mapping, media_type, received, bytes,
      codes, concerns, reasons, reading, content)
    select p_org, p_seq, h.delivery, h.adapter, h.mapping, h.media_type, h.received, h.bytes,
      h.codes, h.concerns, substring(p_blob from h.ra for h.rn), substring(p_blob from h.da for h.dn),
      substring(p_blob from h.a for h.n)
    from jsonb_to_record(p_hold) as h (
      delivery text, adapter text, mapping text, media_type text, received float8, bytes int,
      codes text, concerns text[], ra int, rn int, da int, dn int, a int, n int);
  select count(*), sum(bytes) into v_count, v_bytes from held_delivery where org = p_org;
  if v_count > (p_hold ->> 'most')::bigint or v_bytes > (p_hold ->> 'most_bytes')::bigint then
    raise exception 'moved' using errcode = 'PP001';
  end if;
end $$;

create function end_replay(p_org text, p_seq bigint, p_replay jsonb, p_blob bytea)
returns void language plpgsql as $$
begin
  if not p_replay ? 'left' then
    delete from held_delivery where org = p_org and seq = p_seq;
    return;
  end if;
  update held_delivery set mapping = h.mapping, codes = h.codes, concerns = h.concerns,
      reasons = substring(p_blob from h.ra for h.rn), reading = substring(p_blob from h.da for h.dn)
    from jsonb_to_record(p_replay -> 'left') as h (
      mapping text, codes text, concerns text[], ra int, rn int, da int, dn int)
    where org = p_org and seq = p_seq;
end $$;

create function note_delivery(p_told jsonb, p_blob bytea) returns void language plpgsql as $$
declare
  v_org text := p_told ->> 'org';
  v_seq bigint;
begin
  if p_told ? 'replay' then
    v_seq := begin_replay(v_org, p_told);
  else
    v_seq := begin_push(v_org, p_told);
  end if;
  if p_told ? 'hold' then
    perform keep_held(v_org, v_seq, p_told -> 'hold', p_blob);
  end if;
  if exists (select 1 from held_delivery where org = v_org) then
    insert into held_word as w (org, word, seq)
      select distinct v_org, d.word, v_seq
        from jsonb_array_elements_text(p_told -> 'words') as d (word)
        order by d.word
      on conflict (org, word) do update set seq = greatest(w.seq, excluded.seq);
  end if;
  if p_told ? 'replay' then
    perform end_replay(v_org, v_seq, p_told -> 'replay', p_blob);
  end if;
end $$;

create function take_delivery(p_doc jsonb, p_blob bytea)
returns table (r_plan text, r_seq integer, r_head bytea) language plpgsql as $$
begin
  if p_doc ? 'told' then
    perform note_delivery(p_doc -> 'told', p_blob);
  end if;
  if p_doc ? 'moments' then
    perform keep_moments(p_doc -> 'moments');
  end if;
  return query select * from change_plans(p_doc, p_blob);
  if p_doc ? 'outside' then
    return query select ''::text, e.r_seq, e.r_head
      from append_entry(p_doc -> 'outside' ->> 'chain', p_doc -> 'outside' ->> 'body') e;
  end if;
end $$;

create function remove_held(p_doc jsonb, p_blob bytea)
returns table (r_seq integer, r_head bytea) language plpgsql as $$
declare
  v_org text := p_doc ->> 'org';
  v_gone integer;
begin
  perform keep_answer(p_doc, p_blob);
  delete from held_delivery where org = v_org
    and delivery = any (array(select jsonb_array_elements_text(p_doc -> 'deliveries')));
  get diagnostics v_gone = row_count;
  if v_gone <> jsonb_array_length(p_doc -> 'deliveries') then
    raise exception 'moved' using errcode = 'PP001';
  end if;
  if p_doc ? 'forget' then
    update held_source set key = null where org = v_org;
    perform 1 from held_delivery where org = v_org;
    if found then
      raise exception 'moved' using errcode = 'PP001';
    end if;
  end if;
  return query select * from append_entry(p_doc ->> 'chain', p_doc ->> 'body');
end $$;
`;

const GRANTS = `
grant usage on sequence delivery_order to planpoort_app;
grant select, insert on held_source, held_delivery, held_word to planpoort_app;
grant update (replays, key) on held_source to planpoort_app;
grant update (mapping, codes, concerns, reasons, reading) on held_delivery to planpoort_app;
grant update (seq) on held_word to planpoort_app;
grant delete on held_delivery, held_word to planpoort_app;
`;

export const QUARANTINE = TABLES + FUNCTIONS + GRANTS;
