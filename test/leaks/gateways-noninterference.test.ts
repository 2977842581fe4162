import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differences, leaksShown } from './gateways/compare.ts';
import { LEAKS } from './gateways/leaks.ts';
import { Worlds, type Compared } from './gateways/run-scenario.ts';
import { scenario } from './gateways/scenario.ts';

/** The same ones every time; `npm run check:noninterference` looks further. */
const SEEDS = [7, 8, 9, 10, 11];
const RUNS = 10;

/** Two gateways over HTTP, told apart by nothing but what one recipient may not see. */
describe('what a recipient may not see changes nothing that it can observe', () => {
  let worlds: Worlds;
  const shown = new Set<string>();
  const all: Compared[] = [];
  beforeAll(async () => {
    worlds = await Worlds.open();
  });
  afterAll(() => worlds.close());

  test.each(SEEDS)('bytes, headers and statements are the same in both (seed %i)', async (seed) => {
    await fc.assert(
      fc.asyncProperty(scenario, async (each) => {
        const compared = await worlds.run(each);
        all.push(...compared);
        leaksShown(compared).forEach((name) => shown.add(name));
        expect(differences(compared)).toEqual([]);
      }),
      { numRuns: RUNS, seed, endOnFailure: true },
    );
  });

  test('the worlds differed, and there was something to see', () => {
    const apart = all.filter(({ knownA, knownB }) => knownA.hidden.length !== knownB.hidden.length);
    expect(apart.length).toBeGreaterThan(100);
    expect(all.filter(({ a }) => a.status === 200).length).toBeGreaterThan(100);
    expect(all.filter(({ a }) => a.status === 404).length).toBeGreaterThan(20);
    expect(all.filter(({ asked }) => asked.method === 'POST').length).toBeGreaterThan(20);
    expect(all.filter(({ a }) => a.statements.length > 0).length).toBeGreaterThan(100);
  });

  test.each(Object.keys(LEAKS))('a gateway that %s is caught', (name) => {
    expect([...shown]).toContain(name);
  });
});
