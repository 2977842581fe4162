import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { verifyRecord } from '../../src/audit/verify-record.ts';
import { StoreUnavailable } from '../../src/flows/gateway-error.ts';
import type { Store } from '../../src/flows/ports.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { raceReleasesWithChanges } from '../contract/release-race.ts';
import { entry, planState } from '../support/plans.ts';
import { freshDatabase, type FreshDatabase } from '../support/shared-cluster.ts';
import { TEST_KEK } from '../support/test-kek.ts';
import { availableStores } from '../support/test-store.ts';

if (availableStores().includes('postgres')) {
  describe('the store on a server', () => {
    let fresh: FreshDatabase;
    let store: Store;
    let other: Store;
    let owner: pg.Client;
    beforeAll(async () => {
      fresh = await freshDatabase();
      const options = { kind: 'postgres' as const, url: fresh.url, kek: TEST_KEK };
      // Two processes that start at the same time on an empty database.
      [store, other] = await Promise.all([openStore(options), openStore(options)]);
      owner = new pg.Client({ connectionString: fresh.url });
      await owner.connect();
    });
    afterAll(async () => {
      await Promise.all([store.close(), other.close(), owner.end()]);
      await fresh.drop();
    });

    const create = (planId: string) =>
      store.createPlan({ planId, state: planState(['a']), entry: entry() });

    test('shows every process what another has written', async () => {
      await create('shared');
      await store.readPlan('shared');
      await other.changePlans([
        { planId: 'shared', epoch: 1, state: planState(['a', 'b']), entry: entry() },
      ]);
      expect((await store.readPlan('shared')).plan).toMatchObject({
        epoch: 2,
        state: planState(['a', 'b']),
      });
      const late = { planId: 'shared', epoch: 1, entry: entry() };
      expect(await store.changePlans([late])).toBe('moved');
    });

    test('lets no process release after a change that another acknowledged', async () => {
      await create('revoked-elsewhere');
      const changePlans: Store['changePlans'] = (changes) => other.changePlans(changes);
      const seen = await raceReleasesWithChanges({ ...store, changePlans }, 'revoked-elsewhere');
      expect(seen).toMatchObject({ late: 0, outOfOrder: 0 });
      expect(seen.released).toBeGreaterThan(15);
    });

    test('lets the application add to the record, not change it', async () => {
      await create('append-only');
      await owner.query('set role planpoort_app; set search_path = planpoort');
      for (const statement of [
        `update plan_entry set body = 'x'`,
        'delete from plan_entry',
        'truncate ledger_entry',
        `update plan_state set sealed = ''`,
        'delete from plan',
        `update register set document = 'x'`,
        'drop table plan_entry',
      ]) {
        await expect(owner.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
      await owner.query('reset role');
    });

    test('shows what its owner did to the record behind its back', async () => {
      await create('tampered');
      await create('untouched');
      await owner.query(
        `update planpoort.plan_entry set body = replace(body, 'accepted', 'refused')
          where plan_id = 'tampered'`,
      );
      expect((await verifyRecord(store)).findings).toEqual([
        { chain: 'plan:tampered', seq: 1, kind: 'edited' },
      ]);
    });

    test('says unavailable when a lock is held too long, and goes on after', async () => {
      await create('locked');
      const { now, regionEpoch } = await store.readPlan('locked');
      const append = { planId: 'locked', epoch: 1, regionEpoch, decidedAt: now, entry: entry() };
      await owner.query(`begin; select 1 from planpoort.plan where plan_id = 'locked' for update`);
      await expect(store.appendRelease(append)).rejects.toMatchObject({ sqlState: '55P03' });
      await owner.query('rollback');
      expect((await store.readPlan('locked')).plan?.seq).toBe(1);
    });

    test('says unavailable when its connection is cut in the middle, and goes on after', async () => {
      await create('cut');
      await owner.query(`begin; select 1 from planpoort.plan where plan_id = 'cut' for update`);
      const change = store.changePlans([{ planId: 'cut', epoch: 1, entry: entry() }]);
      const outcome = expect(change).rejects.toThrow(StoreUnavailable);
      await waitUntil(async () => (await cutWaiting(owner)) > 0);
      await outcome;
      await owner.query('rollback');
      expect(await store.changePlans([{ planId: 'cut', epoch: 1, entry: entry() }])).toHaveLength(
        1,
      );
    });

    test('says nothing about people in its errors', async () => {
      const canary = 'Canarie-47110';
      const failure = await store.readPlan(`${canary}\0`).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: 'StoreUnavailable', sqlState: '22021' });
      const everything = JSON.stringify(failure, Object.getOwnPropertyNames(failure));
      expect(everything).toContain('22021');
      expect(everything).not.toContain(canary);
    });
  });

  describe('a migration', () => {
    test('runs once, is complete or absent, and refuses a database of the future', async () => {
      const { url, drop } = await freshDatabase();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const broken = { id: 4, name: 'broken', sql: 'create table half (a int); select 1 / 0' };
      await expect(migrate(client, [...MIGRATIONS, broken])).rejects.toMatchObject({
        code: '22012',
      });
      expect((await client.query(`select to_regnamespace('planpoort') as s`)).rows).toEqual([
        { s: null },
      ]);
      expect(await migrate(client)).toEqual(MIGRATIONS.map(({ name }) => name));
      expect(await migrate(client)).toEqual([]);
      const later = { id: 99, name: 'later', sql: 'create table later (a int)' };
      expect(await migrate(client, [...MIGRATIONS, later])).toEqual(['later']);
      await expect(migrate(client)).rejects.toThrow('newer version');
      await client.end();
      await drop();
    });
  });
}

/** Ends the sessions that wait for a lock. */
async function cutWaiting(owner: pg.Client): Promise<number> {
  const { rowCount } = await owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where wait_event_type = 'Lock' and pid <> pg_backend_pid() and datname = current_database()`,
  );
  return rowCount ?? 0;
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
