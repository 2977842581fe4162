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
  const byPlace = indexed(explanation);
  return (fact) => {
    const found = byPlace.get(placeOf(fact.source, fact.location)) ?? nearby(fact, explanation);
    const same = manyFiles.has(fact.source) ? found.filter((each) => hasLabelsOf(each, fact)) : [];
    return same.length > 0 ? same : found;
  };
}

function indexed({ facts }: Explanation): ReadonlyMap<string, Explained> {
  const found = new Map<string, Explained[number][]>();
  for (const each of facts)
    for (const place of new Set(each.places.map((one) => placeOf(each.source, one)))) {
      const there = found.get(place);
      if (there) there.push(each);
      else found.set(place, [each]);
    }
  return found;
}

function placeOf(source: string, place: string): string {
  return `${source} ${plainPlace(place)}`;
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

/** What stands in the place of a fact, or around it. */
function nearby(fact: ListedFact, explanation: Explanation): Explained {
  const place = plainPlace(fact.location);
  const own = explanation.facts.filter(({ source }) => source === fact.source);
  const at = (test: (other: string) => boolean) =>
    own.filter(({ places }) => places.some((other) => test(plainPlace(other))));
  const inside = at((other) => isWithin(other, place));
  return inside.length > 0 ? inside : at((other) => isWithin(place, other));
}

function isWithin(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}/`) || inner.startsWith(`${outer}, `);
}
