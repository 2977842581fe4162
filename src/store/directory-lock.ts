import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readFile, realpath, rm, stat, utimes } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Held while a process uses a directory; two at once would lose each other's rows. */
export interface DirectoryLock {
  release(): Promise<void>;
}

const LOCK_FILE = 'planpoort.lock';
const HEARTBEAT_MS = 5_000;
/** A lock of another machine or container that has not been renewed for so long is stale. */
const STALE_MS = 30_000;

/**
 * Makes the directory for this user alone (mode 0700) and locks it. On Linux an abstract socket is
 * held, which dies with the process; everywhere a lock file says who holds the directory and since
 * when, and is renewed every five seconds for the sake of other machines that share it.
 * @throws Error naming the holder when the directory is in use
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const path = await realpath(directory);
  const file = join(path, LOCK_FILE);
  const socket = process.platform === 'linux' ? await holdSocket(path, file) : undefined;
  try {
    await takeFile(file, socket !== undefined);
  } catch (error) {
    socket?.close();
    throw error;
  }
  const heartbeat = setInterval(() => void touch(file), HEARTBEAT_MS).unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      await rm(file, { force: true });
      socket?.close();
    },
  };
}

async function holdSocket(path: string, file: string): Promise<Server> {
  const name = `\0planpoort-store-${createHash('sha256').update(path).digest('hex')}`;
  const server = createServer().unref();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(name, () => resolve(true));
  });
  if (!free) throw inUse(path, await holderOf(file));
  return server;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

async function takeFile(file: string, sureOfThisHost: boolean): Promise<void> {
  const holder = await holderOf(file);
  if (holder) {
    if (await isHeld(file, holder, sureOfThisHost)) throw inUse(file, holder);
    await rm(file, { force: true });
  }
  const self: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  const handle = await open(file, 'wx', 0o600).catch(() => undefined);
  if (!handle) throw inUse(file, await holderOf(file));
  await handle.writeFile(JSON.stringify(self));
  await handle.close();
}

async function isHeld(file: string, holder: Holder, sureOfThisHost: boolean): Promise<boolean> {
  if (holder.host !== hostname()) return Date.now() - (await stat(file)).mtimeMs < STALE_MS;
  return !sureOfThisHost && holder.pid !== process.pid && isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function holderOf(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { pid: 0, host: 'an unknown host', since: 'an unknown time' };
  }
}

function inUse(place: string, holder: Holder | undefined): Error {
  const who = holder
    ? `process ${String(holder.pid)} on ${holder.host} since ${holder.since}`
    : 'another process';
  return new Error(`${place} is in use by ${who}; stop it first, or choose another directory`);
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}
