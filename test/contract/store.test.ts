import { expect, test } from '@jest/globals';
import { entry, planState } from '../support/plans.ts';
import { onEveryStore } from '../support/on-every-store.ts';
import { fetchContract } from './fetch-contract.ts';
import { quarantineContract } from './quarantine-contract.ts';
import { recordContract } from './record-contract.ts';
import { releaseContract } from './release-contract.ts';
import { momentsContract } from './moments-contract.ts';
import { planContract } from './store-contract.ts';

onEveryStore('the store', {}, (store) => {
  planContract(store);
  momentsContract(store);
  releaseContract(store);
  recordContract(store);
  fetchContract(store);
  quarantineContract(store);
});

const testClock = { read: () => Promise.resolve(Date.UTC(2024, 1, 29, 12)) };

onEveryStore('the store under a test clock', { testClock }, (store) => {
  test('gives its instants to decisions and takes them back', async () => {
    const instant = await testClock.read();
    await store().createPlan({ planId: 'p', state: planState(['a']), entry: entry() });
    const { now, regionEpoch } = await store().readPlan('p');
    expect([now, await store().now()]).toEqual([instant, instant]);
    const append = { planId: 'p', epoch: 1, regionEpoch, decidedAt: now, entry: entry() };
    expect(await store().appendRelease(append)).toMatchObject({ seq: 2 });
  });
});
