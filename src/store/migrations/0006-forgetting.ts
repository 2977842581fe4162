/**
 * What need not be kept goes. Rows whose content was taken back are cleared away soon after, also
 * in large tables, and the answer to a repeated request is remembered for thirty days: each request
 * with a key of its own removes a few that are older.
 */
export const FORGETTING = `
alter table sheet set (
  autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0.01,
  toast.autovacuum_vacuum_threshold = 200, toast.autovacuum_vacuum_scale_factor = 0.01);

create index earlier_answer_created on earlier_answer (created);
-- Needed to step over rows that another request is removing.
grant update (created) on earlier_answer to planpoort_app;

create or replace function keep_answer(p_doc jsonb, p_blob bytea) returns void
language plpgsql as $$
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
  delete from earlier_answer where request = any (array(
    select old.request from earlier_answer old
    where old.created < clock_timestamp() - interval '30 days'
    order by old.created limit 8 for update skip locked));
end $$;
`;
