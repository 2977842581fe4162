import type { Enrolment, PlanState } from '../flows/ports.ts';
import { read, type Database } from './database.ts';
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
  const asked = new Map(
    identifiers.map((each) => [index(master, org, each).toString('hex'), each]),
  );
  const found = new Map<string, Enrolment[]>(identifiers.map((each) => [each, []]));
  const hashes = [...asked.keys()].map((hex) => Buffer.from(hex, 'hex'));
  for (const [hash, planId, memberId] of await read(database, FIND, [org, hashes])) {
    const identifier = hash instanceof Buffer ? asked.get(hash.toString('hex')) : undefined;
    found.get(identifier ?? '')?.push({ planId: String(planId), memberId: String(memberId) });
  }
  return found;
}

/** The same identifier at two organisations leaves two unrelated hashes. */
function index({ blinding }: MasterKeys, org: string, identifier: string): Buffer {
  return blindIndex(blinding, ['enrolment', org, identifier]);
}
