import type { MappedFact, QuarantineCode } from './delivery.ts';
import type { Person } from './people.ts';
import { identifiersIn } from './references.ts';

type PersonOf = (name: string) => Person;

/** The plans that have everyone as a member, or why there is none. */
export function plansOf(fact: MappedFact, person: PersonOf): readonly string[] | QuarantineCode {
  if (fact.subjects.length === 0) return 'no-subject';
  let common: readonly string[] | undefined;
  let unknown = false;
  for (const name of identifiersIn(fact)) {
    const found = person(name);
    if (found === 'contradictory') return 'contradictory-person';
    if (found.size === 0) unknown = true;
    common = common?.filter((plan) => found.has(plan)) ?? [...found.keys()];
  }
  if (unknown) return 'unknown-person';
  return common && common.length > 0 ? common : 'people-of-different-plans';
}

/**
 * What nobody is the subject of by itself stands in every plan of those who refer to it, and is in
 * each about its own members only; one of them who is not known takes nothing from the others.
 */
export function plansOfShared(
  fact: MappedFact,
  person: PersonOf,
): readonly string[] | QuarantineCode {
  const plans = new Set<string>();
  let reason: QuarantineCode = 'no-subject';
  for (const subject of fact.subjects) {
    const found = plansOf({ ...fact, subjects: [subject] }, person);
    if (typeof found === 'string') reason = found;
    else found.forEach((planId) => plans.add(planId));
  }
  return plans.size > 0 ? [...plans] : reason;
}

/** A shared fact as it is in one plan. */
export function inPlan(fact: MappedFact, planId: string, person: PersonOf): MappedFact {
  const isHere = (name: string): boolean => {
    const found = person(name);
    return found !== 'contradictory' && found.has(planId);
  };
  return { ...fact, subjects: fact.subjects.filter(isHere) };
}
