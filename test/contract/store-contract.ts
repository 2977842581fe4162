import { describe, expect, test } from '@jest/globals';
import { genesisHead, nextHead, planChain } from '../../src/audit/chain.ts';
import { isReceipt } from '../../src/audit/receipt-mint.ts';
import type { PlanSnapshot, Store } from '../../src/flows/ports.ts';
import { entry, plain, planState, sheet } from '../support/plans.ts';

/** Everything that a store of plans must do, whatever it is made of. */
export function planContract(store: () => Store): void {
  describe('a plan', () => {
    test('is read as it was created, with clock and register in the same reading', async () => {
      const state = planState(['mother', 'child'], { bsn: { child: '999904012' } });
      const receipt = await store().createPlan({ planId: 'created', state, entry: entry() });
      const reading = await store().readPlan('created');
      expect(isReceipt(receipt)).toBe(true);
      expect(reading.plan).toEqual({ planId: 'created', epoch: 1, seq: 1, state, sheets: [] });
      expect(Math.abs(reading.now - Date.now())).toBeLessThan(60_000);
      expect(reading.regionEpoch).toBe(await store().registerEpoch());
    });

    test('that does not exist reads as none, with clock and register', async () => {
      const reading = await store().readPlan('nowhere');
      expect(reading).toEqual({ now: expect.any(Number), regionEpoch: expect.any(Number) });
    });

    test('is created once', async () => {
      const first = { planId: 'once', state: planState(['a']), entry: entry() };
      await store().createPlan(first);
      const second = { ...first, state: planState(['b']) };
      expect(await store().createPlan(second)).toBe('moved');
      expect((await readPlan(store(), 'once')).state).toEqual(first.state);
    });

    test('keeps what every source says apart, and replaces sheets whole', async () => {
      const planId = await newPlan(store(), 'sheets', ['a', 'b']);
      const school = sheet('school', ['a'], ['s1', 's2']);
      const debt = sheet('debt', ['b', 'a'], ['d1']);
      await change(store(), planId, { sheets: [school, debt] });
      await change(store(), planId, { sheets: [sheet('school', ['a'], ['s3'])] });
      expect((await sheetsOf(store(), planId)).map(idsOf)).toEqual([['d1'], ['s3']]);
      await change(store(), planId, { sheets: [sheet('school', ['a'], [])] });
      const [left, ...none] = await sheetsOf(store(), planId);
      expect(none).toEqual([]);
      expect({ ...left, facts: left?.facts.map(plain) }).toEqual({ ...debt, subjects: ['a', 'b'] });
    });

    test('is pushed to by a source that sees its own sheets only', async () => {
      const ids = await Promise.all(
        ['push-1', 'push-2'].map((id) => newPlan(store(), id, ['a', 'b'])),
      );
      for (const id of ids) {
        const sheets = [sheet('school', ['a'], ['s']), sheet('debt', ['a'], ['d'])];
        await change(store(), id, { sheets });
      }
      const read = await store().readForPush('school', [...ids, 'nowhere']);
      expect(read.plans.map(({ planId }) => planId).sort()).toEqual(['push-1', 'push-2']);
      expect(read.plans.flatMap(({ sheets }) => sheets.map((s) => s.source))).toEqual([
        'school',
        'school',
      ]);
    });

    test('refuses a fact on the sheet of other people', async () => {
      const planId = await newPlan(store(), 'others', ['a', 'b']);
      const wrong = { ...sheet('school', ['a', 'b'], ['s']), subjects: ['a'] };
      await expect(change(store(), planId, { sheets: [wrong] })).rejects.toThrow(RangeError);
    });

    test('holds facts about nobody in particular', async () => {
      const planId = await newPlan(store(), 'nobody', ['a']);
      await change(store(), planId, { sheets: [sheet('school', [], ['s'])] });
      expect((await sheetsOf(store(), planId)).map(idsOf)).toEqual([['s']]);
    });
  });

  describe('a change', () => {
    test('of a plan that moved changes nothing, also not in the other plans', async () => {
      const [a, b] = [
        await newPlan(store(), 'both-a', ['x']),
        await newPlan(store(), 'both-b', ['x']),
      ];
      const changes = [
        { planId: a, epoch: 1, sheets: [sheet('school', ['x'], ['s'])], entry: entry() },
        { planId: b, epoch: 7, sheets: [sheet('school', ['x'], ['s'])], entry: entry() },
      ];
      expect(await store().changePlans(changes)).toBe('moved');
      expect(await readPlan(store(), a)).toMatchObject({ epoch: 1, seq: 1, sheets: [] });
    });

    test('of several plans is one', async () => {
      const ids = ['all-b', 'all-a'];
      for (const id of ids) await newPlan(store(), id, ['x']);
      const changes = ids.map((planId) => ({ planId, epoch: 1, entry: entry({ plan: planId }) }));
      const receipts = await store().changePlans(changes);
      expect(receipts).toMatchObject(ids.map((id) => ({ chain: planChain(id), seq: 2 })));
    });

    test('by two at once succeeds for exactly one', async () => {
      const planId = await newPlan(store(), 'race', ['a']);
      const outcomes = await Promise.all(
        ['s1', 's2', 's3', 's4'].map((id) =>
          store().changePlans([
            { planId, epoch: 1, sheets: [sheet('school', ['a'], [id])], entry: entry() },
          ]),
        ),
      );
      expect(outcomes.filter((outcome) => outcome !== 'moved')).toHaveLength(1);
      expect(await readPlan(store(), planId)).toMatchObject({ epoch: 2, seq: 2 });
    });

    test('leaves the past readable without its values', async () => {
      const planId = await newPlan(store(), 'past', ['a']);
      await change(store(), planId, { sheets: [sheet('school', ['a'], ['old'])] });
      const state = planState(['a', 'b']);
      await change(store(), planId, { state, sheets: [sheet('school', ['a'], ['new'])] });
      const asOf = async (epoch: number) => (await store().readPlanAsOf(planId, epoch))?.facts;
      expect(await asOf(1)).toEqual([]);
      expect((await asOf(2))?.map(({ id }) => id)).toEqual(['old']);
      expect((await asOf(3))?.map(({ id }) => id)).toEqual(['new']);
      expect((await asOf(2))?.[0]).not.toHaveProperty('elements');
      expect((await store().readPlanAsOf(planId, 2))?.state).toEqual(planState(['a']));
      expect((await store().readPlanAsOf(planId, 3))?.state).toEqual(state);
      expect(await asOf(4)).toBeUndefined();
      expect(await asOf(0)).toBeUndefined();
    });
  });

  describe('a repeated request', () => {
    const answered = { caller: 'c', bodyHash: 'hash', status: 201, answer: { accepted: 3 } };

    test('finds the answer that stood in the same transaction as the change', async () => {
      const planId = await newPlan(store(), 'repeat', ['a']);
      const first = { planId, epoch: 1, entry: entry() };
      const idem = { ...answered, key: 'k1' };
      expect(await store().earlierAnswer('c', 'k1')).toBeUndefined();
      expect(await store().changePlans([first], idem)).toHaveLength(1);
      expect(await store().changePlans([{ ...first, epoch: 2 }], idem)).toBe('moved');
      const { bodyHash, status, answer } = answered;
      expect(await store().earlierAnswer('c', 'k1')).toEqual({ bodyHash, status, answer });
      expect(await store().earlierAnswer('d', 'k1')).toBeUndefined();
      expect((await readPlan(store(), planId)).epoch).toBe(2);
    });

    test('that runs at the same time is done once', async () => {
      const idem = { ...answered, key: 'k2' };
      const outcomes = await Promise.all(
        ['twin-1', 'twin-2', 'twin-3'].map((planId) =>
          store().createPlan({ planId, state: planState(['a']), entry: entry() }, idem),
        ),
      );
      expect(outcomes.filter((outcome) => outcome !== 'moved')).toHaveLength(1);
    });

    test('leaves no answer behind when the change was not made', async () => {
      const planId = await newPlan(store(), 'unanswered', ['a']);
      const idem = { ...answered, key: 'k3' };
      expect(await store().changePlans([{ planId, epoch: 9, entry: entry() }], idem)).toBe('moved');
      expect(await store().earlierAnswer('c', 'k3')).toBeUndefined();
    });
  });

  describe('the record', () => {
    test('is the chain that anyone can recompute from the stored texts', async () => {
      const planId = await newPlan(store(), 'chain', ['a']);
      await change(store(), planId, { sheets: [sheet('school', ['a'], ['s'])] });
      const entries = await store().readEntries(planChain(planId), { after: 0, limit: 10 });
      let head = genesisHead(planChain(planId));
      for (const each of entries) {
        head = nextHead(head, each.text);
        expect(each.head).toBe(head.toString('hex'));
      }
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
      const chains = await store().readChains();
      expect(chains).toContainEqual({
        chain: planChain(planId),
        seq: 2,
        head: head.toString('hex'),
      });
      expect(await store().readEntry(planChain(planId), 2)).toEqual(entries[1]);
      expect(await store().readEntry(planChain(planId), 3)).toBeUndefined();
    });

    test('has pages', async () => {
      const bodies = ['a', 'b', 'c', 'd', 'e'].map((outcome) => entry({ outcome }));
      for (const body of bodies) await store().appendEntry('organisation:paged', body);
      const page = await store().readEntries('organisation:paged', { after: 1, limit: 2 });
      expect(page.map(({ text }) => (JSON.parse(text) as { outcome: string }).outcome)).toEqual([
        'b',
        'c',
      ]);
    });

    test('of a plan is not written past the plan', async () => {
      await expect(store().appendEntry('plan:x', entry())).rejects.toThrow(RangeError);
    });

    test('keeps texts of any script and control characters exactly', async () => {
      const outcome = 'x\u0000\u001f"\\ é 家 \u{1f600} \ud800';
      const receipt = await store().appendEntry('organisation:texts', entry({ outcome }));
      const stored = await store().readEntry('organisation:texts', receipt.seq);
      expect((JSON.parse(stored?.text ?? '') as { outcome: string }).outcome).toBe(outcome);
      const head = nextHead(genesisHead('organisation:texts'), stored?.text ?? '');
      expect(receipt.head).toBe(head.toString('hex'));
    });
  });
}

