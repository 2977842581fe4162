import type { MappedDelivery } from '../../../src/plan/delivery.ts';
import { identifiersOf, type Enrolled } from '../../../src/plan/people.ts';

/** Somebody in a delivery, under every name it gives them. */
export interface FoundPerson {
  readonly identifiers: readonly string[];
  readonly bsn?: string;
  /** Where it matters: `yyyy-mm-dd`. */
  readonly birthDate?: string;
}

/** Everyone that a delivery names, names that it says to be of one person brought together. */
export function peopleIn(delivery: MappedDelivery): readonly FoundPerson[] {
  const groups = new Map<string, Set<string>>();
  for (const name of identifiersOf(delivery)) join(groups, [name]);
  for (const [name, aliases] of delivery.aliases)
    if (groups.has(name)) join(groups, [name, ...aliases]);
  return [...new Set(groups.values())].map((names) => {
    const [bsn] = [...names].flatMap((name) => /^bsn:(\d{9})$/.exec(name)?.[1] ?? []);
    const identifiers = [...names].filter((name) => !/^bsn:\d{9}$/.test(name));
    return { identifiers, ...(bsn === undefined ? {} : { bsn }) };
  });
}

function join(groups: Map<string, Set<string>>, names: readonly string[]): void {
  const all = new Set(names);
  for (const name of names) for (const known of groups.get(name) ?? []) all.add(known);
  for (const name of all) groups.set(name, all);
}

/** As a source would have enrolled them all, in one household. */
export function everyoneEnrolled(people: readonly FoundPerson[]): Enrolled {
  return new Map(
    people.flatMap(({ identifiers, bsn }, i) =>
      [...identifiers, ...(bsn === undefined ? [] : [`bsn:${bsn}`])].map(
        (name) => [name, [{ planId: 'plan', memberId: `member-${i}` }]] as const,
      ),
    ),
  );
}
