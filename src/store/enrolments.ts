import { Turns } from '../flows/in-turns.ts';
import type { Enrolment, PlanState, PushPlans, PushSearch } from '../flows/ports.ts';
import { read, type Database, type Row } from './database.ts';
import type { MasterKeys } from './master-keys.ts';
import { blindIndex } from './seal.ts';

/** One way by which one organisation finds one member of a plan. */
export interface EnrolmentRow {
  readonly org: string;
  readonly member: string;
  readonly identifier: Buffer;
}

const FIND = {
  name: 'find-enrolments',
  text: `select identifier, plan_id, member from planpoort.enrolment
    where org = $1 and identifier = any ($2::bytea[]) order by plan_id, member`,
};

const PLANS_OF = {
  name: 'plans-of',
  text: `select distinct plan_id from planpoort.enrolment where org = $1 order by plan_id limit $2`,
};

/**
 * Where people and dossiers are, in one statement. One column layout for all parts: identifier,
 * plan, member or dossier, and a figure — how often something of this source was replayed, where
 * something was ever held back.
 */
const FIND_FOR_PUSH = {
  name: 'find-for-push',
  text: `select identifier, plan_id, member, null::float8 from planpoort.enrolment
      where org = $1 and identifier = any ($2::bytea[])
    union all
    select distinct null::bytea, plan_id, null::text, null::float8 from planpoort.sheet
      where until_epoch is null and source = $1 and dossiers && $3::text[]
    union all
    select null::bytea, null::text, null::text, replays::float8 from planpoort.held_source
      where org = $1
    order by plan_id, member`,
};

/** The same, with the moments of dossiers ($4): a dossier and its moment in the last columns. */
const FIND_FOR_DATED_PUSH = {
  name: 'find-for-dated-push',
  text: FIND_FOR_PUSH.text.replace(
    'order by',
    `union all
    select null::bytea, null::text, dossier, as_of from planpoort.dossier_moment
      where org = $1 and dossier = any ($4::text[])
    order by`,
  ),
};

/**
 * The look-up rows of a plan: every enrolled organisation finds its members by its own local
 * identifiers and, where the plan knows it, by `bsn:NNNNNNNNN`.
 */
export function enrolmentRows(master: MasterKeys, state: PlanState): readonly EnrolmentRow[] {
  return Object.entries(state.enrolments).flatMap(([org, members]) =>
    Object.entries(members).flatMap(([member, identifiers]) => {
      const bsn = state.bsn[member];
      const all = bsn === undefined ? identifiers : [...identifiers, `bsn:${bsn}`];
      return [...new Set(all)].map((each) => ({
        org,
        member,
        identifier: index(master, org, each),
      }));
    }),
  );
}

/** True when both states give the same look-up rows. */
export function sameEnrolments(a: PlanState, b: PlanState): boolean {
  const both = [a, b].map(({ enrolments, bsn }) => JSON.stringify([enrolments, bsn]));
  return both[0] === both[1];
}

/** Plans and members behind an organisation's identifiers; every one asked has its list. */
export async function findEnrolments(
  database: Database,
  master: MasterKeys,
  { org, identifiers }: { readonly org: string; readonly identifiers: readonly string[] },
): Promise<ReadonlyMap<string, readonly Enrolment[]>> {
  const found = new Found(master, org, identifiers);
  for (const row of await read(database, FIND, [org, found.hashes])) found.take(row);
  return found.enrolments;
}

/** Plans in which the organisation enrolled somebody, in the order of their ids. */
export async function plansOf(
  database: Database,
  org: string,
  limit: number,
): Promise<readonly string[]> {
  return (await read(database, PLANS_OF, [org, limit])).map(([planId]) => String(planId));
}

/** The same, the plans where the organisation's dossiers are now, and moments: one statement. */
export async function findForPush(
  database: Database,
  master: MasterKeys,
  { org, identifiers, dossiers, dated = [] }: PushSearch,
): Promise<PushPlans> {
  const found = new Found(master, org, identifiers);
  const plans: string[] = [];
  const moments = new Map<string, number>();
  const indexed = [...(await dossierIndexes(master, org, dossiers)).values()];
  const asked = new Map(dated.map((dossier) => [dossierIndex(master, org, dossier), dossier]));
  const values = [org, found.hashes, indexed];
  const rows = await (dated.length === 0
    ? read(database, FIND_FOR_PUSH, values)
    : read(database, FIND_FOR_DATED_PUSH, [...values, [...asked.keys()]]));
  let replays: number | undefined;
  for (const row of rows) {
    const [identifier, planId, name, figure] = row;
    if (identifier !== null) found.take(row);
    else if (planId !== null) plans.push(String(planId));
    else if (name === null) replays = Number(figure);
    else moments.set(asked.get(String(name)) ?? '', Number(figure));
  }
  const held = replays === undefined ? {} : { replays };
  return { enrolments: found.enrolments, dossierPlans: plans, moments, ...held };
}

/** Finds back which identifier a row of the look-up is about. */
class Found {
  readonly enrolments: Map<string, Enrolment[]>;
  readonly #asked: ReadonlyMap<string, string>;

  constructor(master: MasterKeys, org: string, identifiers: readonly string[]) {
    this.enrolments = new Map(identifiers.map((each) => [each, []]));
    this.#asked = new Map(
      identifiers.map((each) => [index(master, org, each).toString('hex'), each]),
    );
  }

  get hashes(): readonly Buffer[] {
    return [...this.#asked.keys()].map((hex) => Buffer.from(hex, 'hex'));
  }

  take([hash, planId, memberId]: Row): void {
    const identifier = hash instanceof Buffer ? this.#asked.get(hash.toString('hex')) : undefined;
    const enrolment = { planId: String(planId), memberId: String(memberId) };
    this.enrolments.get(identifier ?? '')?.push(enrolment);
  }
}

/** The same identifier at two organisations leaves two unrelated hashes. */
function index({ blinding }: MasterKeys, org: string, identifier: string): Buffer {
  return blindIndex(blinding, ['enrolment', org, identifier]);
}

/** Names hashed between two looks at the clock. */
const NAMES_AT_ONCE = 64;

/** Each dossier with what {@link dossierIndex} says of it; others get their turn meanwhile. */
export async function dossierIndexes(
  master: MasterKeys,
  org: string,
  dossiers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const indexes = new Map<string, string>();
  const turns = new Turns();
  for (const dossier of dossiers) {
    if (!indexes.has(dossier)) indexes.set(dossier, dossierIndex(master, org, dossier));
    if (indexes.size % NAMES_AT_ONCE === 0 && turns.isOver()) await turns.next();
  }
  return indexes;
}

/** What stands in the look-up column of a sheet for one dossier of a source. */
export function dossierIndex({ blinding }: MasterKeys, org: string, dossier: string): string {
  return blindIndex(blinding, ['dossier', org, dossier]).toString('base64url');
}
