import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL server of our own, in a directory of its own, that listens on loopback. */
export interface Cluster {
  readonly url: string;
  readonly directory: string;
  readonly stop: () => Promise<void>;
}

/**
 * The folder of the PostgreSQL programs: `PLANPOORT_TEST_POSTGRES_BIN`, or the newest installed in
 * the usual places; undefined when there is none.
 */
export function findPostgresPrograms(): string | undefined {
  const named = process.env['PLANPOORT_TEST_POSTGRES_BIN'];
  const versions = ['/usr/lib/postgresql', '/usr/local/pgsql', '/opt/homebrew/opt'].flatMap(
    (parent) => (existsSync(parent) ? readdirSync(parent).map((v) => join(parent, v, 'bin')) : []),
  );
  const newestFirst = versions.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return [...(named === undefined ? [] : [named]), ...newestFirst, '/usr/local/pgsql/bin'].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')),
  );
}

/**
 * Makes and starts a server. It refuses to run as root, so then it runs as the user `postgres`.
 * @param settings further lines for its configuration, e.g. `fsync = off`
 */
export async function startCluster(
  programs: string,
  settings: readonly string[] = [],
): Promise<Cluster> {
  const identity = serverUser();
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-pg-'));
  if (identity) chownSync(directory, identity.uid, identity.gid);
  const data = join(directory, 'data');
  const port = await freePort();
  const options = { ...identity, cwd: directory };
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'planpoort', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    options,
  );
  const flags = [`port=${String(port)}`, 'listen_addresses=127.0.0.1', ...settings];
  const server = [...flags, `unix_socket_directories=${directory}`, 'log_error_verbosity=terse']
    .map((setting) => `-c ${setting.replaceAll(' ', '')}`)
    .join(' ');
  const log = join(directory, 'log');
  const control = join(programs, 'pg_ctl');
  await run(control, ['-D', data, '-l', log, '-w', '-o', server, 'start'], options);
  return {
    url: `postgres://planpoort@127.0.0.1:${String(port)}/postgres`,
    directory,
    stop: () => stopCluster(programs, directory),
  };
}

/** Stops the server in a directory that `startCluster` made, and removes it. */
export async function stopCluster(programs: string, directory: string): Promise<void> {
  const identity = serverUser();
  const data = join(directory, 'data');
  await run(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], {
    ...identity,
    cwd: directory,
  }).catch(() => undefined);
  await rm(directory, { recursive: true, force: true });
}

function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const of = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: of('-u'), gid: of('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
