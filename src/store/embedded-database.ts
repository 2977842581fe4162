import { join } from 'node:path';
import pg from 'pg';
import { databaseOf, type Database } from './database.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { startEngine, type EmbeddedEngine } from './embedded-engine.ts';
import { EmbeddedWire } from './embedded-wire.ts';
import { keepHouse } from './housekeeping.ts';
import { migrate } from './migrate.ts';
import { sessionOptions } from './session.ts';

/** Where the embedded database lives and what it starts from. */
export interface EmbeddedOptions {
  /** Absent = in memory, gone with the process. */
  readonly directory?: string;
  readonly image?: Uint8Array;
}

/**
 * Opens the embedded database: one session, in a thread of its own, behind the ordinary driver.
 * An acknowledged write survives the death of the process; not, by promise, a loss of power.
 */
export async function openEmbeddedDatabase(options: EmbeddedOptions): Promise<Database> {
  const lock = options.directory === undefined ? undefined : await lockDirectory(options.directory);
  try {
    return await openLocked(options, lock);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function openLocked({ directory, image }: EmbeddedOptions, lock?: DirectoryLock) {
  const engine = await startEngine({
    ...(directory === undefined ? {} : { directory: join(directory, 'data') }),
    ...(image === undefined ? {} : { image }),
  });
  await migrateEngine(engine).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  // Nobody else can hold a lock here, and nothing would end a statement but itself.
  const pool = new pg.Pool({
    ...wireOptions(engine),
    ...sessionOptions({ statement: 0, lock: 0 }),
  });
  const house = keepHouse(pool);
  return databaseOf(pool, async () => {
    house.stop();
    await engine.close();
    await lock?.release();
  });
}

/** A fresh cluster with the current schema as one archive: stores in memory start from it fast. */
export async function makeEmbeddedImage(): Promise<Uint8Array> {
  const engine = await startEngine({});
  await migrateEngine(engine);
  await onEngine(engine, slim);
  const image = await engine.image();
  await engine.close();
  return image;
}

/** Leaves out what every start would copy and no store uses: other databases, a second memory. */
async function slim(client: pg.Client): Promise<void> {
  await client.query(`alter system set shared_buffers = '8MB'`);
  await client.query('update pg_database set datistemplate = false');
  await client.query('drop database template0');
  await client.query('drop database template1');
  await client.query('checkpoint');
}

/** How the driver reaches the engine: over the wire, with its one session. */
export function wireOptions(engine: EmbeddedEngine): pg.PoolConfig {
  return {
    stream: () => new EmbeddedWire(engine),
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
  };
}

async function migrateEngine(engine: EmbeddedEngine): Promise<void> {
  await onEngine(engine, (client) => migrate(client));
}

async function onEngine(
  engine: EmbeddedEngine,
  step: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client(wireOptions(engine));
  await client.connect();
  await step(client);
  await client.end();
}
