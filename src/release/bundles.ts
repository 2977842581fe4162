import type { Bundle, BundleEntry, BundleLink, Resource } from '@medplum/fhirtypes';
import type { Notice } from '../decision/decision.ts';
import { answerWith, type Answer } from './answer.ts';
import { noticeOutcome, notFound } from './notice-outcome.ts';
import type { ReleasedPlan } from './released-plan.ts';
import { keepText, textOf } from './resource-text.ts';

/** What a searchset is made of; everything in it was released. */
export interface Searchset {
  /** Absolute base of the FHIR door, without a trailing slash. */
  readonly base: string;
  readonly matches: readonly Resource[];
  readonly included?: readonly Resource[];
  /** Absent when the caller wants none. */
  readonly total?: number;
  readonly links: readonly BundleLink[];
  readonly notice: Notice;
}

/**
 * Puts released resources in a searchset, with the notice as its last entry.
 * Source: FHIR R4, search.html#2.21.1.1 and bundle.html.
 */
export function searchset(set: Searchset): Bundle {
  const { base, matches, included = [], total, links, notice } = set;
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link: [...links],
    entry: [
      ...matches.map((resource) => entry(base, resource, 'match')),
      ...included.map((resource) => entry(base, resource, 'include')),
      { resource: noticeOutcome(notice), search: { mode: 'outcome' as const } },
    ],
  };
}

function entry(base: string, resource: Resource, mode: 'match' | 'include'): BundleEntry {
  const fullUrl = `${base}/${resource.resourceType}/${resource.id ?? ''}`;
  return { fullUrl, resource, search: { mode } };
}

/**
 * The whole released plan in one Bundle (`CarePlan/{id}/$everything`), the CarePlan first.
 * @param base absolute base of the FHIR door, without a trailing slash
 */
export function everythingBundle(released: ReleasedPlan, base: string): Answer {
  if (released.empty) return notFound(released.notice);
  const { resources, notice } = released;
  const known = wholes.get(resources);
  if (known?.base === base && known.notice === notice) return known.answer;
  const answer: Answer = { status: 200, resource: wholeBundle(released, base) };
  keepText(answer.resource, textOf(answer.resource));
  wholes.set(resources, { base, notice, answer });
  return answer;
}

/** The Bundles of views that are remembered, by the resources in them. */
const wholes = new WeakMap<
  readonly Resource[],
  { readonly base: string; readonly notice: Notice; readonly answer: Answer }
>();

function wholeBundle({ resources, notice, planId }: ReleasedPlan, base: string): Bundle {
  const url = `${base}/CarePlan/${planId}.plan/$everything`;
  const links = [{ relation: 'self', url }];
  const first = resources.filter(({ resourceType }) => resourceType === 'CarePlan');
  const rest = resources.filter(({ resourceType }) => resourceType !== 'CarePlan');
  const matches = [...first, ...rest];
  const total = matches.length;
  return searchset({ base, matches, total, links, notice });
}

/**
 * One resource of the released plan; what is not in it answers as if it did not exist.
 * @param type FHIR resource type
 * @param id logical id
 */
export function readResource(released: ReleasedPlan, type: string, id: string): Answer {
  const found = released.resources.find(
    (resource) => resource.resourceType === type && resource.id === id,
  );
  return found ? answerWith(found) : notFound(released.notice);
}

/** A plan in which members were found, and which of them. */
export interface FoundMembers {
  readonly released: ReleasedPlan;
  readonly members: readonly string[];
}

/**
 * The Patients found by identifiers of the caller's own enrolments (`POST Patient/_search`): of each plan
 * those members whom the caller may see. The searched identifiers stand in no link.
 */
export function foundPatients(
  found: readonly FoundMembers[],
  { base, notice }: { readonly base: string; readonly notice: Notice },
): Answer {
  const matches = found
    .flatMap(({ released, members }) => {
      const ids = new Set(members.map((member) => `${released.planId}.${member}`));
      return released.resources.filter((r) => r.resourceType === 'Patient' && ids.has(r.id ?? ''));
    })
    .sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
  const links = [{ relation: 'self', url: `${base}/Patient/_search` }];
  const total = matches.length;
  return { status: 200, resource: searchset({ base, matches, total, links, notice }) };
}

/** The plan a logical id belongs to: ids are `PLAN.SUFFIX`. */
export function planOfId(id: string): string {
  return id.split('.')[0] ?? '';
}
