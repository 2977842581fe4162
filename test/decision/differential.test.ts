import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/decision/decide.ts';
import type { Decision } from '../../src/decision/decision.ts';
import { forgetsImpliedConsent, MUTANTS } from '../support/mutants.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { randomWorld } from '../support/random-world.ts';
import type { RandomWorld } from '../support/random-world.ts';
import { referenceDecision } from '../support/reference-decision.ts';

const RUNS = 1500;

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
    const reasons = new Set<string>();
    fc.assert(
      fc.property(randomWorld, (world) => {
        const decision = decided(world);
        expect(plain(decision)).toEqual(reference(world));
        if (decision.refused !== null) reasons.add(decision.refused);
        else for (const { reason } of decision.verdicts.values()) reasons.add(reason);
      }),
      { numRuns: RUNS },
    );
    // The worlds are worth the comparison only when every reason occurs in them.
    expect([...reasons].sort()).toEqual(
      [
        'age-or-level',
        'consent-needed',
        'denied-by-rule',
        'indeterminate',
        'no-care-relation',
        'no-rule',
        'not-in-team',
        'objection',
        'own',
        'permitted',
        'purpose-not-allowed',
        'role-not-allowed',
        'safety-block',
        'unknown-recipient',
      ].sort(),
    );
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

function isNoticed(broken: (world: RandomWorld) => Decision): boolean {
  const same = fc.property(randomWorld, (world) => {
    expect(plain(broken(world))).toEqual(reference(world));
  });
  return fc.check(same, { numRuns: RUNS * 4, endOnFailure: true, seed: 20261105 }).failed;
}
