import pg from 'pg';
import { StoreUnavailable } from '../flows/gateway-error.ts';

/** A named statement: prepared once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A row as the driver gives it: columns in order, everything as text unless parsed below. */
export type Row = readonly (string | number | Buffer | null)[];

/** What the rooms of the store need of a database: one statement, one round trip. */
export interface Database {
  /**
   * Runs one statement in its own transaction.
   * @returns its rows, or 'moved' when the statement said so (PP001) and was undone
   * @throws StoreUnavailable when the database did not confirm; it may have happened or not
   */
  run(statement: Statement, values: readonly unknown[]): Promise<readonly Row[] | 'moved'>;
  /** Waits for what is under way; closing again does nothing more. */
  close(): Promise<void>;
}

const MOVED = 'PP001';
/** Deadlock or serialisation failure: undone by the database, safe to run again. */
const AGAIN = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

/** A database behind a pool of the ordinary driver. */
export function databaseOf(pool: pg.Pool, closeRest?: () => Promise<void>): Database {
  // A connection that breaks says so twice: to whoever waits for its answer, and here to nobody.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await pool.end();
    await closeRest?.();
  };
  return {
    run: (statement, values) => runWithRetry(pool, statement, values),
    close: () => (closed ??= close()),
  };
}

/** Reads rows where 'moved' cannot occur. */
export async function read(
  database: Database,
  statement: Statement,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const rows = await database.run(statement, values);
  if (rows === 'moved') throw new StoreUnavailable();
  return rows;
}

async function runWithRetry(pool: pg.Pool, statement: Statement, values: readonly unknown[]) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(pool, statement, values);
    } catch (error) {
      const state = sqlState(error);
      if (state === MOVED) return 'moved';
      // The driver's error carries keys and statements: only the code of the failure goes on.
      if (!AGAIN.has(state) || attempt === ATTEMPTS) throw new StoreUnavailable(state);
      await new Promise((resolve) => setTimeout(resolve, attempt * 5));
    }
  }
}

async function runOnce(pool: pg.Pool, { name, text }: Statement, values: readonly unknown[]) {
  const client = await pool.connect();
  let lost: boolean | undefined;
  try {
    const result = await client.query<Row[]>({ name, text, values: [...values], rowMode: 'array' });
    return result.rows as readonly unknown[] as readonly Row[];
  } catch (error) {
    lost = isLost(error);
    throw error;
  } finally {
    client.release(lost);
  }
}

/** True when the connection cannot be used again: cut, silent, or ended by the server. */
function isLost(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity !== 'ERROR';
}

function sqlState(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'connection';
}
