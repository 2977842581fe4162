import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyRecord } from '../../src/audit/verify-record.ts';
import { StoreUnavailable } from '../../src/flows/gateway-error.ts';
import { lockDirectory } from '../../src/store/directory-lock.ts';
import { openStore } from '../../src/store/open-store.ts';
import { entry, planState } from '../support/plans.ts';
import { TEST_KEK } from '../support/test-kek.ts';
import { openTestStore } from '../support/test-store.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'planpoort-store-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the embedded store', () => {
  test('says unavailable, never that nothing happened, when it is gone', async () => {
    const store = await openTestStore('embedded');
    await store.close();
    await expect(store.readPlan('p')).rejects.toThrow(StoreUnavailable);
    await expect(store.appendEntry('region', entry())).rejects.toThrow(StoreUnavailable);
  });

  test('keeps what was written, for the same key file only', async () => {
    const place = join(directory, 'kept');
    const state = planState(['a']);
    const first = await openTestStore('embedded', { directory: place });
    await first.createPlan({ planId: 'kept', state, entry: entry() });
    await first.close();
    const other = { kind: 'embedded' as const, directory: place, kek: Buffer.alloc(32, 9) };
    await expect(openStore(other)).rejects.toThrow('another key file');
    const again = await openStore({ ...other, kek: TEST_KEK });
    expect((await again.readPlan('kept')).plan).toMatchObject({ epoch: 1, state });
    await again.close();
  });

  test('loses nothing that was acknowledged when its process is killed', async () => {
    const place = join(directory, 'killed');
    const begun = await openTestStore('embedded', { directory: place });
    await begun.createPlan({ planId: 'p', state: planState(['a']), entry: entry() });
    await begun.close();
    const child = startWriter(place);
    const acknowledged: number[] = [];
    child.on('message', (epoch: number) => {
      acknowledged.push(epoch);
      if (acknowledged.length === 25) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    const store = await openStore({ kind: 'embedded', directory: place, kek: TEST_KEK });
    const { plan } = await store.readPlan('p');
    expect(acknowledged.length).toBeGreaterThanOrEqual(25);
    expect(plan?.epoch).toBeGreaterThanOrEqual(acknowledged.at(-1) ?? 0);
    expect(plan?.seq).toBe(plan?.epoch);
    expect(plan?.sheets[0]?.facts[0]?.id).toBe(`fact-${String(plan?.epoch)}`);
    expect((await verifyRecord(store)).findings).toEqual([]);
    await store.close();
  });
});

describe('the lock on a directory', () => {
  test('names who holds it, and makes the directory private', async () => {
    const place = join(directory, 'locked');
    const lock = await lockDirectory(place);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    await expect(lockDirectory(place)).rejects.toThrow(`in use by process ${String(process.pid)}`);
    await lock.release();
    await (await lockDirectory(place)).release();
  });

  test('of a process that died does not hold', async () => {
    const place = join(directory, 'stale');
    await (await lockDirectory(place)).release();
    const dead = { pid: 2 ** 22 - 1, host: 'elsewhere', since: 'then' };
    const file = join(place, 'planpoort.lock');
    writeFileSync(file, JSON.stringify(dead));
    await expect(lockDirectory(place)).rejects.toThrow('on elsewhere since then');
    utimesSync(file, new Date(0), new Date(0));
    await (await lockDirectory(place)).release();
  });
});

/** A process that changes a plan as fast as it can and tells every acknowledged epoch. */
function startWriter(place: string): ChildProcess {
  const program = new URL('../support/endless-writer.js', import.meta.url);
  return fork(program, [place], { execArgv: [] });
}
