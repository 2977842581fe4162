import { describe, expect, test } from '@jest/globals';
import { attackOf } from './hostile/attacks.ts';
import { goodBodies, MAPPINGS } from './hostile/corpus.ts';
import { runHostile, tooMuch, wrongIn } from './hostile/run-hostile.ts';
import { builtInAdapters } from '../../src/built-in-adapters.ts';

const BOUNDS = { heapMb: 512, rssMb: 1500, stallMs: 10_000, answerMs: 20_000 };
const SMALL = { seed: 20261122, first: 0, forMs: 60_000, largest: 1 };
const QUIET = {
  rssMb: 300,
  stallMs: 20,
  usuallyMs: 5,
  pulls: 10,
  slowestPullMs: 30,
  failedPulls: {},
};

describe('attacks on a gateway', () => {
  test('are answered, in time and in bounds, while somebody else goes on pulling', async () => {
    const { attacks, findings, kinds, watched } = await runHostile({ ...SMALL, count: 60 }, BOUNDS);
    expect(findings).toEqual([]);
    expect(attacks).toBe(60);
    expect(Object.keys(kinds).length).toBeGreaterThan(5);
    expect(watched.pulls).toBeGreaterThan(1);
  }, 120_000);

  test('what is too much is noticed', () => {
    expect(tooMuch(QUIET, BOUNDS)).toEqual([]);
    const wrong = [
      { ...QUIET, rssMb: 1501 },
      { ...QUIET, stallMs: 10_001 },
      { ...QUIET, failedPulls: { 503: 1 } },
      { ...QUIET, pulls: 0 },
    ];
    for (const each of wrong) expect(tooMuch(each, BOUNDS)).toHaveLength(1);
  });

  test('so is an answer that is none, a fault of the gateway, or takes too long', () => {
    expect(wrongIn({ status: 422, ms: 10 }, BOUNDS)).toEqual([]);
    for (const status of [500, 503, 'ECONNRESET'])
      expect(wrongIn({ status, ms: 10 }, BOUNDS)).toEqual([`answered with ${status}`]);
    expect(wrongIn({ status: 200, ms: 20_001 }, BOUNDS)).toEqual(['20001 ms for an answer']);
  });

  test('can be repeated, and reach every door in every media type', () => {
    const texts = [1, 2].map(() =>
      Array.from({ length: 20 }, (_, i) => {
        const { body, ...rest } = attackOf(7, i, 1);
        return JSON.stringify([rest, body().toString('base64')]);
      }),
    );
    expect(texts[0]).toEqual(texts[1]);
    const reached = new Set(goodBodies().map(({ door, mediaType }) => `${door} ${mediaType}`));
    for (const { name, accepts } of builtInAdapters())
      for (const type of accepts) expect(reached).toContain(`${name} ${type}`);
    for (const name of MAPPINGS) expect([...reached].join()).toContain(name);
  });
});
