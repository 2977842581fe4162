import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/decision/decide.ts';
import type { Decision } from '../../src/decision/decision.ts';
import { REASON_CODES } from '../../src/vocabulary/reasons.ts';
import { forgetsImpliedConsent, MUTANTS } from '../support/mutants.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { randomWorld } from '../support/random-world.ts';
import type { RandomWorld } from '../support/random-world.ts';
import { referenceDecision } from '../support/reference-decision.ts';

const RUNS = 1000;
/** A fixed seed where the question is whether something occurs at all. */
const ENOUGH = { numRuns: 6000, seed: 20261105 } as const;

function decided(world: RandomWorld, policy = plainPolicyTable(world.rows)): Decision {
  return decide(world.question, { ...world, policy }, world.facts);
}

/** The product's answer in the form of the reference. */
function plain(decision: Decision): ReturnType<typeof referenceDecision> {
  if (decision.refused !== null) return decision.refused;
  return new Map(
    [...decision.verdicts].map(([id, { reason, pairs }]) => [
      id,
      { reason, bases: reason === 'permitted' ? pairs.map(({ basis }) => basis!) : [] },
    ]),
  );
}

function reference(world: RandomWorld): ReturnType<typeof referenceDecision> {
  return referenceDecision(world.question, world, world.facts);
}

describe('random worlds, decided by the product and read naively', () => {
  test('agree on every fact: reason and bases', () => {
    fc.assert(
      fc.property(randomWorld, (world) => {
        expect(plain(decided(world))).toEqual(reference(world));
      }),
      { numRuns: RUNS },
    );
  });

  test('are worth the comparison: every reason occurs', () => {
    const reasons = worlds().flatMap((world) => {
      const decision = decided(world);
      if (decision.refused !== null) return [decision.refused];
      return [...decision.verdicts.values()].map(({ reason }) => reason);
    });
    const never = REASON_CODES.filter((code) => !reasons.includes(code));
    // The generator always names a purpose; cases and given worlds have requests that do not.
    expect(never).toEqual(['purpose-required']);
  });

  test.each(Object.entries(MUTANTS))('a product that %s is noticed', (_name, mutate) => {
    expect(isNoticed((world) => decided(mutate(world)))).toBe(true);
  });

  test('a product that forgets the consent which basis consent implies is noticed', () => {
    const forgetful = (world: RandomWorld) =>
      decided(world, forgetsImpliedConsent(plainPolicyTable(world.rows)));
    expect(isNoticed(forgetful)).toBe(true);
  });
});

let made: readonly RandomWorld[] = [];
const references: ReturnType<typeof referenceDecision>[] = [];

/** One set of worlds for everything that must occur among them: making one costs most of its test. */
function worlds(): readonly RandomWorld[] {
  if (made.length === 0) made = fc.sample(randomWorld, ENOUGH);
  return made;
}

function isNoticed(broken: (world: RandomWorld) => Decision): boolean {
  return worlds().some((world, i) => {
    const expected = (references[i] ??= reference(world));
    return !isDeepStrictEqual(plain(broken(world)), expected);
  });
}
