import pg from 'pg';
import { databaseOf, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { sessionOptions } from './session.ts';

/** How to reach a PostgreSQL server, version 15 or later. */
export interface PostgresOptions {
  /** Connection string of the database's owner; read from a file, never from an argument list. */
  readonly url: string;
  /** Connections of this process. */
  readonly connections?: number;
}

/**
 * Opens a database on a PostgreSQL server (always the primary: a standby may be behind) and brings
 * its schema up to date. Several processes may do so at once.
 */
export async function openPostgresDatabase({
  url,
  connections,
}: PostgresOptions): Promise<Database> {
  const reach = { connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true };
  const client = new pg.Client(reach);
  await client.connect();
  try {
    await migrate(client);
  } finally {
    await client.end();
  }
  // A connection that falls silent is given up after the server must have ended the statement.
  const limits = { max: connections ?? 10, query_timeout: 5_000 };
  const pool = new pg.Pool({ ...reach, ...limits, ...sessionOptions() });
  return databaseOf(pool);
}
