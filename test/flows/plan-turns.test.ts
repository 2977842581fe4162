import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { PlanTurns } from '../../src/flows/plan-turns.ts';
import { startFetchingRegion, type FetchingRegion } from '../support/fetching-region.ts';
import { availableStores } from '../support/test-store.ts';

/** Work that ends when it is told to, and writes down when it began. */
function held(began: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async (): Promise<string> => {
    began.push(name);
    await ended;
    return name;
  };
  return { work, end };
}

const line = (source: string, ...planIds: string[]) => ({ source, planIds });

describe('who was overtaken in a plan', () => {
  test('comes after others of its source there, and after nobody else', async () => {
    const [turns, began] = [new PlanTurns(), [] as string[]];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => held(began, name));
    if (!a || !b || !c || !d) throw new Error('four of them');
    const all = [
      turns.inLine(line('ggz', 'p1', 'p2'), a.work),
      turns.inLine(line('ggz', 'p2', 'p1'), b.work),
      turns.inLine(line('ggz', 'p3'), c.work),
      turns.inLine(line('school', 'p1'), d.work),
    ];
    for (let i = 0; i < 5; i += 1) await turn();
    expect([...began].sort()).toEqual(['a', 'c', 'd']);
    a.end();
    await all[0];
    for (let i = 0; i < 5; i += 1) await turn();
    expect(began.at(-1)).toBe('b');
    [b, c, d].forEach(({ end }) => end());
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('leaves the line also when it fails', async () => {
    const turns = new PlanTurns();
    const failing = () => Promise.reject(new Error('not stored'));
    await expect(turns.inLine(line('ggz', 'p1'), failing)).rejects.toThrow('not stored');
    await expect(turns.goFirst('p1', failing)).rejects.toThrow('not stored');
    expect(await turns.letPass(['p1'])).toBe(false);
    expect(await turns.inLine(line('ggz', 'p1'), () => Promise.resolve('in'))).toBe('in');
  });

  test('goes before deliveries that have not begun, for a while', async () => {
    const [turns, began] = [new PlanTurns(), [] as string[]];
    const [withdrawal, delivery] = [held(began, 'withdrawal'), held(began, 'delivery')];
    const first = turns.goFirst('p1', withdrawal.work);
    const second = turns.inLine(line('ggz', 'p1'), delivery.work);
    expect(await turns.letPass(['p2'])).toBe(false);
    const waiting = turns.letPass(['p2', 'p1']);
    for (let i = 0; i < 5; i += 1) await turn();
    expect(began).toEqual(['withdrawal']);
    withdrawal.end();
    delivery.end();
    expect([await first, await second, await waiting]).toEqual(['withdrawal', 'delivery', true]);
    const long = held(began, 'long');
    const never = turns.goFirst('p1', long.work);
    const before = performance.now();
    expect(await turns.letPass(['p1'])).toBe(true);
    expect(performance.now() - before).toBeLessThan(2_000);
    long.end();
    await never;
  });
});

describe.each(availableStores())('a source that delivers without pause (%s)', (kind) => {
  let region: FetchingRegion;
  beforeAll(async () => {
    region = await startFetchingRegion(kind);
  });
  afterAll(async () => region.close());

  test('keeps no change and no view of its plan from being stored', async () => {
    const { clinic } = region;
    const plan = await clinic.plan([['Patient/p1']]);
    let going = true;
    const deliver = async (who: number): Promise<void> => {
      for (let i = 0; going; i += 1)
        await clinic.push({
          resourceType: 'Goal',
          id: `g${who}`,
          lifecycleStatus: 'active',
          description: { text: `goal ${i}` },
          subject: { reference: 'Patient/p1' },
        });
    };
    const delivering = Promise.all(Array.from({ length: 24 }, (_, who) => deliver(who)));
    try {
      for (let i = 0; i < 12; i += 1) {
        await clinic.enrol(plan, 0, ['Patient/p1', `Patient/other-${i}`]);
        expect(await clinic.pull(plan)).toContain('"goal ');
      }
    } finally {
      going = false;
    }
    await delivering;
  });
});
