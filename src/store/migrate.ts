import type { ClientBase } from 'pg';
import { MIGRATIONS, type Migration } from './migrations/migrations.ts';

/** Serialises migrations of several processes; the second number tells it from other locks. */
const MIGRATION_LOCK = '7220, 0';

/**
 * Brings the schema forward in one transaction: every step that has not run, or none.
 * @param client a connection of the owner of the database
 * @returns the names of the steps that ran
 * @throws Error when the database is newer than this program or is not in UTF-8
 */
export async function migrate(
  client: ClientBase,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly string[]> {
  await client.query('begin');
  try {
    const ran = await migrateLocked(client, migrations);
    await client.query('commit');
    return ran;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function migrateLocked(client: ClientBase, migrations: readonly Migration[]) {
  await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  await client.query('set local client_min_messages = warning');
  await client.query('create schema if not exists planpoort');
  await client.query('set local search_path = planpoort');
  await client.query(
    'create table if not exists migration (id integer primary key, name text not null, ran timestamptz not null default clock_timestamp())',
  );
  await refuseOtherEncoding(client);
  const done = await client.query<{ id: number }>('select id from migration');
  const ran = new Set(done.rows.map(({ id }) => id));
  const last = Math.max(0, ...ran);
  if (last > Math.max(0, ...migrations.map(({ id }) => id))) {
    throw new Error('the database was made by a newer version of this program');
  }
  const pending = migrations.filter(({ id }) => !ran.has(id));
  for (const { id, name, sql } of pending) {
    await client.query(sql);
    await client.query('insert into migration (id, name) values ($1, $2)', [id, name]);
  }
  return pending.map(({ name }) => name);
}

/** The record hashes the bytes of UTF-8 text. */
async function refuseOtherEncoding(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('show server_encoding');
  if (rows[0]?.server_encoding !== 'UTF8') throw new Error('the database must be in UTF-8');
}
