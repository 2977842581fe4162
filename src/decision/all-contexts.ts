import type { Rule } from '../policies/policy.ts';
import { STATUTES } from '../vocabulary/statutes.ts';
import { termsOf } from './terms.ts';
import type { Atoms, Term } from './terms.ts';

/** The answers one atom may have, each to be laid over a context. */
type Axis = readonly Partial<Atoms>[];

/** Consents come first, so that they vary slowest and every context without them comes first. */
const FLAGS = [
  'consent',
  'gdpr',
  'objection',
  'restriction',
  'team',
  'involved',
  'emergency',
] as const;

const EMPTY: Atoms = {
  consent: false,
  gdpr: false,
  objection: false,
  restriction: false,
  team: false,
  involved: false,
  emergency: false,
  law: undefined,
  age: { youngest: 0, oldest: 0 },
  level: undefined,
};

/**
 * Every context that a set of rules can tell apart: all combinations of what their terms ask about,
 * and of nothing else.
 */
export function* allContexts(rules: readonly Rule[]): Generator<Atoms> {
  const terms = rules.flatMap(termsOf);
  const flags = FLAGS.filter((flag) => terms.some(({ term }) => term === flag));
  const axes = [...flags.map(flagAxis), lawAxis(terms), ageAxis(terms), levelAxis(terms)];
  yield* combine(axes, EMPTY);
}

function* combine(axes: readonly Axis[], context: Atoms): Generator<Atoms> {
  const [axis, ...others] = axes;
  if (!axis) yield context;
  else for (const answer of axis) yield* combine(others, { ...context, ...answer });
}

function flagAxis(flag: (typeof FLAGS)[number]): Axis {
  return [{ [flag]: false }, { [flag]: true }];
}

/** Every statute that is named, one that is not, and none. */
function lawAxis(terms: readonly Term[]): Axis {
  const named = new Set(terms.flatMap((term) => (term.term === 'law' ? [term.statute] : [])));
  if (named.size === 0) return [{}];
  const another = STATUTES.codes.filter((code) => !named.has(code)).slice(0, 1);
  return [undefined, ...named, ...another].map((law) => ({ law }));
}

/** On either side of every bound, exact or possibly both sides of it; and no birth date. */
function ageAxis(terms: readonly Term[]): Axis {
  const bounds = new Set(terms.flatMap((term) => (term.term === 'age' ? [term.bound] : [])));
  if (bounds.size === 0) return [{}];
  const around = [...bounds].flatMap((bound) => [
    { youngest: bound - 1, oldest: bound - 1 },
    { youngest: bound - 1, oldest: bound },
    { youngest: bound, oldest: bound },
  ]);
  return [undefined, ...around].map((age) => ({ age }));
}

function levelAxis(terms: readonly Term[]): Axis {
  const asked = terms.some(({ term }) => term === 'level');
  return asked ? [undefined, 1, 2, 3, 4].map((level) => ({ level })) : [{}];
}
