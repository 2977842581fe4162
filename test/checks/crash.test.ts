import { expect, test } from '@jest/globals';
import { freshDatabase, hasPostgres } from '../support/shared-cluster.ts';
import { runCrashes } from './crash/run-crashes.ts';

const KILLS = 5;

test('kill -9 under load loses nothing that was answered: embedded', async () => {
  const result = await runCrashes({ kind: 'embedded' }, KILLS);
  expect(result).toMatchObject({ breaches: [], missedControls: [] });
  expect(result.power.pushes).toBeGreaterThan(0);
  expect(result.power.held).toBeGreaterThan(0);
}, 180_000);

const onPostgres = hasPostgres() ? test : test.skip;
onPostgres(
  'kill -9 under load loses nothing that was answered: PostgreSQL',
  async () => {
    const database = await freshDatabase();
    const result = await runCrashes({ kind: 'postgresql', url: database.url }, KILLS);
    await database.drop();
    expect(result.breaches).toEqual([]);
    expect(result.power.pushes).toBeGreaterThan(0);
  },
  180_000,
);
