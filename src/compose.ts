import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Adapter } from './adapters/delivery.ts';
import { readMapping } from './adapters/mapping/read-mapping.ts';
import { withPersonFiles } from './adapters/person-file.ts';
import { formatCheckpoint, makeCheckpoint } from './audit/checkpoint.ts';
import { builtInAdapters } from './built-in-adapters.ts';
import { fetchingOf, type FetchSettings } from './fetching.ts';
import { bootstrap, type BootstrapDocuments } from './flows/bootstrap.ts';
import { createFlows } from './flows/create-flows.ts';
import { keepFetching } from './flows/fetch/keep-fetching.ts';
import { GatewayError } from './flows/gateway-error.ts';
import type { Gateway } from './flows/gateway.ts';
import { Lru } from './flows/lru.ts';
import { PlanTurns } from './flows/plan-turns.ts';
import type { Chance, Store, TestClock } from './flows/ports.ts';
import { keepExpiring } from './flows/quarantine/expire.ts';
import type { QuarantineBounds } from './flows/quarantine/held-delivery.ts';
import { DEFAULT_BOUNDS } from './flows/quarantine/keep.ts';
import { createRegionCache } from './flows/region.ts';
import { clientDocument } from './flows/register-documents.ts';
import { gatewayApp } from './http/gateway-app.ts';
import { createLog, type Logger } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import { operationsApp } from './http/operations/operations-app.ts';
import { accessTokens } from './identity/access-token.ts';
import { checkClientKeys } from './identity/client-keys.ts';
import { deriveKeys, randomId } from './keys.ts';
import { schemasIn, type SchemaFolder } from './message-schemas.ts';
import { readLargeApart, type Reading, type ReadingBounds } from './reading/read-large-apart.ts';
import type { ReadingStart } from './reading-worker.ts';
import { viewWeight } from './release/view-memory.ts';
import { openStore } from './store/open-store.ts';

/** Where the plans are kept; without a directory or connection string: in memory. */
export type StorePlace =
  | { readonly kind: 'embedded'; readonly directory?: string; readonly image?: Uint8Array }
  | { readonly kind: 'postgres'; readonly url: string };

/** What a gateway is made of. */
export interface GatewaySettings {
  readonly place: StorePlace;
  /** Content of the key file. */
  readonly secret: Uint8Array;
  /** Instants for decisions instead of the database's clock. Never in production. */
  readonly testClock?: TestClock | undefined;
  /** Ids that tests can repeat; otherwise they come from the system's own randomness. */
  readonly chance?: Chance | undefined;
  readonly bootstrap?: BootstrapDocuments | undefined;
  readonly log?: Logger | undefined;
  /** Formats read without a mapping, in place of the built-in ones; for tests. */
  readonly adapters?: readonly Adapter[] | undefined;
  /** The official schemas that messages are held against in addition. */
  readonly messageSchemas?: readonly SchemaFolder[] | undefined;
  /** When and how far bodies are read in threads of their own; what is left out is as usual. */
  readonly reading?: ReadingBounds | undefined;
  /** How much of what is held back is kept, and how long. */
  readonly quarantine?: QuarantineBounds | undefined;
  readonly fetch?: FetchSettings | undefined;
  /** Resources in remembered views together, of some 2 KB each; default 20,000. */
  readonly rememberedResources?: number | undefined;
  /** Check answers against openapi.yaml too; for tests. */
  readonly checkAnswers?: boolean | undefined;
}

/** A gateway that is ready to listen. */
export interface ComposedGateway {
  readonly store: Store;
  /** The doors as an HTTP application, under the address that clients know. */
  doorsAt(baseUrl: string): RequestListener;
  /** Metrics, for a listener of their own. */
  readonly operations: RequestListener;
  /** Public key of the checkpoints (PEM). */
  readonly checkpointKey: string;
  /** From now on sources are fetched from when they are due, until the gateway closes. */
  keepFetching(lookEveryMs?: number): void;
  close(): Promise<void>;
}

/** Name under which checkpoints are signed. */
export const CHECKPOINT_SIGNER = 'planpoort';

/** Opens the store under the keys of the key file. */
export function openKeyedStore(
  place: StorePlace,
  secret: Uint8Array,
  testClock?: TestClock,
): Promise<Store> {
  const kek = deriveKeys(secret).storeKey;
  return openStore({ ...place, kek, ...(testClock ? { testClock } : {}) });
}

/**
 * Puts the rooms together: the only file that knows them all.
 * @throws when the store cannot be opened, or the bootstrap documents are wrong
 */
