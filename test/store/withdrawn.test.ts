import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Store } from '../../src/flows/ports.ts';
import { openStore } from '../../src/store/open-store.ts';
import { entry, planState, sheet } from '../support/plans.ts';
import { freshDatabase, type FreshDatabase } from '../support/shared-cluster.ts';
import { TEST_KEK } from '../support/test-kek.ts';
import { availableStores } from '../support/test-store.ts';

const SOURCE = 'school';

/** What of a fact is still stored once its source took it back. */
const onServer = availableStores().filter((kind) => kind === 'postgres');
describe.each(onServer)('what was taken back, on %s', () => {
  let database: FreshDatabase;
  let store: Store;
  let owner: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase();
    store = await openStore({ kind: 'postgres', url: database.url, kek: TEST_KEK });
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await store.close();
    await database.drop();
  });

  const change = async (planId: string, epoch: number, ids: readonly string[], key?: string) => {
    const sheets = [sheet(SOURCE, ['child'], ids)];
    const answered = { caller: 'c', key: key ?? '', bodyHash: 'h', status: 200, answer: { ids } };
    const changes = [{ planId, epoch, sheets, entry: entry() }];
    await store.changePlans(changes, key === undefined ? undefined : answered);
  };

  test('keeps its head, to explain past decisions, and loses its content in the same moment', async () => {
    await store.createPlan({ planId: 'p', state: planState(['child']), entry: entry() });
    await change('p', 1, ['gone', 'kept']);
    await change('p', 2, ['kept']);
    await change('p', 3, []);
    const { rows } = await owner.query<{ live: boolean; content: Buffer | null; found: unknown }>(
      'select until_epoch is null as live, content, dossiers as found from planpoort.sheet',
    );
    expect(rows.length).toBe(2);
    for (const { live, content, found } of rows)
      expect({ live, content, found }).toEqual({ live: false, content: null, found: null });
    const past = await store.readPlanAsOf('p', 2);
    expect(past?.facts.map(({ id }) => id)).toEqual(['gone', 'kept']);
    expect(JSON.stringify(past?.facts)).not.toContain('elements');
  });

  test('has its old row cleared away soon, however large the table', async () => {
    const { rows } = await owner.query<{ options: string[] }>(
      `select reloptions as options from pg_class where oid = 'planpoort.sheet'::regclass`,
    );
    expect(rows[0]?.options).toContain('autovacuum_vacuum_scale_factor=0.01');
  });

  test('leaves the answers to old requests, a few at a time', async () => {
    await store.createPlan({ planId: 'q', state: planState(['child']), entry: entry() });
    for (let i = 1; i <= 20; i += 1) await change('q', i, ['f'], `key-${i}`);
    await owner.query(`update planpoort.earlier_answer set created = created - interval '31 days'`);
    const counts: number[] = [];
    for (let i = 21; i <= 24; i += 1) {
      await change('q', i, ['f'], `key-${i}`);
      const { rows } = await owner.query<{ n: number }>(
        'select count(*)::int as n from planpoort.earlier_answer',
      );
      counts.push(rows[0]?.n ?? 0);
    }
    expect(counts).toEqual([13, 6, 3, 4]);
    expect(await store.earlierAnswer('c', 'key-1')).toBeUndefined();
    expect(await store.earlierAnswer('c', 'key-24')).toMatchObject({ status: 200 });
  });
});
