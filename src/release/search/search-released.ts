import type { BundleLink, Resource } from '@medplum/fhirtypes';
import type { Answer } from '../answer.ts';
import { searchset } from '../bundles.ts';
import { notFound } from '../notice-outcome.ts';
import type { ReleasedPlan } from '../released-plan.ts';
import { sealCursor } from './cursor.ts';
import { includeResources, placeOf } from './include-resources.ts';
import { meets } from './match.ts';
import { parseQuery } from './parse-query.ts';
import type { ParsedQuery, SearchIssue, SearchQuery } from './query.ts';
import { subsetElements } from './subset-elements.ts';

/**
 * Searches the released views of one recipient's plans (FHIR R4, search.html). Filters, counts, sorts by id and pages what is released
 * and nothing else, so that no withheld fact can be asked after, counted or felt in the size of a page.
 * @returns the searchset; 404 with the notice when nothing of the plan is visible; the issues of a search
 *   that cannot be done, which are a function of the query alone
 */
export function searchReleased(
  plans: readonly ReleasedPlan[],
  query: SearchQuery,
): Answer | { readonly issues: readonly SearchIssue[] } {
  const parsed = parseQuery(query);
  if ('issues' in parsed) return parsed;
  const [first] = plans;
  const resources = plans.flatMap((plan) => plan.resources);
  if (!first || resources.length === 0) return notFound(first?.notice ?? new Map());
  const { notice } = first;
  const index = new Map(resources.map((resource) => [placeOf(resource), resource]));
  const { base } = query;
  const all = resources.filter((resource) => meets(resource, parsed, { base, index }));
  const { matches, last } = pageOf(all, parsed);
  const included = includeResources(matches, parsed.inclusions, index);
  const { elements } = parsed;
  const resource = searchset({
    base,
    matches: elements ? matches.map((match) => subsetElements(match, elements)) : matches,
    included,
    links: linksOf(query, parsed, last),
    notice,
    ...(parsed.total ? { total: all.length } : {}),
  });
  return { status: 200, resource };
}

/** A page after the cursor, and the id to go on from when there is more. */
function pageOf(all: readonly Resource[], { after, count, pageable }: ParsedQuery) {
  const sorted = [...all].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
  if (!pageable) return { matches: sorted, last: undefined };
  const rest = after === undefined ? sorted : sorted.filter(({ id }) => (id ?? '') > after);
  const matches = rest.slice(0, count);
  const last = count > 0 && rest.length > count ? matches.at(-1)?.id : undefined;
  return { matches, last };
}

function linksOf(query: SearchQuery, { linked }: ParsedQuery, last: string | undefined) {
  const cursor = query.parameters.filter(([name]) => name === '_cursor');
  const links: BundleLink[] = [{ relation: 'self', url: urlOf(query, [...linked, ...cursor]) }];
  if (last !== undefined) {
    const next = [...linked, ['_cursor', sealCursor(query, last)] as const];
    links.push({ relation: 'next', url: urlOf(query, next) });
  }
  return links;
}

function urlOf(
  { base, type }: SearchQuery,
  parameters: readonly (readonly [string, string])[],
): string {
  const asked = new URLSearchParams();
  for (const [name, value] of parameters) asked.append(name, value);
  return parameters.length > 0 ? `${base}/${type}?${asked.toString()}` : `${base}/${type}`;
}