export async function composeGateway(settings: GatewaySettings): Promise<ComposedGateway> {
  const { place, secret, testClock } = settings;
  const keys = deriveKeys(secret);
  await refuseWeakKeys(settings.bootstrap?.client);
  const store = await openKeyedStore(place, secret, testClock);
  const log = settings.log ?? createLog();
  const reading = readingOf(settings, log);
  const gateway = gatewayOver(store, settings, { log, reading });
  try {
    if (settings.bootstrap) await bootstrap(gateway, settings.bootstrap);
  } catch (error) {
    await store.close();
    throw error;
  }
  const metrics = createMetrics();
  const expiring = keepExpiring(gateway);
  const flows = createFlows(gateway);
  const keepers = new Set<{ stop(): Promise<void> }>();
  const shared = {
    flows,
    accessTokens: accessTokens(keys.tokenKey),
    opaque: (use: string, ...parts: readonly string[]) => keys.opaque(use, ...parts),
    log,
    metrics,
    checkAnswers: settings.checkAnswers ?? false,
  };
  return {
    store,
    doorsAt: (baseUrl) => gatewayApp({ ...shared, baseUrl }),
    operations: operationsApp(metrics),
    checkpointKey: checkpointKeyOf(secret),
    keepFetching: (lookEveryMs) => keepers.add(keepFetching(flows.sources, lookEveryMs)),
    close: async () => {
      await expiring.stop();
      await Promise.all([...keepers].map((keeper) => keeper.stop()));
      await flows.sources.stop();
      await reading.close();
      await store.close();
    },
  };
}

/** A first client whose key is refused later would lock everybody out. */
async function refuseWeakKeys(client: unknown): Promise<void> {
  const parsed = clientDocument.safeParse(client);
  const issues = parsed.success ? await checkClientKeys(parsed.data) : [];
  const placed = issues.map(({ place = '', text }) => ({
    place: `/bootstrap/client${place}`,
    text,
  }));
  if (placed.length > 0) throw new GatewayError('unprocessable', placed);
}

const REMEMBERED_RESOURCES = 20_000;

/** Reading in threads, which know the built-in formats and are given mappings, and nothing else. */
function readingOf({ reading, messageSchemas }: GatewaySettings, log: Logger): Reading {
  const data: ReadingStart = { ...(messageSchemas ? { schemas: messageSchemas } : {}) };
  const script = new URL('./reading-worker.js', import.meta.url);
  return readLargeApart(reading ?? {}, { script, data }, (brokenOff) =>
    log.warn({ reading: 'broken off', ...brokenOff }),
  );
}

/** Threads can make the built-in adapters too; what a test put in reads where it was made. */
function builtInOf({ adapters, messageSchemas }: GatewaySettings): readonly Adapter[] {
  if (adapters) return withPersonFiles(adapters);
  const builtIn = withPersonFiles(builtInAdapters(messageSchemas && schemasIn(messageSchemas)));
  return builtIn.map((adapter) => ({ ...adapter, recipe: { builtIn: adapter.name } }));
}

interface Around {
  readonly log: Logger;
  readonly reading: Reading;
}

function gatewayOver(store: Store, settings: GatewaySettings, { log, reading }: Around): Gateway {
  const { secret, testClock, chance, quarantine } = settings;
  const keys = deriveKeys(secret);
  const signer = { name: CHECKPOINT_SIGNER, key: checkpointSigningKey(keys.checkpointSeed) };
  return {
    store,
    regions: createRegionCache(store, readMapping),
    clock: testClock ?? { read: () => Promise.resolve(undefined) },
    chance: chance ?? { id: randomId },
    keyed: keys,
    turns: new PlanTurns(),
    views: new Lru(settings.rememberedResources ?? REMEMBERED_RESOURCES, viewWeight),
    readMapping,
    readDelivery: reading.read,
    builtIn: new Map(builtInOf(settings).map((adapter) => [adapter.name, adapter])),
    quarantine: quarantine ?? DEFAULT_BOUNDS,
    fetching: fetchingOf(secret, log, settings.fetch),
    signCheckpoint: (chains) =>
      formatCheckpoint(makeCheckpoint(chains, new Date().toISOString(), signer)),
  };
}

/** The public half of the key that signs checkpoints (PEM, SPKI). */
export function checkpointKeyOf(secret: Uint8Array): string {
  const key = checkpointSigningKey(deriveKeys(secret).checkpointSeed);
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}

/** DER of a PKCS#8 Ed25519 private key without its 32 bytes (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function checkpointSigningKey(seed: Uint8Array) {
  const der = Buffer.concat([ED25519_PKCS8, seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}
