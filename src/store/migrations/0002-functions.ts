/**
 * One call, one transaction: what must be written together is written by one function. PP001 =
 * something moved since it was read; the whole call is undone. The lock 7220, 1 orders releases
 * (shared) against changes of the register (exclusive).
 */
export const FUNCTIONS = `
create function chain_head(head bytea, body text) returns bytea
language sql immutable parallel safe
as $$ select sha256('\\x01'::bytea || head || sha256('\\x00'::bytea || convert_to(body, 'UTF8'))) $$;

create function genesis_head(chain text) returns bytea
language sql immutable parallel safe
as $$ select sha256('\\x02'::bytea || convert_to(chain, 'UTF8')) $$;

create function append_release(
  p_plan text, p_epoch integer, p_region integer, p_decided double precision, p_body text
) returns table (r_seq integer, r_head bytea) language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7220, 1);
  update plan set seq = plan.seq + 1, head = chain_head(plan.head, p_body)
    where plan_id = p_plan and epoch = p_epoch
      and exists (select 1 from region where region.epoch = p_region)
    returning plan.seq, plan.head into r_seq, r_head;
  if not found then
    return;
  end if;
  insert into plan_entry (plan_id, seq, body, head) values (p_plan, r_seq, p_body, r_head);
  if extract(epoch from clock_timestamp()) * 1000 > p_decided + 1000 then
    raise exception 'moved' using errcode = 'PP001';
  end if;
  return next;
end $$;

create function append_entry(p_chain text, p_body text)
returns table (r_seq integer, r_head bytea) language plpgsql as $$
begin
  insert into ledger as l (chain, seq, head)
    values (p_chain, 1, chain_head(genesis_head(p_chain), p_body))
    on conflict (chain) do update
      set seq = l.seq + 1, head = chain_head(l.head, p_body)
    returning l.seq, l.head into r_seq, r_head;
  insert into ledger_entry (chain, seq, body, head) values (p_chain, r_seq, p_body, r_head);
  return next;
end $$;

create function keep_answer(p_doc jsonb, p_blob bytea) returns void language plpgsql as $$
begin
  if not p_doc ? 'request' then
    return;
  end if;
  insert into earlier_answer (request, sealed)
    select substring(p_blob from r.a for r.n), substring(p_blob from r.sa for r.sn)
    from jsonb_to_record(p_doc -> 'request') as r (a int, n int, sa int, sn int)
    on conflict do nothing;
  if not found then
    raise exception 'moved' using errcode = 'PP001';
  end if;
end $$;

create function advance_plans(p_changes jsonb, p_create boolean)
returns table (r_plan text, r_seq integer, r_head bytea) language plpgsql as $$
declare
  v_expected integer := jsonb_array_length(p_changes);
  v_done integer;
begin
  if p_create then
    insert into plan (plan_id, epoch, seq, head)
      select c.id, 0, 0, genesis_head('plan:' || c.id)
      from jsonb_to_recordset(p_changes) as c (id text)
      on conflict do nothing;
  elsif v_expected > 1 then
    perform 1 from plan
      where plan_id in (select c.id from jsonb_to_recordset(p_changes) as c (id text))
      order by plan_id for update;
  end if;
  return query
    with advanced as (
      update plan
        set epoch = plan.epoch + 1, seq = plan.seq + 1, head = chain_head(plan.head, c.body)
        from jsonb_to_recordset(p_changes) as c (id text, epoch int, body text)
        where plan.plan_id = c.id and plan.epoch = c.epoch
        returning plan.plan_id, plan.seq, c.body, plan.head
    )
    insert into plan_entry (plan_id, seq, body, head)
      select a.plan_id, a.seq, a.body, a.head from advanced a
      returning plan_entry.plan_id, plan_entry.seq, plan_entry.head;
  get diagnostics v_done = row_count;
  if v_done <> v_expected then
    raise exception 'moved' using errcode = 'PP001';
  end if;
end $$;

create function change_plans(p_doc jsonb, p_blob bytea)
returns table (r_plan text, r_seq integer, r_head bytea) language plpgsql as $$
declare
  v_sheet record;
begin
  perform keep_answer(p_doc, p_blob);
  return query select * from advance_plans(p_doc -> 'plans', p_doc ? 'create');
  if p_doc ? 'keys' then
    insert into subject_key (plan_id, subject, wrapped)
      select k.id, k.subject, substring(p_blob from k.a for k.n)
      from jsonb_to_recordset(p_doc -> 'keys') as k (id text, subject text, a int, n int);
  end if;
  if p_doc ? 'states' then
    insert into plan_state (plan_id, from_epoch, sealed)
      select s.id, s.at, substring(p_blob from s.a for s.n)
      from jsonb_to_recordset(p_doc -> 'states') as s (id text, at int, a int, n int);
  end if;
  if p_doc ? 'sheets' then
    -- One by one: joined, a small table is planned to be read as a whole, and the plan is kept.
    for v_sheet in select * from jsonb_to_recordset(p_doc -> 'sheets')
        as s (id text, source text, subjects text, at int) loop
      update sheet set until_epoch = v_sheet.at, content = null, dossiers = null
        where plan_id = v_sheet.id and source = v_sheet.source
          and subjects = v_sheet.subjects and until_epoch is null;
    end loop;
    insert into sheet (plan_id, source, subjects, from_epoch, heads, content, dossiers)
      select s.id, s.source, s.subjects, s.at,
        substring(p_blob from s.ha for s.hn), substring(p_blob from s.a for s.n), s.dossiers
      from jsonb_to_recordset(p_doc -> 'sheets') as s (
        id text, source text, subjects text, at int, ha int, hn int, a int, n int, dossiers text[])
      where s.n is not null;
  end if;
  if p_doc ? 'enrolled' then
    perform enrol(p_doc, p_blob);
  end if;
end $$;

create function enrol(p_doc jsonb, p_blob bytea) returns void language plpgsql as $$
begin
  delete from enrolment where plan_id in (select jsonb_array_elements_text(p_doc -> 'enrolled'));
  insert into enrolment (org, identifier, plan_id, member)
    select e.org, substring(p_blob from e.a for e.n), e.id, e.member
    from jsonb_to_recordset(p_doc -> 'enrolments')
      as e (id text, org text, member text, a int, n int)
    on conflict do nothing;
end $$;

create function change_register(p_doc jsonb, p_blob bytea)
returns table (r_seq integer, r_head bytea) language plpgsql as $$
declare
  v_epoch integer;
begin
  perform keep_answer(p_doc, p_blob);
  perform pg_advisory_xact_lock(7220, 1);
  update region set epoch = epoch + 1 where epoch = (p_doc ->> 'epoch')::integer
    returning epoch into v_epoch;
  if not found then
    raise exception 'moved' using errcode = 'PP001';
  end if;
  update register set until_epoch = v_epoch
    from jsonb_to_recordset(p_doc -> 'entries') as e (kind text, key text)
    where register.kind = e.kind and register.key = e.key and register.until_epoch is null;
  insert into register (kind, key, from_epoch, document)
    select e.kind, e.key, v_epoch, e.document
    from jsonb_to_recordset(p_doc -> 'entries') as e (kind text, key text, document text)
    where e.document is not null;
  return query select * from append_entry('region', p_doc ->> 'body');
end $$;
`;
