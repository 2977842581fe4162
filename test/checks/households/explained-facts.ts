import type { Explanation } from '../../../src/flows/flows.ts';
import { plainPlace } from '../same-place.ts';
import type { ListedFact } from './household.ts';

type Explained = Explanation['facts'];

/**
 * Finds what is explained of a listed fact: at its place; where nothing is, what stands in that
 * place, or around it. An explanation does not name files: where one source sent several files with
 * something in the same place, labels tell them apart.
 */
export function explanations(
  explanation: Explanation,
  facts: readonly ListedFact[],
): (fact: ListedFact) => Explained {
  const manyFiles = sourcesOfManyFiles(facts);
  return (fact) => {
    const found = explainedAt(fact, explanation);
    const same = manyFiles.has(fact.source) ? found.filter((each) => hasLabelsOf(each, fact)) : [];
    return same.length > 0 ? same : found;
  };
}

function sourcesOfManyFiles(facts: readonly ListedFact[]): ReadonlySet<string> {
  const files = new Map(facts.map(({ source, file }) => [source, file]));
  return new Set(
    facts.filter(({ source, file }) => files.get(source) !== file).map((f) => f.source),
  );
}

/** Whether another file of this source has a fact in the same place. */
export function isTwin(fact: ListedFact, facts: readonly ListedFact[]): boolean {
  const place = plainPlace(fact.location);
  return facts.some(
    ({ source, file, location }) =>
      source === fact.source && file !== fact.file && plainPlace(location) === place,
  );
}

function hasLabelsOf({ labels }: Explained[number], fact: ListedFact): boolean {
  return [...labels].sort().join() === [...fact.labels].sort().join();
}

function explainedAt(fact: ListedFact, explanation: Explanation): Explained {
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
