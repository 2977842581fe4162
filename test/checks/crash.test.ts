import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../support/shared-cluster.ts';
import { availableStores } from '../support/test-store.ts';
import { runCrashes } from './crash/run-crashes.ts';

const KILLS = 5;

describe.each(availableStores())('kill -9 under load on %s', (kind) => {
  let database: FreshDatabase | undefined;
  beforeAll(async () => {
    if (kind === 'postgres') database = await freshDatabase();
  });
  afterAll(() => database?.drop());

  test('loses nothing that was answered', async () => {
    const store = database
      ? { kind: 'postgresql' as const, url: database.url }
      : { kind: 'embedded' as const };
    const { breaches, missedControls, power } = await runCrashes(store, KILLS);
    expect({ breaches, missedControls }).toEqual({ breaches: [], missedControls: [] });
    expect(power.pushes).toBeGreaterThan(0);
    expect(power.held).toBeGreaterThan(0);
  }, 180_000);
});
