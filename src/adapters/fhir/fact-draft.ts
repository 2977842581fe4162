import type { MappedFact } from '../../plan/delivery.ts';
import type { Element, Json, JsonObject } from '../../plan/fact.ts';

/** With more relatives than this, all of them must be members. */
const MAX_RELATIVES = 3;

/**
 * The fact, and what it is when some of the relatives it speaks of are no household members: they
 * are then no data subjects, and references to them lead to their RelatedPerson. Tried from
 * everyone to no one, so that every relative who is a member counts.
 * @param relatives local identifiers (`RelatedPerson/id`)
 */
export function withRelatives(fact: MappedFact, relatives: readonly string[]): MappedFact {
  if (relatives.length === 0 || relatives.length > MAX_RELATIVES) return fact;
  return subsets(relatives)
    .map((strangers) => without(fact, strangers))
    .reduceRight((otherwise, version) => ({ ...version, otherwise }));
}

/** All subsets, the smallest first. */
function subsets(items: readonly string[]): readonly (readonly string[])[] {
  const all = items.reduce<(readonly string[])[]>(
    (sets, item) => [...sets, ...sets.map((set) => [...set, item])],
    [[]],
  );
  return all.sort((a, b) => a.length - b.length);
}

function without(fact: MappedFact, strangers: readonly string[]): MappedFact {
  if (strangers.length === 0) return fact;
  const elements = fact.elements.map(({ path, value }): Element => ({
    path,
    value: asRelated(value, strangers),
  }));
  return { ...fact, elements, subjects: fact.subjects.filter((s) => !strangers.includes(s)) };
}

function asRelated(value: Json, strangers: readonly string[]): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item) => asRelated(item, strangers));
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, member]) => [
      name,
      name === 'reference' && typeof member === 'string'
        ? relatedTarget(member, strangers)
        : asRelated(member, strangers),
    ]),
  );
}

function relatedTarget(target: string, strangers: readonly string[]): string {
  const person = target.startsWith('person:') ? target.slice('person:'.length) : '';
  return strangers.includes(person) ? `local:${person}` : target;
}
