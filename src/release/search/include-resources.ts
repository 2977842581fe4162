import type { Resource } from '@medplum/fhirtypes';
import { valuesAt, type ReleasedIndex } from './match.ts';
import type { Inclusion } from './query.ts';

/**
 * The released resources that come along with the matches of a page: those they point to, and those that
 * point to them. References of a release lead to released resources only, so nothing else can come.
 */
export function includeResources(
  matches: readonly Resource[],
  inclusions: readonly Inclusion[],
  index: ReleasedIndex,
): Resource[] {
  const matched = new Set(matches.map(placeOf));
  const along = new Set<string>();
  for (const inclusion of inclusions) {
    const found = inclusion.reverse
      ? [...index.values()].filter((one) => pointsToOne(one, inclusion, matched)).map(placeOf)
      : matches.flatMap((match) => targetsOf(match, inclusion));
    for (const place of found) if (!matched.has(place)) along.add(place);
  }
  return [...along].sort().flatMap((place) => index.get(place) ?? []);
}

/** `Type/id` of a resource. */
export function placeOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id ?? ''}`;
}

function targetsOf(resource: Resource, { source, path, target }: Inclusion): readonly string[] {
  if (resource.resourceType !== source) return [];
  return valuesAt(resource, [...path, 'reference']).filter(
    (one): one is string =>
      typeof one === 'string' && (target === undefined || one.startsWith(`${target}/`)),
  );
}

function pointsToOne(
  resource: Resource,
  inclusion: Inclusion,
  matched: ReadonlySet<string>,
): boolean {
  return targetsOf(resource, inclusion).some((target) => matched.has(target));
}
