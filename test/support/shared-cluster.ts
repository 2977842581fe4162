import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { findPostgresPrograms, startCluster } from './postgres.ts';

/** Folder of one test run, made by the global set-up; suites find the shared server through it. */
export const RUN_FOLDER = 'PLANPOORT_TEST_RUN';
export const CLUSTER_FILE = 'cluster.json';

const MISSING =
  'No PostgreSQL 15 or later found: set PLANPOORT_TEST_POSTGRES to a connection string, or PLANPOORT_TEST_POSTGRES_BIN to its programs. The suites on PostgreSQL do not run.';

/**
 * True when there is a PostgreSQL to test on; says so in one line when there is none.
 * @throws Error when there is none and `CI` is set
 */
export function hasPostgres(): boolean {
  if (process.env['PLANPOORT_TEST_POSTGRES'] !== undefined) return true;
  if (findPostgresPrograms() !== undefined) return true;
  if (process.env['CI']) throw new Error(MISSING);
  process.stderr.write(`${MISSING}\n`);
  return false;
}

/** An empty database of a suite's own. */
export interface FreshDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Makes a fresh, empty database on the given server, or on the one that all suites share. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env['PLANPOORT_TEST_POSTGRES'] ?? (await sharedServer());
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await command(server, `create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => command(server, `drop database ${name} with (force)`) };
}

async function command(server: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(text);
  await client.end();
}

/** The server that all suites of a run share: started by whoever needs it first. */
async function sharedServer(): Promise<string> {
  const programs = findPostgresPrograms();
  const folder = process.env[RUN_FOLDER];
  if (programs === undefined || folder === undefined) throw new Error(MISSING);
  const file = join(folder, CLUSTER_FILE);
  const first = await mkdir(join(folder, 'starting')).then(
    () => true,
    () => false,
  );
  if (first) {
    const { url, directory } = await startCluster(programs, ['fsync=off', 'max_connections=200']);
    await writeFile(`${file}.new`, JSON.stringify({ url, directory }));
    await rename(`${file}.new`, file);
  }
  for (let waited = 0; !existsSync(file); waited += 50) {
    if (waited > 60_000) throw new Error('the shared PostgreSQL server did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return (JSON.parse(await readFile(file, 'utf8')) as { url: string }).url;
}
