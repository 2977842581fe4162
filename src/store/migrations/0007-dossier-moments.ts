/**
 * As of which moment the last word about a dossier was said, where its source states moments: a
 * word of an earlier moment that comes later is refused, also when nothing is left of the dossier.
 * A dossier stands here under a keyed hash. PP001 = a later word came in meanwhile.
 */
export const DOSSIER_MOMENTS = `
create table dossier_moment (
  org text not null,
  dossier text not null,
  as_of double precision not null,
  primary key (org, dossier)
);

create function keep_moments(p_moments jsonb) returns void language plpgsql as $$
declare
  v_kept integer;
begin
  insert into dossier_moment as d (org, dossier, as_of)
    select m.org, m.dossier, m.moment
      from jsonb_to_recordset(p_moments) as m (org text, dossier text, moment double precision)
      order by m.dossier
    on conflict (org, dossier) do update set as_of = excluded.as_of
      where d.as_of <= excluded.as_of;
  get diagnostics v_kept = row_count;
  if v_kept <> jsonb_array_length(p_moments) then
    raise exception 'moved' using errcode = 'PP001';
  end if;
end $$;

grant select, insert on dossier_moment to planpoort_app;
grant update (as_of) on dossier_moment to planpoort_app;
`;
