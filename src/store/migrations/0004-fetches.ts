/**
 * Sources that run a FHIR server: when each is due, who asks it now, and how far they are. Which
 * people there are stands in keyed hashes; what is remembered of them is sealed.
 */
export const FETCHES = `
create table fetch_source (
  org text primary key,
  due timestamptz,
  holder text,
  leased_until timestamptz,
  run text
) with (fillfactor = 70);

create table fetch_person (
  org text not null references fetch_source,
  person bytea not null,
  sealed bytea not null,
  primary key (org, person)
);

grant select, insert on fetch_source, fetch_person to planpoort_app;
grant update (due, holder, leased_until, run) on fetch_source to planpoort_app;
grant update (sealed) on fetch_person to planpoort_app;
grant delete on fetch_person to planpoort_app;
`;
