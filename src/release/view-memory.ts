import type { Resource } from '@medplum/fhirtypes';
import { elementsText } from '../plan/stored-fact.ts';
import type { ReleaseInput } from './release-input.ts';
import { textOf } from './resource-text.ts';
import { visibleHead, type VisibleFact } from './visible-fact.ts';

/** The resources of a view, and the digest of the facts in it. */
export interface MadeView {
  readonly resources: readonly Resource[];
  readonly factsDigest: string;
}

/** Views made before, by their keys. What it forgets is made again. */
export interface ViewMemory {
  get(key: string): MadeView | undefined;
  set(key: string, view: MadeView): void;
}

/** Characters that an ordinary resource has. */
const ORDINARY = 2048;

/**
 * What remembering a view costs, in ordinary resources. A source decides how long its texts are: counted
 * by resources alone, a few views of its own could fill the memory of the process.
 */
export function viewWeight({ resources }: MadeView): number {
  let weight = 1;
  for (const resource of resources)
    weight += Math.max(1, Math.round(textOf(resource).length / ORDINARY));
  return weight;
}

interface Viewed {
  readonly input: Pick<
    ReleaseInput,
    'planId' | 'members' | 'coordinator' | 'organisations' | 'tag'
  >;
  /** In their fixed order. */
  readonly visible: readonly VisibleFact[];
  readonly nameable: ReadonlySet<VisibleFact>;
}

/**
 * A keyed hash over everything that one recipient's view is made from: the visible facts with their values,
 * whose source may be named and how, the members, the coordinator. Equal keys are equal views, so a view
 * made before is never looser than one made now. Nothing withheld has part in it, so whether a view was
 * made before says nothing of what is withheld (DECISION 6).
 * @returns 26 base32 characters, under the recipient's own key
 */
export function viewKey({ input, visible, nameable }: Viewed): string {
  const { planId, members, coordinator = null, organisations } = input;
  const sources = new Set(visible.map(({ source }) => source));
  if (coordinator) sources.add(coordinator.org);
  const parts = [
    planId,
    members.map(({ id }) => id),
    coordinator && [coordinator.org, coordinator.role],
    [...sources].sort().map((id) => [id, organisations.get(id)?.name ?? null]),
    visible.map((fact) => [nameable.has(fact), visibleHead(fact)]),
  ];
  // A text on each line: no two lists of parts give the same lines.
  const lines = [JSON.stringify(parts), ...visible.map(elementsText)];
  return input.tag('view', lines.join('\n'));
}
