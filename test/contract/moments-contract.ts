import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../src/flows/ports.ts';
import { entry, sheet } from '../support/plans.ts';
import { newPlan, readPlan } from './store-contract.ts';

/** The order of a source's own words, whatever the store is made of. */
export function momentsContract(store: () => Store): void {
  const search = (org: string, dated: readonly string[]) =>
    store().findForPush({ org, identifiers: [], dossiers: [], dated });
  const say = async (planId: string, asOf: Record<string, number>, org = 'school') => {
    const { epoch } = await readPlan(store(), planId);
    const sheets = [sheet('school', ['a'], [`at-${epoch}`])];
    return store().takeDelivery([{ planId, epoch, sheets, entry: entry() }], {
      moments: { org, asOf: new Map(Object.entries(asOf)) },
    });
  };

  describe('a moment', () => {
    test('is kept with what was said, per organisation', async () => {
      const planId = await newPlan(store(), 'moments', ['a']);
      expect(await say(planId, { d1: 1000, d2: 2000.5 })).toHaveLength(1);
      const { moments, dossierPlans } = await search('school', ['d1', 'd2', 'd3']);
      expect(moments).toEqual(
        new Map([
          ['d1', 1000],
          ['d2', 2000],
        ]),
      );
      expect(dossierPlans).toEqual([]);
      expect((await search('debt', ['d1'])).moments).toEqual(new Map());
      expect((await search('school', [])).moments).toEqual(new Map());
    });

    test('earlier than the one held is refused with everything that came with it', async () => {
      const planId = await newPlan(store(), 'moments-late', ['a']);
      await say(planId, { late: 2000 });
      expect(await say(planId, { other: 1, late: 1999 })).toBe('moved');
      expect((await search('school', ['other'])).moments.size).toBe(0);
      expect((await readPlan(store(), planId)).epoch).toBe(2);
      expect(await say(planId, { late: 2000 })).toHaveLength(1);
      expect(await say(planId, { late: 2001 })).toHaveLength(1);
      expect((await search('school', ['late'])).moments.get('late')).toBe(2001);
    });

    test('is kept of what belongs to no plan', async () => {
      const asOf = new Map([['nowhere', 5]]);
      expect(await store().takeDelivery([], { moments: { org: 'school', asOf } })).toEqual([]);
      expect((await search('school', ['nowhere'])).moments.get('nowhere')).toBe(5);
    });

    test('of several writers at once is the latest', async () => {
      await newPlan(store(), 'moments-race', ['a']);
      const one = (moment: number) =>
        store().takeDelivery([], {
          moments: {
            org: 'school',
            asOf: new Map([
              ['race-b', moment],
              ['race-a', moment],
            ]),
          },
        });
      await Promise.all([5, 3, 9, 7, 1, 8].map(one));
      const { moments } = await search('school', ['race-a', 'race-b']);
      expect([...moments.values()]).toEqual([9, 9]);
    });
  });
}