/** Creates a plan with these members. */
export async function newPlan(
  store: Store,
  planId: string,
  members: readonly string[],
): Promise<string> {
  const state = planState(members);
  const receipt = await store.createPlan({ planId, state, entry: entry({ plan: planId }) });
  if (receipt === 'moved') throw new Error('the plan exists already');
  return planId;
}

/** Changes a plan from wherever it is now. */
export async function change(
  store: Store,
  planId: string,
  what: Partial<Parameters<Store['changePlans']>[0][number]>,
): Promise<void> {
  const { epoch } = await readPlan(store, planId);
  const body = entry({ plan: planId, planEpoch: epoch });
  const outcome = await store.changePlans([{ planId, epoch, entry: body, ...what }]);
  if (outcome === 'moved') throw new Error('somebody else changed the plan');
}

/** A plan that is there. */
export async function readPlan(store: Store, planId: string): Promise<PlanSnapshot> {
  const { plan } = await store.readPlan(planId);
  if (!plan) throw new Error('no such plan');
  return plan;
}

async function sheetsOf(store: Store, planId: string) {
  const { sheets } = await readPlan(store, planId);
  return [...sheets].sort((a, b) => (a.source < b.source ? -1 : 1));
}

function idsOf(of: { readonly facts: readonly { readonly id: string }[] }): readonly string[] {
  return of.facts.map(({ id }) => id);
}
