import type { AgeRange } from '../consent/age.ts';
import type { Condition, Rule } from '../policies/policy.ts';
import type { Miss } from './misses.ts';

/** Everything the terms of a rule can ask about one (subject, category, statute). */
export interface Atoms {
  /** A valid `secrecy` grant. */
  readonly consent: boolean;
  /** A valid `gdpr` grant. */
  readonly gdpr: boolean;
  readonly objection: boolean;
  readonly restriction: boolean;
  readonly team: boolean;
  readonly involved: boolean;
  readonly emergency: boolean;
  /** Statute of collection; undefined when unknown. */
  readonly law: string | undefined;
  readonly age: AgeRange | undefined;
  readonly level: number | undefined;
}

/** A condition as written, or the `gdpr` consent that an allow on basis consent implies. */
export type Term = Condition | { readonly term: 'gdpr' };

type Bound = Extract<Condition, { term: 'age' | 'level' }>;

/** What must hold for a rule: its condition, and for an allow on consent the grant itself. */
export function termsOf(rule: Rule): readonly Term[] {
  const implied = rule.eft === 'allow' && rule.basis === 'consent';
  return implied ? [{ term: 'gdpr' }, ...rule.cond] : rule.cond;
}

/**
 * Whether a term holds. What is not known counts against the recipient: false in an allow, true in
 * a deny (DECISION 3).
 */
export function holds(term: Term, eft: Rule['eft'], atoms: Atoms): boolean {
  if (term.term === 'always') return true;
  if (term.term === 'age') return ageHolds(term, eft, atoms.age);
  if (term.term === 'level')
    return atoms.level === undefined ? eft === 'deny' : reaches(term, atoms.level);
  if (term.term === 'law')
    return atoms.law === undefined ? eft === 'deny' : (atoms.law === term.statute) === term.equals;
  return atoms[term.term];
}

/** An imprecise age must satisfy an allow at both ends, a deny at either. */
function ageHolds(term: Bound, eft: Rule['eft'], age: AgeRange | undefined): boolean {
  if (!age) return eft === 'deny';
  const [youngest, oldest] = [reaches(term, age.youngest), reaches(term, age.oldest)];
  return eft === 'allow' ? youngest && oldest : youngest || oldest;
}

function reaches({ bound, atLeast }: Bound, value: number): boolean {
  return value >= bound === atLeast;
}

/** The reason a term of an allow gives when it does not hold (DECISION 8). */
export function missOf({ term }: Term): Miss {
  return MISSES[term];
}

const MISSES: Readonly<Record<Term['term'], Miss>> = {
  consent: 'consent-needed',
  gdpr: 'consent-needed',
  team: 'not-in-team',
  involved: 'no-care-relation',
  age: 'age-or-level',
  level: 'age-or-level',
  always: 'no-rule',
  law: 'no-rule',
  emergency: 'no-rule',
  objection: 'no-rule',
  restriction: 'no-rule',
};

/** The reason a deny gives when it holds. */
export function denialOf(rule: Rule): Miss {
  return rule.cond.some(({ term }) => term === 'objection' || term === 'restriction')
    ? 'objection'
    : 'denied-by-rule';
}
