/**
 * The tables. The plan's key stands in every key of plan data, so that plans can be spread over
 * machines. Readable are organisations, ids, codes, epochs and the record; whatever was said about
 * people is sealed before it comes here.
 */
export const TABLES = `
create table region (
  one boolean primary key default true check (one),
  epoch integer not null,
  key_check bytea
);
insert into region (epoch) values (0);

create table plan (
  plan_id text primary key,
  epoch integer not null,
  seq integer not null,
  head bytea not null,
  created timestamptz not null default clock_timestamp()
) with (fillfactor = 70);

create table plan_entry (
  plan_id text not null,
  seq integer not null check (seq > 0),
  body text not null,
  head bytea not null,
  primary key (plan_id, seq)
);

create table plan_state (
  plan_id text not null references plan,
  from_epoch integer not null,
  sealed bytea not null,
  primary key (plan_id, from_epoch)
);
alter table plan_state alter column sealed set storage external;

create table subject_key (
  plan_id text not null references plan,
  subject text not null,
  wrapped bytea not null,
  primary key (plan_id, subject)
);

create table sheet (
  plan_id text not null references plan,
  source text not null,
  subjects text not null,
  from_epoch integer not null,
  until_epoch integer,
  heads bytea not null,
  content bytea,
  dossiers text[],
  primary key (plan_id, source, subjects, from_epoch)
);
create index sheet_dossiers on sheet using gin (dossiers) where until_epoch is null;
create unique index sheet_live on sheet (plan_id, source, subjects) where until_epoch is null;
alter table sheet alter column heads set storage external;
alter table sheet alter column content set storage external;

create table enrolment (
  org text not null,
  identifier bytea not null,
  plan_id text not null,
  member text not null,
  primary key (org, identifier, plan_id, member)
);
create index enrolment_plan on enrolment (plan_id);

create table ledger (
  chain text primary key,
  seq integer not null,
  head bytea not null
) with (fillfactor = 70);

create table ledger_entry (
  chain text not null references ledger,
  seq integer not null check (seq > 0),
  body text not null,
  head bytea not null,
  primary key (chain, seq)
);

create table register (
  kind text not null,
  key text not null,
  from_epoch integer not null,
  until_epoch integer,
  document text not null,
  primary key (kind, key, from_epoch)
);
create unique index register_live on register (kind, key) where until_epoch is null;

create table earlier_answer (
  request bytea primary key,
  sealed bytea not null,
  created timestamptz not null default clock_timestamp()
);

create table spent_assertion (
  assertion bytea primary key,
  expires timestamptz not null
);
create index spent_assertion_expires on spent_assertion (expires);
`;
