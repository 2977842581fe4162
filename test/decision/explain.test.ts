import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/decision/decide.ts';
import { explain } from '../../src/decision/explain.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { randomWorld } from '../support/random-world.ts';

test('what is explained is what was decided, and the explanation supports it', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const inputs = { ...world, policy: plainPolicyTable(world.rows) };
      const decision = decide(world.question, inputs, world.facts);
      const explained = explain(world.question, inputs, world.facts);
      expect(explained.refused).toBe(decision.refused);
      if (explained.refused !== null || decision.refused !== null) return;
      for (const [id, { verdict, blocks, pairs }] of explained.facts) {
        expect(verdict).toEqual(decision.verdicts.get(id));
        expect(blocks.length > 0).toBe(verdict.reason === 'safety-block');
        expect(pairs.map(({ reason }) => reason)).toEqual(
          verdict.pairs.map(({ reason }) => reason),
        );
        for (const { reason, tried, consents } of pairs) {
          const last = tried.at(-1);
          expect(tried.slice(0, -1).every((basis) => basis.reason !== 'permitted')).toBe(true);
          expect(last?.reason === 'permitted').toBe(reason === 'permitted');
          if (reason === 'permitted') expect(last?.deniedBy).toEqual([]);
          for (const { counted, considered } of consents)
            expect(considered).toEqual(expect.arrayContaining([...counted]));
        }
        verdict.pairs.forEach((pair, index) => {
          if (pair.rule !== undefined)
            expect(pairs[index]?.tried.at(-1)?.allowedBy[0]).toBe(pair.rule);
        });
      }
    }),
    { numRuns: 500 },
  );
});
