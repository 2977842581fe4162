import fc from 'fast-check';
import type { Rows } from './rows.ts';

/** The codes of a random world, list by list. */
export interface RandomCodes {
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly kinds: readonly string[];
}

/** A policy over small lists of its own, in which codes can have several broader codes. */
export function randomPolicy(): fc.Arbitrary<{ rows: Rows; codes: RandomCodes }> {
  return fc
    .record({ g: levels('r', 3), g2: levels('p', 3), g3: levels('c', 5), g4: levels('k', 3) })
    .chain((lists) => {
      const codes: RandomCodes = {
        roles: lists.g.codes,
        purposes: lists.g2.codes,
        categories: lists.g3.codes,
        kinds: lists.g4.codes,
      };
      const links = Object.entries(lists).flatMap(([type, list]) =>
        list.links.map((link) => [type, ...link]),
      );
      return fc.array(rule(codes), { minLength: 1, maxLength: 10 }).map((rules) => ({
        rows: [...links, ...rules.map((row, index) => ['p', `R${index}`, ...row])],
        codes,
      }));
    });
}

interface Levels {
  readonly codes: readonly string[];
  readonly links: readonly (readonly string[])[];
}

/** Codes x0 … xn; each but the first under one or two of those before it: no circle is possible. */
function levels(prefix: string, count: number): fc.Arbitrary<Levels> {
  const parents = Array.from({ length: count }, (_, index) =>
    fc.uniqueArray(fc.nat(index), { minLength: 1, maxLength: 2 }),
  );
  return fc.tuple(...parents).map((chosen) => ({
    codes: Array.from({ length: count + 1 }, (_, index) => `${prefix}.${index}`),
    links: chosen.flatMap((above, index) =>
      above.map((parent) => [`${prefix}.${index + 1}`, `${prefix}.${parent}`]),
    ),
  }));
}

const TERMS = [
  'always',
  'consent',
  'team',
  'involved',
  'emergency',
  'objection',
  'restriction',
  'law=wgs',
  'law!=wgs',
  'age>=12',
  'age<12',
  'age<18',
  'level>=2',
  'level<3',
] as const;

function rule(codes: RandomCodes): fc.Arbitrary<readonly string[]> {
  const cond = fc
    .uniqueArray(fc.constantFrom(...TERMS), { minLength: 1, maxLength: 2 })
    .map((terms) => terms.join(' & '));
  const allow = fc.constantFrom('consent', 'contract').map((basis) => [basis, 'allow'] as const);
  const deny = fc.constantFrom('consent', '*').map((basis) => [basis, 'deny'] as const);
  return fc
    .tuple(
      fc.constantFrom(...codes.roles),
      fc.constantFrom(...codes.kinds),
      fc.constantFrom(...codes.purposes),
      fc.constantFrom(...codes.categories),
      cond,
      fc.oneof({ weight: 3, arbitrary: allow }, { weight: 1, arbitrary: deny }),
    )
    .map(([role, kind, purpose, category, condition, [basis, effect]]) => [
      ...[role, kind, purpose, category, basis, 'read', condition, effect],
    ]);
}
