import type { MappedDelivery, MappedFact } from './delivery.ts';
import { identifiersIn } from './references.ts';

/** Where a local identifier of a source leads, by that source's own enrolments. */
export interface PlanMember {
  readonly planId: string;
  readonly memberId: string;
}

/** Local identifier → everyone it was enrolled for (a child of divorced parents: two plans). */
export type Enrolled = ReadonlyMap<string, readonly PlanMember[]>;

/** Plan → the member that a person of the delivery is there. */
export type Whereabouts = ReadonlyMap<string, string>;

/** Who a person of the delivery is: somewhere, nowhere, or by two names two different people. */
export type Person = Whereabouts | 'contradictory';

/** Every local identifier and alias a delivery uses: what has to be looked up before settling. */
export function identifiersOf(delivery: MappedDelivery): readonly string[] {
  const found = new Set<string>();
  for (const { facts } of delivery.dossiers)
    for (const fact of facts)
      for (const version of versionsOf(fact)) identifiersIn(version).forEach((i) => found.add(i));
  delivery.about?.forEach((name) => found.add(name));
  for (const name of [...found])
    for (const alias of delivery.aliases.get(name) ?? []) found.add(alias);
  return [...found];
}

/** A fact and what it is otherwise, in order. */
export function versionsOf(fact: MappedFact): readonly MappedFact[] {
  return fact.otherwise ? [fact, ...versionsOf(fact.otherwise)] : [fact];
}

/**
 * Finds a person under every name the delivery gives them. Names contradict each other when they
 * lead to two members of one plan, or to no plan in common: then nobody is guessed.
 */
export function personIn(delivery: MappedDelivery, enrolled: Enrolled) {
  const known = new Map<string, Person>();
  return (name: string): Person => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const names = [name, ...(delivery.aliases.get(name) ?? [])];
    const person = unite(names.map((n) => enrolled.get(n) ?? []));
    known.set(name, person);
    return person;
  };
}

function unite(found: readonly (readonly PlanMember[])[]): Person {
  const all = new Map<string, string>();
  for (const members of found) {
    if (members.length === 0) continue;
    if (all.size > 0 && !members.some((m) => all.has(m.planId))) return 'contradictory';
    for (const { planId, memberId } of members) {
      if ((all.get(planId) ?? memberId) !== memberId) return 'contradictory';
      all.set(planId, memberId);
    }
  }
  return all;
}

/** Plan → the members that these people are there; who is not known for certain is nobody. */
export function membersOf(
  names: readonly string[],
  person: (name: string) => Person,
): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  for (const name of names) {
    const found = person(name);
    if (found === 'contradictory') continue;
    for (const [planId, memberId] of found)
      members.set(planId, (members.get(planId) ?? new Set()).add(memberId));
  }
  return members;
}
