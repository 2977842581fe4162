import { describe, expect, test } from '@jest/globals';
import type { FetchRun } from '../../src/flows/fetch/fetch-store.ts';
import type { Store } from '../../src/flows/ports.ts';

const COUNTS = { people: 2, unchanged: 0, fetched: 1, gone: 0 };
const FACTS = { accepted: 3, quarantined: 1, withdrawn: 0, changed: 3 };
const RUN: FetchRun = { id: 'r1', startedAt: 5, counts: { ...COUNTS, ...FACTS }, faults: {} };
const PERSON = { key: 'Patient/p', state: { run: 'r1', asOf: 7, keys: ['Goal/g'] } };

let number = 0;
const fresh = () => `org-${(number += 1)}`;

/** Who asks which source when, and what is remembered: the same on every store. */
export function fetchContract(store: () => Store): void {
  const fetches = () => store().fetches;
  const claimed = async (org: string, holder = 'me') => {
    const claim = await fetches().claim(holder, org);
    if (!claim) throw new Error('not claimed');
    return claim;
  };

  describe('fetches', () => {
    test('give a source to one process at a time, until it is given back', async () => {
      const org = fresh();
      const all = await Promise.all(['a', 'b', 'c', 'd'].map((who) => fetches().claim(who, org)));
      const [won, ...others] = all.filter((claim) => claim !== undefined);
      expect(others).toEqual([]);
      expect(won).toMatchObject({ organisation: org });
      expect(await fetches().standing(org)).toMatchObject({ running: true });
      if (won) await fetches().release(won, null);
      expect(await fetches().standing(org)).toEqual({ running: false });
      expect(await fetches().claim('e', org)).toMatchObject({ holder: 'e' });
    });

    test('are due when they are scheduled, and again when it was said', async () => {
      const [org, other] = [fresh(), fresh()];
      await fetches().schedule([org]);
      const claim = await fetches().claim('me');
      expect(claim?.organisation).toBe(org);
      expect(Math.abs((claim?.now ?? 0) - Date.now())).toBeLessThan(60_000);
      if (claim) await fetches().release(claim, 3_600_000);
      await fetches().schedule([org]);
      expect(await fetches().claim('me')).toBeUndefined();
      expect((await fetches().standing(org)).due).toBeGreaterThan(Date.now() + 3_000_000);
      // Asked by somebody, it is due from then on: another process goes on when this one dies.
      const asked = await claimed(other);
      expect((await fetches().standing(other)).due).toBeLessThanOrEqual(Date.now() + 60_000);
      await fetches().release(asked, null);
    });

    test('write the run and a person together, and only under the lease', async () => {
      const org = fresh();
      const claim = await claimed(org);
      expect(await fetches().progress(claim, RUN, PERSON)).toBe(true);
      expect(await fetches().standing(org)).toMatchObject({ running: true, run: RUN });
      expect(await fetches().people(org, ['Patient/p', 'Patient/q'])).toEqual(
        new Map([['Patient/p', PERSON.state]]),
      );
      const stranger = { ...claim, holder: 'somebody else' };
      const later = { ...PERSON, state: { run: 'r2', keys: [] } };
      expect(await fetches().renew(stranger)).toBe(false);
      expect(await fetches().progress(stranger, { ...RUN, id: 'r2' }, later)).toBe(false);
      await fetches().keepPeople(stranger, []);
      await fetches().release(stranger, null);
      expect((await fetches().standing(org)).run).toEqual(RUN);
      expect((await fetches().people(org, ['Patient/p'])).size).toBe(1);
      expect(await fetches().renew(claim)).toBe(true);
    });

    test('forget who is enrolled no more, and tell the people of two sources apart', async () => {
      const [org, other] = [fresh(), fresh()];
      const [claim, elsewhere] = [await claimed(org), await claimed(other)];
      await fetches().progress(claim, RUN, PERSON);
      await fetches().progress(claim, RUN, { ...PERSON, key: 'Patient/q' });
      await fetches().progress(elsewhere, RUN, { ...PERSON, state: { run: 'x', keys: [] } });
      expect(await fetches().others(org, ['Patient/q'])).toEqual([PERSON.state]);
      await fetches().keepPeople(claim, ['Patient/q']);
      expect(await fetches().others(org, ['Patient/q'])).toEqual([]);
      expect([...(await fetches().people(org, ['Patient/p', 'Patient/q'])).keys()]).toEqual([
        'Patient/q',
      ]);
      expect((await fetches().people(other, ['Patient/p'])).get('Patient/p')?.run).toBe('x');
    });
  });
}
