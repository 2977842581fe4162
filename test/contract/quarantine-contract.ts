import { describe, expect, test } from '@jest/globals';
import { organisationChain } from '../../src/audit/chain.ts';
import type { Store } from '../../src/flows/ports.ts';
import { HeldContent } from '../../src/flows/quarantine/held-content.ts';
import type { Keeping, ToldDelivery } from '../../src/flows/quarantine/held-delivery.ts';
import { entry, sheet } from '../support/plans.ts';
import { newPlan, readPlan } from './store-contract.ts';

/** Roomy, so that only tests of the bounds meet them. */
const BOUNDS = { deliveries: 50, bytes: 10_000, age: 1000 };

export function keeping(delivery: string, more: Partial<Keeping> = {}): Keeping {
  const body = Buffer.from(`body of ${delivery}`);
  return {
    delivery,
    adapter: 'rows',
    mapping: 'rows 1.0.0',
    mediaType: 'application/json',
    received: 5000,
    content: new HeldContent(body),
    bytes: body.length,
    codes: { 'unknown-code': 2 },
    reasons: { places: [{ place: '/a', code: 'unknown-code', text: 'why' }], digest: 'ab' },
    dossiers: ['own-1'],
    displaced: [],
    bounds: BOUNDS,
    ...more,
  };
}

