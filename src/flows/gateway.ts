import type { Adapter, MappedDelivery } from '../adapters/delivery.ts';
import type { FhirServers } from '../adapters/fhir-server/fhir-server.ts';
import type { ViewMemory } from '../release/view-memory.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { FetchReport } from './fetch/fetch-report.ts';
import type { PlanTurns } from './plan-turns.ts';
import type { Chance, Store, TestClock } from './ports.ts';
import type { QuarantineBounds } from './quarantine/held-delivery.ts';
import type { ReadMapping, RegionCache } from './region.ts';

/** Keyed one-way functions derived from the gateway's key file. */
export interface Keyed {
  /** 128-bit keyed hash of the parts as 26 lower-case base32 characters; per use another key. */
  opaque(use: string, ...parts: readonly string[]): string;
}

/** One body of a source, to be read with an adapter. */
export interface ToRead {
  readonly adapter: Adapter;
  /** As sent, in lower case; of its parameters only `; fhirVersion=…` is left. */
  readonly mediaType: string;
  readonly body: Uint8Array;
  /** Who sent it: no source keeps others from being read. */
  readonly source: string;
}

/**
 * Reads a body of any size without keeping anybody waiting for an answer.
 * @throws GatewayError `unsupported-media-type`, `unprocessable` (cannot be read, or not within the
 *   bounds of time and memory), `too-many-requests`, `unavailable` (too many large ones wait)
 */
export type ReadDelivery = (asked: ToRead) => Promise<MappedDelivery>;

/** Everything the flows work with; made once at start. */
export interface Gateway {
  readonly store: Store;
  readonly regions: RegionCache;
  readonly clock: TestClock;
  readonly chance: Chance;
  readonly keyed: Keyed;
  /** Views made before, for whoever looks again or turns a page. */
  readonly views: ViewMemory;
  /** Who goes first where many want the same plan. */
  readonly turns: PlanTurns;
  readonly readMapping: ReadMapping;
  readonly readDelivery: ReadDelivery;
  /** Adapters that need no registered mapping, by name. */
  readonly builtIn: ReadonlyMap<string, Adapter>;
  /** How much of what is held back is kept, and how long. */
  readonly quarantine: QuarantineBounds;
  readonly fetching: Fetching;
  /** Signs checkpoints over the record. */
  signCheckpoint(chains: readonly { chain: string; seq: number; head: string }[]): string;
}

/** What asking sources works with. */
export interface Fetching {
  readonly servers: FhirServers;
  /** Public half of one of the gateway's own keys, by its name (RFC 7517). */
  readonly publicKey: (name: string) => object;
  /** Told of every run that ended, for the log. */
  readonly report: (report: FetchReport) => void;
}

/** The instant a decision is made against: the test clock, else the database's (DECISION 1). */
export async function decisionInstant(gateway: Gateway, databaseNow: Instant): Promise<Instant> {
  return (await gateway.clock.read()) ?? databaseNow;
}

/** ISO 8601 in UTC, as entries carry it. */
export function isoInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}
