import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import { inTurns } from '../../src/flows/in-turns.ts';
import { MAX_FACTS, mergeIntoPlans } from '../../src/flows/merge-into-plan.ts';
import { drain } from '../../src/plan/drain.ts';
import type { NewFact, SettledDelivery } from '../../src/plan/settle.ts';
import { fact, planState } from '../support/plans.ts';

describe('a plan', () => {
  const settled = (count: number): SettledDelivery => {
    const facts: NewFact[] = Array.from({ length: count }, (_, i) => fact(`f${i}`, 's', ['a']));
    return {
      plans: new Map([['p', new Map([['dossier-1', facts]])]]),
      ...{ withdrawn: [], stated: ['dossier-1'], held: [], accepted: [], quarantined: [] },
      about: new Map(),
    };
  };
  const plan = { planId: 'p', epoch: 1, seq: 1, state: planState(['a']), sheets: [] };
  const merge = (count: number) =>
    drain(mergeIntoPlans(settled(count), [plan], { since: 1, whole: false }));

  test('holds of one source what can still be released, and says so when it is more', () => {
    expect(merge(MAX_FACTS)[0]?.changed).toBe(MAX_FACTS);
    expect(() => merge(MAX_FACTS + 1)).toThrow(GatewayError);
  });
});

describe('long work', () => {
  function* busy(milliseconds: number): Generator<undefined, string> {
    const until = performance.now() + milliseconds;
    while (performance.now() < until) yield;
    return 'done';
  }

  test('lets others through, short work does not wait for them', async () => {
    let through = 0;
    const timer = setInterval(() => {
      through += 1;
    }, 1);
    expect(await inTurns(busy(200))).toBe('done');
    clearInterval(timer);
    expect(through).toBeGreaterThan(3);
    let waited = false;
    setImmediate(() => {
      waited = true;
    });
    await inTurns(busy(0));
    expect(waited).toBe(false);
  });

  test('passes on what goes wrong in it', async () => {
    const failing = function* (): Generator<undefined, never> {
      yield;
      throw new RangeError('no');
    };
    await expect(inTurns(failing())).rejects.toThrow(RangeError);
  });
});
