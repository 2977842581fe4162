import type { PlanResourceType } from '../plan/fact.ts';
import type { VisibleFact } from './visible-fact.ts';

/** The household's frames: fixed in every release, whatever the sources hold. */
export const FRAMES = { CarePlan: 'plan', CareTeam: 'team', Group: 'household' } as const;
export type FrameType = keyof typeof FRAMES;

/** One resource to be released, with the permitted facts that make it, by source. */
export interface ResourceDraft {
  readonly type: PlanResourceType;
  /** FHIR logical id. */
  readonly id: string;
  /** Source → its permitted facts. */
  readonly bySource: ReadonlyMap<string, readonly VisibleFact[]>;
  readonly facts: readonly VisibleFact[];
}

/** Gives a resource its logical id. */
export type NameResource = (fact: VisibleFact) => string;

/** A key that is equal for facts that write to one resource. */
export function draftKey({ resource: { type, key }, source }: VisibleFact): string {
  if (type === 'CarePlan' || type === 'CareTeam') return type;
  return type === 'Patient' ? `Patient ${key}` : `${type} ${source} ${key}`;
}

/**
 * Groups permitted facts by the resource they write to. A resource is there when at least one of its
 * facts is (DECISION 5). Facts of a Patient who is no member of the household are left out.
 */
export function draftResources(
  visible: readonly VisibleFact[],
  members: ReadonlySet<string>,
  nameResource: NameResource,
): ResourceDraft[] {
  const groups = new Map<
    string,
    { id: string; first: VisibleFact; bySource: Map<string, VisibleFact[]> }
  >();
  for (const fact of visible) {
    const { type, key } = fact.resource;
    if (type === 'Patient' && !members.has(key)) continue;
    const name = draftKey(fact);
    let group = groups.get(name);
    if (!group) {
      groups.set(name, (group = { id: nameResource(fact), first: fact, bySource: new Map() }));
    }
    const ofSource = group.bySource.get(fact.source);
    if (ofSource) ofSource.push(fact);
    else group.bySource.set(fact.source, [fact]);
  }
  return [...groups.values()].map(({ id, first, bySource }) => ({
    type: first.resource.type,
    id,
    bySource,
    facts: [...bySource.values()].flat(),
  }));
}
