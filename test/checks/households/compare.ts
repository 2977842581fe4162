import type { Explanation } from '../../../src/flows/flows.ts';
import { plainPlace } from '../same-place.ts';
import { contains, searchable, type Received } from './canaries.ts';
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
  for (const fact of facts) {
    const explained = explainedAt(fact, explanation);
    if (explained.length === 0) lines.push(`${fact.id} is not explained`);
    for (const each of explained) {
      if (each.permitted !== sees.has(fact.id)) {
        lines.push(`${fact.id} explained as ${each.permitted ? 'permitted' : each.reason}`);
      }
      const reason = expected.reasons[fact.id];
      if (reason !== undefined && each.reason !== reason) {
        lines.push(`${fact.id} reason ${each.reason}, expected ${reason}`);
      }
    }
  }
  return lines;
}

/** What is explained at the place of a fact; where nothing is, what stands in that place, or around it. */
function explainedAt(fact: ListedFact, explanation: Explanation): Explanation['facts'] {
  const place = plainPlace(fact.location);
  const own = explanation.facts.filter(({ source }) => source === fact.source);
  const at = (test: (other: string) => boolean) =>
    own.filter(({ places }) => places.some((other) => test(plainPlace(other))));
  const levels = [
    at((other) => other === place),
    at((other) => isWithin(other, place)),
    at((other) => isWithin(place, other)),
  ];
  return levels.find((level) => level.length > 0) ?? [];
}

function isWithin(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}/`) || inner.startsWith(`${outer}, `);
}
