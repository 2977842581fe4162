import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { wireOptions } from '../../src/store/embedded-database.ts';
import { startEngine } from '../../src/store/embedded-engine.ts';
import { housekeeper } from '../../src/store/housekeeping.ts';
import { embeddedImage } from '../support/test-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'planpoort-house-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the log of the embedded database stays short and its tables are vacuumed', async () => {
  const engine = await startEngine({ directory, image: await embeddedImage() });
  const pool = new pg.Pool(wireOptions(engine));
  const house = housekeeper(pool);
  await pool.query('set role planpoort_app');
  const write = () =>
    pool.query(
      `insert into planpoort.ledger as l values ('region', 1, convert_to($1, 'UTF8'))
        on conflict (chain) do update set head = excluded.head`,
      [randomBytes(750_000).toString('base64')],
    );
  const segments: number[] = [];
  const done: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    for (let i = 0; i < 36; i += 1) await write();
    done.push(...(await house.look()));
    segments.push(readdirSync(join(directory, 'pg_wal')).length);
  }
  for (let look = 0; look < 30; look += 1) done.push(...(await house.look()));
  expect(done.filter((command) => command === 'checkpoint').length).toBeGreaterThanOrEqual(4);
  expect(done).toContain('vacuum');
  // 144 MB were written in segments of 16 MB; without checkpoints all of them would be there.
  expect(Math.max(...segments)).toBeLessThan(8);
  const role = await pool.query<{ role: string }>('select current_user as role');
  expect(role.rows[0]?.role).toBe('planpoort_app');
  await pool.end();
  await engine.close();
});
