import { afterEach, describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import { ReadingPool, type PoolBounds } from '../../src/reading/reading-pool.ts';
import type { ThreadSettings } from '../../src/reading/reading-thread.ts';

type Script = 'hangs' | 'dies' | 'takes-its-time';
const BOUNDS: PoolBounds = { threads: 1, waiting: 1000, waitingOfSource: 400, idleMs: 60_000 };

describe('a pool of reading threads', () => {
  const pools: ReadingPool[] = [];
  const poolOf = (script: Script, bounds: Partial<PoolBounds & ThreadSettings> = {}) => {
    const settings = {
      script: new URL(`./threads/${script}.js`, import.meta.url),
      data: {},
      ms: bounds.ms ?? 20_000,
      mebibytes: bounds.mebibytes ?? 64,
    };
    const pool = new ReadingPool(settings, { ...BOUNDS, ...bounds });
    pools.push(pool);
    return pool;
  };
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

  /** @param ms that reading takes; 100 bytes */
  const job = (mediaType: string, ms = 0) => ({
    recipe: { builtIn: 'x' },
    mediaType,
    body: new Uint8Array(100).fill(ms),
  });
  const refusal = (reading: Promise<unknown>) =>
    reading.then(
      () => 'read',
      (error: unknown) => (error instanceof GatewayError ? error.code : (error as Error).message),
    );

  test('stops one that takes too long, says so, and reads on with another', async () => {
    const pool = poolOf('hangs', { ms: 300 });
    const began = performance.now();
    await expect(pool.read('a', job('x'))).rejects.toMatchObject({
      code: 'unprocessable',
      stopped: 'time',
      issues: [{ text: expect.stringContaining('took too long') as unknown }],
    });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await refusal(pool.read('a', job('x')))).toBe('unprocessable');
  });

  test('stops one that says it would take too much memory', async () => {
    const pool = poolOf('dies');
    for (let i = 0; i < 2; i += 1)
      await expect(pool.read('a', job('too-much'))).rejects.toMatchObject({
        code: 'unprocessable',
        stopped: 'memory',
        issues: [{ text: expect.stringContaining('memory') as unknown }],
      });
  });

  test('survives threads that end or throw, and tells nothing of what they read', async () => {
    const pool = poolOf('dies');
    expect(await refusal(pool.read('a', job('exit')))).toBe('unavailable');
    expect(await refusal(pool.read('a', job('throw')))).toBe('unavailable');
    const failed = await pool.read('a', job('fail')).catch((error: unknown) => error as Error);
    expect(failed).not.toBeInstanceOf(GatewayError);
    expect((failed as Error).stack).toContain('at somewhere (file:///x.js:1:2)');
    expect(await refusal(pool.read('a', job('exit')))).toBe('unavailable');
  });

  test('lets sources take turns, however much one of them sends', async () => {
    const pool = poolOf('takes-its-time');
    const ended: string[] = [];
    const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map(async (name) => {
      const { mapping } = await pool.read(name.charAt(0), job(name, 5));
      ended.push(mapping);
    });
    await Promise.all(all);
    expect(ended).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  test('reads as many at a time as it has threads', async () => {
    const pool = poolOf('takes-its-time', { threads: 2 });
    const ended: string[] = [];
    const read = async (name: string, ms: number) => {
      ended.push((await pool.read('a', job(name, ms))).mapping);
    };
    await Promise.all([read('warm', 0), read('up', 0)]);
    await Promise.all([read('long', 250), read('short', 1), read('next', 1)]);
    expect(ended.slice(2)).toEqual(['short', 'next', 'long']);
  });

  test('bounds what waits: of one source, and of all', async () => {
    const pool = poolOf('takes-its-time', { waiting: 600 });
    const answers = ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b', 'c'].map((source, i) =>
      refusal(pool.read(source, job(`${source}${i}`, 5))),
    );
    expect(await Promise.all(answers)).toEqual([
      ...['read', 'read', 'read', 'read', 'read', 'too-many-requests'],
      ...['read', 'read', 'unavailable'],
    ]);
    expect(await refusal(pool.read('c', job('later')))).toBe('read');
  });

  test('leaves no thread behind: closed while it reads and while others wait', async () => {
    const pool = poolOf('hangs');
    const answers = [1, 2, 3].map(() => refusal(pool.read('a', job('x'))));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await pool.close();
    expect(await Promise.all(answers)).toEqual(['unavailable', 'unavailable', 'unavailable']);
    expect(await refusal(pool.read('a', job('x')))).toBe('unavailable');
  });

  test('ends a thread that has nothing to do, and begins another when there is', async () => {
    const pool = poolOf('takes-its-time', { idleMs: 20 });
    expect(await refusal(pool.read('a', job('x')))).toBe('read');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await refusal(pool.read('a', job('y')))).toBe('read');
  });
});
