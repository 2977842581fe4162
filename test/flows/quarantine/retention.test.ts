import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLINIC } from '../../checks/crash/small-region.ts';
import { openTestStore, availableStores } from '../../support/test-store.ts';
import { expireHeld, GATEWAY_ITSELF } from '../../../src/flows/quarantine/expire.ts';
import type { Gateway } from '../../../src/flows/gateway.ts';
import type { QuarantineBounds } from '../../../src/flows/quarantine/held-delivery.ts';
import type { Store } from '../../../src/flows/ports.ts';
import { keeping } from '../../contract/quarantine-contract.ts';
import { condition, Workplace } from './workplace.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);

/** What the housekeeping needs of a gateway. */
function gatewayWith(store: Store, now: () => number, quarantine: QuarantineBounds): Gateway {
  const clock = { read: () => Promise.resolve(now()) };
  return { store, clock, quarantine } as unknown as Gateway;
}

describe.each(availableStores())('retention on %s', (kind) => {
  const bounds = { deliveries: 3, bytes: 1000, age: 30 * DAY };
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  const keep = (org: string, id: string, received: number) =>
    store.takeDelivery([], {
      told: { org, replays: 0, words: [id], hold: keeping(id, { received, concerns: [id] }) },
    });

  test('ends when the days are over, on the record of the source', async () => {
    let now = START;
    const gateway = gatewayWith(store, () => now, bounds);
    await keep('org-a', 'old', START);
    await keep('org-a', 'young', START + 10 * DAY);
    await keep('org-b', 'other', START);
    now = START + 30 * DAY;
    expect(await expireHeld(gateway)).toBe(0);
    now += 1;
    const twice = await Promise.all([expireHeld(gateway), expireHeld(gateway)]);
    expect(twice[0] + twice[1]).toBe(2);
    expect((await store.heldOf('org-a')).map(({ delivery }) => delivery)).toEqual(['young']);
    const [entry] = await store.readEntries('organisation:org-a', { after: 0, limit: 5 });
    expect(JSON.parse(entry?.text ?? '')).toMatchObject({
      kind: 'change',
      outcome: 'expired',
      actor: { organisation: 'org-a', client: GATEWAY_ITSELF },
      changed: ['delivery/old expired'],
    });
  });

  test('ends when later deliveries have said everything again', async () => {
    const gateway = gatewayWith(store, () => START, bounds);
    await keep('org-c', 'night-1', START);
    await store.takeDelivery([], { told: { org: 'org-c', replays: 0, words: ['night-1'] } });
    expect(await expireHeld(gateway)).toBe(1);
    const [entry] = await store.readEntries('organisation:org-c', { after: 0, limit: 5 });
    expect(entry?.text).toContain('delivery/night-1 superseded');
  });
});

test('the oldest make room, with a note on the record, and what is too large is not kept', async () => {
  const quarantine = { deliveries: 2, bytes: 2000, age: DAY };
  const place = await Workplace.open('embedded', { quarantine });
  const push = (id: string, text = 'x') => place.pushBundle([condition(id, 'wie', text)]);
  const [first, second, third] = [await push('a'), await push('b'), await push('c')];
  const held = async () => (await place.list()).deliveries.map(({ delivery }) => delivery);
  expect(await held()).toEqual([third.delivery, second.delivery]);
  const entries = await place.entries(`organisation:${CLINIC}`);
  expect(entries.flatMap(({ changed = [] }) => changed)).toContain(
    `delivery/${first.delivery} displaced`,
  );
  const large = await push('d', 'y'.repeat(1700));
  expect([large.kept, await held()]).toEqual([true, [large.delivery]]);
  const larger = await push('e', 'z'.repeat(3000));
  expect([larger.kept, larger.quarantined.length > 0]).toEqual([undefined, true]);
  expect(await held()).toEqual([large.delivery]);
  await place.close();
});
