import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store, TestClock } from '../../src/flows/ports.ts';
import { makeEmbeddedImage } from '../../src/store/embedded-database.ts';
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
  const file = join(tmpdir(), `planpoort-embedded-${imageVersion()}.tar`);
  if (!existsSync(file)) {
    const fresh = `${file}.${String(process.pid)}`;
    writeFileSync(fresh, await makeEmbeddedImage(), { mode: 0o600 });
    renameSync(fresh, file);
  }
  return readFileSync(file);
}

function imageVersion(): string {
  const engine = new URL(
    '../../../node_modules/@electric-sql/pglite/package.json',
    import.meta.url,
  );
  const user = String(process.getuid?.() ?? 0);
  return createHash('sha256')
    .update(readFileSync(engine))
    .update(JSON.stringify([MIGRATIONS, user]))
    .digest('hex')
    .slice(0, 16);
}