/** What is held back of sources, whatever the store is made of. */
export function quarantineContract(store: () => Store): void {
  const keep = (org: string, delivery: string, words: string[] = [], more: Partial<Keeping> = {}) =>
    take({ org, replays: 0, words, hold: keeping(delivery, more) });
  const take = (told: ToldDelivery) => {
    const outside = { chain: organisationChain(told.org), entry: entry() };
    return store().takeDelivery([], { outside, told });
  };
  const say = (org: string, words: string[], replays = 0) => take({ org, replays, words });
  const idsOf = async (org: string) => (await store().heldOf(org)).map((each) => each.delivery);
  const removal = (org: string, deliveries: string[], forget = false) =>
    store().removeHeld({ org, deliveries, entry: entry(), forget });
  const replay = async (org: string, delivery: string, words: string[] = []) => {
    const held = await store().readHeld(org, delivery);
    const { seq = 0, replays = 0 } = held ?? {};
    return take({ org, replays, words, replay: { delivery, seq, watched: [] } });
  };

  describe('a held delivery', () => {
    test('is kept with the change it came with, and opens as it was', async () => {
      const planId = await newPlan(store(), 'held-plan', ['a']);
      const told = { org: 'held', replays: 0, words: ['w'], hold: keeping('d1') };
      const outside = { chain: 'organisation:held', entry: entry({ outcome: 'kept' }) };
      const change = { planId, epoch: 1, sheets: [sheet('held', ['a'], ['s'])], entry: entry() };
      const receipts = await store().takeDelivery([change], { outside, told });
      expect(receipts).toMatchObject([
        { chain: `plan:${planId}` },
        { chain: outside.chain, seq: 1 },
      ]);
      const held = await store().readHeld('held', 'd1');
      expect(held).toMatchObject({ adapter: 'rows', bytes: 10, codes: { 'unknown-code': 2 } });
      expect(held?.opened).toMatchObject({ dossiers: ['own-1'], reasons: { digest: 'ab' } });
      const content = held?.opened?.content;
      expect(content && Buffer.from(HeldContent.bytesOf(content)).toString()).toBe('body of d1');
      expect(await store().readHeld('other', 'd1')).toBeUndefined();
      expect(
        await store().findForPush({ org: 'held', identifiers: [], dossiers: [] }),
      ).toMatchObject({ replays: 0 });
    });

    test('is not kept when the plan moved, nor is anything of it', async () => {
      const planId = await newPlan(store(), 'held-moved', ['a']);
      const told = { org: 'moved', replays: 0, words: [], hold: keeping('d1') };
      const change = { planId, epoch: 9, entry: entry() };
      expect(await store().takeDelivery([change], { told })).toBe('moved');
      expect(await idsOf('moved')).toEqual([]);
      expect((await readPlan(store(), planId)).epoch).toBe(1);
    });

    test('never goes beyond the bounds of its source, however many come at once', async () => {
      const bounds = { ...BOUNDS, deliveries: 3 };
      await keep('bounded', 'first', [], { bounds });
      const kept = await Promise.all(
        ['a', 'b', 'c', 'd', 'e'].map((id) => keep('bounded', id, [], { bounds })),
      );
      expect(kept.filter((outcome) => outcome !== 'moved')).toHaveLength(2);
      const [oldest = ''] = await idsOf('bounded');
      await keep('bounded', 'f', [], { bounds, displaced: [oldest] });
      expect(await idsOf('bounded')).toHaveLength(3);
      expect(await idsOf('bounded')).not.toContain(oldest);
      const small = { ...BOUNDS, bytes: 35 };
      expect(await keep('bounded', 'g', [], { bounds: small })).toBe('moved');
    });

    test('is removed with its entry, once', async () => {
      await keep('removed', 'd1');
      await keep('removed', 'd2');
      const both = await Promise.all([removal('removed', ['d1']), removal('removed', ['d1'])]);
      expect(both.filter((outcome) => outcome === 'moved')).toHaveLength(1);
      expect(await removal('removed', ['d2', 'd1'])).toBe('moved');
      expect(await idsOf('removed')).toEqual(['d2']);
      expect(
        await store().readEntries('organisation:removed', { after: 0, limit: 9 }),
      ).toHaveLength(3);
    });

    test('cannot be read when the key of its source is destroyed, and others can', async () => {
      await keep('keyless', 'd1');
      await keep('keyed', 'd1');
      expect(await removal('keyless', ['d1'], true)).not.toBe('moved');
      await keep('keyless', 'd2');
      expect((await store().readHeld('keyless', 'd2'))?.opened).toBeDefined();
      expect((await store().readHeld('keyed', 'd1'))?.opened).toBeDefined();
    });

    test('is counted by source, and found by its age', async () => {
      await keep('aged', 'old', [], { received: 100 });
      await keep('aged', 'new', [], { received: 300 });
      expect((await store().heldBefore(200)).get('aged')).toEqual(['old']);
      const counted = (await store().heldSources()).find(({ source }) => source === 'aged');
      expect(counted).toEqual({
        source: 'aged',
        deliveries: 2,
        bytes: 22,
        oldest: 100,
        codes: { 'unknown-code': 4 },
      });
    });
  });

  describe('the last word', () => {
    test('is noted from the first held delivery on, per source', async () => {
      await say('words', ['before']);
      await keep('words', 'd1', ['a', 'b']);
      const seq = (await store().heldOf('words'))[0]?.seq ?? 0;
      await say('words', ['b', 'c']);
      const later = await store().spokenAfter('words', seq, ['a', 'b', 'c', 'before']);
      expect([...later].sort()).toEqual(['b', 'c']);
      expect(await store().spokenAfter('elsewhere', seq, ['b'])).toEqual(new Set());
    });

    test('is checked when a replay is stored', async () => {
      await keep('checked', 'd1', ['a', 'b']);
      await say('checked', ['b']);
      expect(await replay('checked', 'd1', ['a', 'b'])).toBe('moved');
      expect(await idsOf('checked')).toEqual(['d1']);
      expect(await replay('checked', 'd1', ['a'])).toHaveLength(1);
      expect(await idsOf('checked')).toEqual([]);
      expect(await replay('checked', 'd1', ['a'])).toBe('moved');
    });

    test('of a push that was worked out before a replay is refused', async () => {
      await keep('raced', 'd1', ['a']);
      await replay('raced', 'd1', ['a']);
      expect(await say('raced', ['a'], 0)).toBe('moved');
      expect(await say('raced', ['a'], 1)).toHaveLength(1);
    });

    test('makes a delivery vain of which it says everything again', async () => {
      await keep('vain', 'd1', ['a', 'b'], { concerns: ['a', 'b'] });
      await keep('vain', 'd2', ['a'], {});
      await say('vain', ['a']);
      expect((await store().heldInVain()).get('vain')).toBeUndefined();
      await say('vain', ['b']);
      expect((await store().heldInVain()).get('vain')).toEqual(['d1']);
    });

    test('is forgotten when nothing is held that it could overtake', async () => {
      await keep('swept', 'd1', ['a']);
      const seq = (await store().heldOf('swept'))[0]?.seq ?? 0;
      await say('swept', ['a']);
      await removal('swept', ['d1']);
      await store().sweepWords();
      expect(await store().spokenAfter('swept', seq - 1, ['a'])).toEqual(new Set());
    });

    test('by many at once stands in one order, and nobody is stuck', async () => {
      await keep('many', 'd1', ['x']);
      const all = Array.from({ length: 12 }, (_, i) => (i % 2 ? ['x', 'y', 'z'] : ['z', 'y', 'x']));
      const said = await Promise.all(all.map((words) => say('many', words)));
      expect(said.filter((outcome) => outcome === 'moved')).toEqual([]);
    });
  });
}
