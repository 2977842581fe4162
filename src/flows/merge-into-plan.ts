import type { Fact } from '../plan/fact.ts';
import { mergeFacts, sheetsOf } from '../plan/merge.ts';
import type { SettledDelivery } from '../plan/settle.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { GatewayError } from './gateway-error.ts';
import type { PlanSnapshot, Sheet } from './ports.ts';

/** A plan as it will be once a delivery is merged into it. */
export interface Merged {
  readonly plan: PlanSnapshot;
  readonly sheets: readonly Sheet[];
  readonly changed: number;
  /** Facts that are gone because a complete delivery does not hold them. */
  readonly leftOut: number;
}

interface Manner {
  /** The instant since which new and changed content is stated. */
  readonly since: Instant;
  /** The delivery is everything that its source has about those it names. */
  readonly whole: boolean;
  /** Dossiers (opaque) that stay as they are where the source has them already. */
  readonly addOnly?: ReadonlySet<string> | undefined;
}

/**
 * Of one source in one plan: a view of more is not decided within the second that a decision lasts,
 * nor sent within the second that sending may take.
 */
export const MAX_FACTS = 25_000;

/**
 * Lays what a source says now over what it said before, plan by plan.
 * @yields after each plan, so that others get their turn in between
 * @throws GatewayError `unprocessable` when a plan would hold more of the source than can be released
 */
export function* mergeIntoPlans(
  settled: SettledDelivery,
  plans: readonly PlanSnapshot[],
  manner: Manner,
): Generator<undefined, readonly Merged[]> {
  const merged: Merged[] = [];
  for (const plan of plans) {
    merged.push(mergeIntoPlan(settled, plan, manner));
    yield;
  }
  return merged;
}

function mergeIntoPlan(
  settled: SettledDelivery,
  plan: PlanSnapshot,
  { since, whole, addOnly }: Manner,
): Merged {
  const before = plan.sheets.flatMap((sheet) => sheet.facts);
  const incoming = settled.plans.get(plan.planId);
  const dossiers = new Map(incoming ?? settled.stated.map((dossier) => [dossier, []]));
  if (addOnly) for (const { dossier } of before) if (addOnly.has(dossier)) dossiers.delete(dossier);
  const members = whole ? settled.about.get(plan.planId) : undefined;
  const after = mergeFacts(before, {
    dossiers,
    withdrawn: settled.withdrawn,
    since,
    shared: sharedIn(dossiers, settled),
    ...(members ? { complete: { members, except: new Set(settled.held) } } : {}),
  });
  if (after.length > MAX_FACTS) throw tooMany();
  const said = new Set([...dossiers.keys(), ...settled.withdrawn]);
  const there = new Set(after);
  const leftOut = before.filter((fact) => !there.has(fact) && !said.has(fact.dossier)).length;
  return { plan, ...changedSheets(plan.sheets, sheetsOf(after)), leftOut };
}

/** What a delivery says without stating it for everybody: it is replaced in the plans it speaks of. */
function sharedIn(dossiers: ReadonlyMap<string, unknown>, { stated }: SettledDelivery) {
  const own = new Set(stated);
  return new Set([...dossiers.keys()].filter((dossier) => !own.has(dossier)));
}

/** Only the sheets whose facts differ; a sheet that lost its last fact comes back empty. */
function changedSheets(before: readonly Sheet[], after: readonly Sheet[]) {
  const keyOf = (sheet: Sheet) => sheet.subjects.join(' ');
  const now = new Map(after.map((sheet) => [keyOf(sheet), sheet]));
  const old = new Map(before.map((sheet) => [keyOf(sheet), sheet]));
  const sheets: Sheet[] = [];
  let changed = 0;
  for (const [key, sheet] of new Map([...old, ...now])) {
    const was = old.get(key)?.facts ?? [];
    const is = now.get(key)?.facts ?? [];
    const difference = countDifferent(was, is);
    if (difference > 0) sheets.push({ ...sheet, facts: is });
    changed += difference;
  }
  return { sheets, changed };
}

/** Facts added, replaced or removed; an unchanged fact is the very same object after a merge. */
function countDifferent(was: readonly Fact[], is: readonly Fact[]): number {
  const kept = new Set(was);
  const stayed = is.filter((fact) => kept.has(fact)).length;
  const ids = new Set([...was, ...is].map((fact) => fact.id));
  return ids.size - stayed;
}

function tooMany(): GatewayError {
  const text = `A plan holds at most ${MAX_FACTS} facts of one source: take back what no longer counts.`;
  return new GatewayError('unprocessable', [{ text }]);
}
