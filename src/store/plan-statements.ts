import type { Statement } from './database.ts';

/**
 * Everything about some plans in one statement and so in one snapshot. `offset 0` keeps the planner
 * from reading the sheets of all plans while there are few. One column layout for all
 * parts: part, plan, name, subjects, n, m, clock, a, b.
 *
 * - r: epoch of the region, clock — read after the snapshot was taken, so never before a change
 *   that the snapshot shows
 * - p: a plan with its epoch and the length of its record
 * - s: its newest state, unless the caller holds that version already ($2)
 * - k: a wrapped key
 * - h: a live sheet, of one source only when $3 names one
 */
export const READ_PLANS: Statement = {
  name: 'read-plans',
  text: `
    with asked as (select * from unnest($1::text[], $2::int[]) as a (plan_id, known))
    select 'r', null::text, null::text, null::text, region.epoch, null::int,
           (extract(epoch from clock_timestamp()) * 1000)::float8, null::bytea, null::bytea
      from planpoort.region
    union all
    select 'p', p.plan_id, null, null, p.epoch, p.seq, null, null, null
      from asked join planpoort.plan p on p.plan_id = asked.plan_id
    union all
    select 's', asked.plan_id, null, null, s.from_epoch, null, null,
           case when s.from_epoch is distinct from asked.known then s.sealed end, null
      from asked cross join lateral (
        select from_epoch, sealed from planpoort.plan_state s
        where s.plan_id = asked.plan_id order by from_epoch desc limit 1) s
    union all
    select 'k', k.plan_id, k.subject, null, null, null, null, k.wrapped, null
      from asked join planpoort.subject_key k on k.plan_id = asked.plan_id
    union all
    select 'h', asked.plan_id, h.source, h.subjects, h.from_epoch, null, null, h.heads, h.content
      from asked cross join lateral (
        select * from planpoort.sheet h
        where h.plan_id = asked.plan_id and h.until_epoch is null
          and ($3::text is null or h.source = $3) offset 0) h`,
};

/** The same layout for one plan ($1) as it was at an epoch ($2); content is not read. */
export const READ_PLAN_AS_OF: Statement = {
  name: 'read-plan-as-of',
  text: `
    select 'p', p.plan_id, null::text, null::text, $2::int, p.seq, null::float8, null::bytea,
           null::bytea
      from planpoort.plan p where p.plan_id = $1 and $2 between 1 and p.epoch
    union all
    (select 's', s.plan_id, null, null, s.from_epoch, null, null, s.sealed, null
      from planpoort.plan_state s where s.plan_id = $1 and s.from_epoch <= $2
      order by s.from_epoch desc limit 1)
    union all
    select 'k', k.plan_id, k.subject, null, null, null, null, k.wrapped, null
      from planpoort.subject_key k where k.plan_id = $1
    union all
    select 'h', h.plan_id, h.source, h.subjects, h.from_epoch, null, null, h.heads, null
      from planpoort.sheet h
      where h.plan_id = $1 and h.from_epoch <= $2
        and (h.until_epoch is null or h.until_epoch > $2)`,
};

export const APPEND_RELEASE: Statement = {
  name: 'append-release',
  text: 'select r_seq, r_head from planpoort.append_release($1, $2, $3, $4, $5)',
};

export const CHANGE_PLANS: Statement = {
  name: 'change-plans',
  text: 'select r_plan, r_seq, r_head from planpoort.change_plans($1, $2)',
};

/** A source of this name exists nowhere: reads a plan without its sheets. */
export const NO_SOURCE = '';
