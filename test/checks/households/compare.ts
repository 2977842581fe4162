import type { Explanation } from '../../../src/flows/flows.ts';
import { contains, searchable, type Received } from './canaries.ts';
import { explanations, isTwin } from './explained-facts.ts';
import type { HouseholdCase, ListedFact } from './household.ts';

/** What came out at the doors for one case. */
export interface Outcome {
  readonly status: number;
  /** Reason code of a refusal, as the door gives it. */
  readonly refused: string | null;
  readonly received: Received;
  readonly explanation: Explanation | null;
}

/**
 * Compares one case with its expectation, restricted to facts of connected sources.
 * @returns one line per difference; empty = exact
 */
export function differences(
  expected: HouseholdCase,
  outcome: Outcome,
  facts: readonly ListedFact[],
): string[] {
  const sees = new Set(expected.sees.filter((id) => facts.some((fact) => fact.id === id)));
  if (expected.refused !== null) return refusalDifferences(expected, outcome, facts);
  const wanted = sees.size === 0 ? 404 : 200;
  return [
    ...(outcome.status === wanted ? [] : [`status ${outcome.status}, expected ${wanted}`]),
    ...byteDifferences(sees, outcome, facts),
    ...explainedDifferences(expected, outcome, { sees, facts }),
  ];
}

function refusalDifferences(
  expected: HouseholdCase,
  outcome: Outcome,
  facts: readonly ListedFact[],
): string[] {
  const refused = outcome.status === 403 && outcome.refused === expected.refused;
  return [
    ...(refused
      ? []
      : [`status ${outcome.status} ${outcome.refused}, expected 403 ${expected.refused}`]),
    ...byteDifferences(new Set(), outcome, facts),
  ];
}

/** Canaries found in the bytes against those expected. */
function byteDifferences(
  sees: ReadonlySet<string>,
  { received }: Outcome,
  facts: readonly ListedFact[],
): string[] {
  const text = searchable(received);
  return facts.flatMap((fact) => {
    const found = contains(text, fact);
    if (sees.has(fact.id)) return found ? [] : [`missing ${fact.id}`];
    const shared = fact.sharedWith.some((id) => sees.has(id));
    return found && !shared ? [`LEAK ${fact.id}`] : [];
  });
}

function explainedDifferences(
  expected: HouseholdCase,
  { explanation }: Outcome,
  { sees, facts }: { sees: ReadonlySet<string>; facts: readonly ListedFact[] },
): string[] {
  if (!explanation) return ['no explanation'];
  const lines = explanation.consistent ? [] : ['explanation not consistent with the record'];
  const explainedAt = explanations(explanation, facts);
  for (const fact of facts) {
    const explained = explainedAt(fact);
    if (explained.length === 0) lines.push(`${fact.id} is not explained`);
    const wanted = { permitted: sees.has(fact.id), reason: expected.reasons[fact.id] };
    const wrong = explained.map((each) => wrongIn(each, wanted));
    // Of several that only their files tell apart, one is this fact.
    if (explained.length > 1 && isTwin(fact, facts) && wrong.some(({ length }) => length === 0))
      continue;
    lines.push(...wrong.flat().map((text) => `${fact.id} ${text}`));
  }
  return lines;
}

function wrongIn(
  { permitted, reason }: Explanation['facts'][number],
  wanted: { readonly permitted: boolean; readonly reason: string | undefined },
): readonly string[] {
  return [
    ...(permitted === wanted.permitted ? [] : [`explained as ${permitted ? 'permitted' : reason}`]),
    ...(wanted.reason === undefined || reason === wanted.reason
      ? []
      : [`reason ${reason}, expected ${wanted.reason}`]),
  ];
}
