import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startGatewayProcess, type GatewayProcess } from '../support/gateway-process.ts';
import { freshDatabase, type FreshDatabase } from '../support/shared-cluster.ts';
import { askTokens, consentOnce, nothingTold, pushOnce, type Load } from '../checks/crash/load.ts';
import { setUpSmallRegion, turnsIn } from '../checks/crash/small-region.ts';

/** How long after its record the bytes of a release may leave. */
const DEADLINE_MS = 1000;
/** A decision that waited a second is made again: on a slow machine the record is hit a few tries later. */
const TRIES = 6;

/**
 * A process that stands still between the record of a release and its bytes (a frozen machine, a long
 * collection of garbage), while another process of the same gateway answers a revocation.
 */
describe('a gateway that stands still', () => {
  const folder = mkdtempSync(join(tmpdir(), 'planpoort-paused-'));
  let database: FreshDatabase;
  let frozen: GatewayProcess;
  let other: GatewayProcess;
  let load: Load;

  beforeAll(async () => {
    database = await freshDatabase();
    const store = { kind: 'postgresql', url: database.url } as const;
    frozen = await startGatewayProcess({ directory: join(folder, 'a'), store });
    const { driver, officer, officerOrganisation: organisation } = frozen;
    const region = await setUpSmallRegion(driver, { client: officer, organisation });
    const tokens = await askTokens(driver, region);
    other = await startGatewayProcess({ directory: join(folder, 'b'), store, officer });
    load = { driver: other.driver, region, tokens, told: nothingTold(), stopped: false };
    await pushOnce(load);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([frozen.kill(), other.kill()]);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A pull that is recorded while its process stands still; `meanwhile` happens before that goes on. */
  async function pullAcross(meanwhile: () => Promise<unknown>) {
    const { region, tokens } = load;
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const before = await releases(client);
        await client.query('begin');
        await client.query('select from planpoort.plan where plan_id = $1 for update', [
          region.planId,
        ]);
        const path = `/fhir/CarePlan/${region.planId}.plan/$everything`;
        const answer = frozen.driver.request('GET', path, { token: tokens.team });
        await waitingForTheLock(client);
        process.kill(frozen.pid, 'SIGSTOP');
        try {
          await client.query('commit');
          const recorded = await soon(async () => (await releases(client)) > before);
          if (recorded) await meanwhile();
          process.kill(frozen.pid, 'SIGCONT');
          const { status, text } = await answer;
          if (recorded) return { status, text };
        } finally {
          process.kill(frozen.pid, 'SIGCONT');
        }
      }
    } finally {
      await client.end();
    }
    throw new Error('no release was recorded while its process stood still');
  }

  test('sends what was recorded when it goes on at once', async () => {
    await consentOnce(load);
    const { status, text } = await pullAcross(() => Promise.resolve());
    expect(status).toBe(200);
    expect(turnsIn(text)).toEqual([1]);
  });

  test('sends nothing of it once the second is over in which bytes may follow a revocation', async () => {
    const { status, text } = await pullAcross(async () => {
      await consentOnce(load);
      expect(load.told.withdrawn.size).toBe(1);
      await pause(DEADLINE_MS + 100);
    });
    expect(status).toBe(503);
    expect(turnsIn(text)).toEqual([]);
  });
});

async function releases(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from planpoort.plan_entry where body::jsonb ->> 'kind' = 'release'`,
  );
  return rows[0]?.n ?? 0;
}

/** True once a statement of the gateway waits for a lock. */
async function waitingForTheLock(client: pg.Client): Promise<void> {
  const waits = await soon(async () => {
    const { rows } = await client.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });
  if (!waits) throw new Error('the pull did not come to its record');
}

async function soon(holds: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return true;
    await pause(5);
  }
  return false;
}
