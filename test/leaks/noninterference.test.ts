import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { release } from '../../src/release/release.ts';
import { indistinguishable } from './support/observe.ts';
import { PLANTED_LEAKS } from './support/planted-leaks.ts';
import { worldPair } from './support/worlds.ts';

/** Worlds per property: the hardest of the planted leaks needs about a tenth of them. */
const RUNS = 1500;

describe('a withheld fact changes nothing that a recipient can see', () => {
  test('stores that differ in withheld facts only answer with the same bytes', () => {
    fc.assert(
      fc.property(worldPair, (pair) => indistinguishable(release, pair)),
      { numRuns: 400 },
    );
  });

  test('the worlds are not all empty', () => {
    const pairs = fc.sample(worldPair, { numRuns: 200, seed: 7 });
    expect(pairs.filter(({ visible }) => visible.length > 2).length).toBeGreaterThan(60);
    expect(pairs.filter(({ a, visible }) => a.length > visible.length).length).toBeGreaterThan(60);
  });

  test.each(Object.keys(PLANTED_LEAKS))('the harness catches a release that %s', (name) => {
    const leaking = PLANTED_LEAKS[name]!;
    const found = fc.check(
      fc.property(worldPair, (pair) => indistinguishable(leaking, pair)),
      { numRuns: RUNS, endOnFailure: true, seed: 1 },
    );
    // Caught by a difference in bytes, not by a builder that falls over.
    expect(found.failed ? String(found.errorInstance) : 'not caught').toMatch(/returning false/);
  });
});
