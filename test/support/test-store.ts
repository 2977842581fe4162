import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store, TestClock } from '../../src/flows/ports.ts';
import { makeEmbeddedImage, openEmbeddedDatabase } from '../../src/store/embedded-database.ts';
import { MIGRATIONS } from '../../src/store/migrations/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freshDatabase, hasPostgres } from './shared-cluster.ts';
import { TEST_KEK } from './test-kek.ts';

export { TEST_KEK };

const STORE_KINDS = ['embedded', 'postgres'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** What a test store is opened with. */
export interface TestStoreOptions {
  readonly testClock?: TestClock;
  /** Embedded: a directory instead of memory. */
  readonly directory?: string;
}

/** The kinds of store that can be tested here. */
export function availableStores(): readonly StoreKind[] {
  return STORE_KINDS.filter((kind) => kind === 'embedded' || hasPostgres());
}

/** Opens an empty store: in memory, or a fresh database on the shared server. */
export async function openTestStore(
  kind: StoreKind,
  options: TestStoreOptions = {},
): Promise<Store> {
  const { directory, testClock } = options;
  const shared = { kek: TEST_KEK, ...(testClock ? { testClock } : {}) };
  if (kind === 'embedded') {
    const place = directory === undefined ? {} : { directory };
    return openStore({ kind, ...place, image: await embeddedImage(), ...shared });
  }
  const fresh = await freshDatabase();
  const store = await openStore({ kind, url: fresh.url, connections: 4, ...shared });
  return { ...store, close: () => store.close().then(fresh.drop) };
}

/** A migrated cluster, made once per machine and version: a cold one costs seconds per suite. */
export async function embeddedImage(): Promise<Uint8Array> {
  const file = await madeOnce('.tar', async (fresh) => {
    writeFileSync(fresh, await makeEmbeddedImage(), { mode: 0o600 });
  });
  return readFileSync(file);
}

/** Lays a migrated store where a gateway will open one: what its first start does, in seconds less. */
export async function layEmbeddedStore(directory: string): Promise<void> {
  const template = await madeOnce('', async (fresh) => {
    const image = await embeddedImage();
    await (await openEmbeddedDatabase({ directory: fresh, image })).close();
  });
  cpSync(template, directory, { recursive: true });
}

async function madeOnce(suffix: string, make: (fresh: string) => Promise<void>): Promise<string> {
  const place = join(tmpdir(), `planpoort-embedded-${imageVersion()}${suffix}`);
  if (existsSync(place)) return place;
  const fresh = `${place}.${String(process.pid)}`;
  await make(fresh);
  try {
    renameSync(fresh, place);
  } catch {
    // Another worker was first.
    rmSync(fresh, { recursive: true, force: true });
  }
  return place;
}

function imageVersion(): string {
  const engine = new URL(
    '../../../node_modules/@electric-sql/pglite/package.json',
    import.meta.url,
  );
  const user = String(process.getuid?.() ?? 0);
  return createHash('sha256')
    .update(readFileSync(engine))
    .update(readFileSync(new URL('../../src/store/embedded-database.js', import.meta.url)))
    .update(JSON.stringify([MIGRATIONS, user]))
    .digest('hex')
    .slice(0, 16);
}
