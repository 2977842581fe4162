import type { MappedFact } from '../../plan/delivery.ts';
import type { Element, Json } from '../../plan/fact.ts';
import type { Collected } from './collected.ts';

const TEXT =
  'two records of this dossier say something else in the same place: give the resource or the item a key of its own';

/**
 * Holds back facts of one dossier that say different things in one place of one resource. A plan
 * keeps one value there, and which of them is meant nobody knows. Values of an element itself may
 * differ (a plan shows both), and lists are put together.
 */
export function holdContradictions(collected: Collected): void {
  for (const [dossier, facts] of collected.dossiers) {
    const held = contradicting(facts);
    if (held.size === 0) continue;
    collected.dossiers.set(
      dossier,
      facts.filter((fact) => !held.has(fact)),
    );
    const places = [...held].flatMap((fact) => fact.places);
    collected.holdBack(
      dossier,
      places.map((place) => ({ place, code: 'invalid-value', text: TEXT })),
    );
  }
}

/** What is said in one place of one resource, and by which facts. */
interface Slot {
  readonly value: Json;
  readonly first: MappedFact;
  others: MappedFact[] | undefined;
  differs: boolean;
}

/** Place in a resource → what is said there. */
type Slots = Map<string, Slot>;

function contradicting(facts: readonly MappedFact[]): ReadonlySet<MappedFact> {
  const resources = facts.map(resourceOf);
  const slotsOf = new Map<string, Slots | 'once'>();
  for (const resource of resources)
    slotsOf.set(resource, slotsOf.has(resource) ? new Map<string, Slot>() : 'once');
  const inOrder: Slot[] = [];
  facts.forEach((fact, i) => {
    const slots = slotsOf.get(resources[i] ?? '');
    if (slots instanceof Map) note(slots, fact, inOrder);
    else if (fact.elements.some(isOfItem)) note(new Map(), fact, inOrder);
  });
  const all = inOrder.filter(({ differs }) => differs);
  return new Set(all.flatMap(({ first, others = [] }) => [first, ...others]));
}

/** A fact alone says two things in one place only by two items of a list that turn out to be one. */
const isOfItem = ({ path }: Element): boolean => path.some((step) => step.startsWith('#'));

function resourceOf({ resource }: MappedFact): string {
  return 'person' in resource
    ? `${resource.type}\u0000person\u0000${resource.person}`
    : `${resource.type}\u0000key\u0000${resource.key}`;
}

function note(slots: Slots, fact: MappedFact, inOrder: Slot[]): void {
  for (const { path, value } of fact.elements) {
    if (path.length < 2 || Array.isArray(value)) continue;
    const place = path.join('\u0000');
    const slot = slots.get(place);
    if (!slot) {
      const fresh: Slot = { value, first: fact, others: undefined, differs: false };
      slots.set(place, fresh);
      inOrder.push(fresh);
    } else {
      (slot.others ??= []).push(fact);
      slot.differs ||= !isSame(slot.value, value);
    }
  }
}

function isSame(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
