import { describe, expect, test } from '@jest/globals';
import type { Permit } from '../../src/decision/decision.ts';
import type { Fact } from '../../src/plan/fact.ts';
import { everythingBundle, foundPatients, readResource } from '../../src/release/bundles.ts';
import { release } from '../../src/release/release.ts';
import type { ReleasedPlan } from '../../src/release/released-plan.ts';
import { searchReleased } from '../../src/release/search/search-released.ts';
import { inputOf, NOTICE } from '../release/support/release-inputs.ts';

const FACTS: readonly Fact[] = [];
const BASE = 'https://gate.example/fhir';
const QUERY = { type: 'Goal', parameters: [], base: BASE, seal: () => '' };

/** Lines that must not compile: each directive below is an error when its line does. */
export function mustNotCompile(): unknown[] {
  const look = { planId: 'p', resources: [], notice: NOTICE, factsDigest: '', empty: false };
  // @ts-expect-error -- a released plan comes from `release` alone
  const made: ReleasedPlan = look;
  // @ts-expect-error -- a permit comes from the decision alone
  const permit: Permit = { policyVersion: '1', permits: () => true, size: 1 };
  return [
    made,
    permit,
    // @ts-expect-error -- a search takes a released view, not stored facts
    () => searchReleased(FACTS, QUERY),
    // @ts-expect-error -- nor resources that nobody released
    () => searchReleased([{ resources: [{ resourceType: 'Goal' }] }], QUERY),
    // @ts-expect-error -- a Bundle is made of a released view
    () => everythingBundle(FACTS, BASE),
    // @ts-expect-error -- so is a read
    () => readResource(look, 'Goal', 'x'),
    // @ts-expect-error -- and what is found by an identifier
    () => foundPatients([{ released: look, members: [] }], { base: BASE, notice: NOTICE }),
  ];
}

describe('only the decision opens a release', () => {
  test.each([
    ['a look-alike', { policyVersion: 'x', permits: () => true, size: 1 }],
    ['a copy of a permit', { ...inputOf(FACTS, []).permit }],
    ['nothing', undefined],
  ])('%s is refused', (_, permit) => {
    const input = { ...inputOf(FACTS, []), permit: permit as unknown as Permit };
    expect(() => release(input)).toThrow(TypeError);
  });

  test('a permit of the decision is not', () => {
    expect(release(inputOf(FACTS, [])).empty).toBe(true);
  });
});
