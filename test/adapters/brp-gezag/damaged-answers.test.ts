import { expect, test } from '@jest/globals';
import type { StatedAuthority } from '../../../src/adapters/brp-gezag/stated-authority.ts';
import { FATHER, JOINT, MOTHER, read } from '../../support/authority-answers.ts';

type Place = readonly (string | number)[];
const placesIn = (value: unknown, at: Place = []): readonly Place[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [
        ...(at.length === 0 ? [] : [at]),
        ...Object.entries(value).flatMap(([name, each]) => placesIn(each, [...at, name])),
      ];

/** A copy without, with another, or with a renamed member. */
function mutated(
  value: unknown,
  [name, ...rest]: Place,
  how: (object: object, name: string) => object,
): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  const copy = structuredClone(value) as Record<string, unknown>;
  if (rest.length === 0) return how(copy, String(name));
  copy[String(name)] = mutated(copy[String(name)], rest, how);
  return copy;
}

const HOW: readonly ((object: object, name: string) => object)[] = [
  (object, name) =>
    Array.isArray(object)
      ? object.filter((_, i) => String(i) !== name)
      : Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)),
  (object, name) => Object.assign(object, { [name]: null }),
  (object, name) => Object.assign(object, { [name]: 'x' }),
  (object, name) => Object.assign(object, { [name]: [] }),
  (object, name) => Object.assign(object, { [`${name}X`]: 1 }),
];

const isSettledOtherwise = ({ holders, doubts }: StatedAuthority): boolean =>
  doubts.length === 0 &&
  JSON.stringify(holders.map((h) => h.bsn)) !== JSON.stringify([MOTHER, FATHER]);

test('whatever is lost or changed on the way, fewer people never settle it', () => {
  const places = placesIn(JOINT);
  const lost = places.flatMap((place) =>
    HOW.map((how) => mutated(structuredClone(JOINT), place, how)),
  );
  expect(lost.length).toBeGreaterThan(50);
  for (const relation of lost)
    for (const stated of read(relation).stated)
      // A number that is gone leaves the name: a person who must sign, whoever it is.
      if (isSettledOtherwise(stated)) expect(stated.holders).toHaveLength(2);
});
