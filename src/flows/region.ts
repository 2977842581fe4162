import type { Adapter } from '../adapters/delivery.ts';
import type { DecisionRegister, RegisteredOrganisation } from '../decision/circumstances.ts';
import { compilePolicy } from '../policies/compile.ts';
import { parsePolicyText } from '../policies/parse-rules.ts';
import type { CompiledPolicy, PolicySlice } from '../policies/compiled-policy.ts';
import type { PolicyTable } from '../policies/policy.ts';
import { sourceDocument, type SourceDocument } from './fetch/source-document.ts';
import type { Issue } from './gateway-error.ts';
import type { RegisterEntry, RegisterStore } from './ports.ts';
import {
  clientDocument,
  organisationDocument,
  policyDocument,
  purposeDocument,
  type ClientDocument,
  type OrganisationDocument,
  type PolicyDocument,
} from './register-documents.ts';

/** The register at one epoch, worked out for use. Immutable. */
export interface Region {
  readonly epoch: number;
  readonly register: DecisionRegister;
  readonly organisations: ReadonlyMap<string, OrganisationDocument>;
  readonly clients: ReadonlyMap<string, ClientDocument>;
  readonly mappings: ReadonlyMap<string, unknown>;
  readonly adapters: ReadonlyMap<string, Adapter>;
  /** Sources that are fetched from, by organisation. */
  readonly sources: ReadonlyMap<string, SourceDocument>;
  readonly policies: ReadonlyMap<string, PolicyDocument>;
  /** Version that is active. */
  readonly activePolicy: string | undefined;
  /** Undefined until a version is activated: then nothing but own facts is permitted. */
  readonly policy: PolicyTable | undefined;
}

/** Regions by epoch: compiled once, looked up ever after. */
export interface RegionCache {
  /** The region at this epoch; loads it when it is not the one in hand. */
  at(epoch: number): Promise<Region>;
  /** The newest region by the store's word. */
  current(): Promise<Region>;
  /** The region in hand without asking the store: only for what is checked again at commit. */
  inHand(): Promise<Region>;
}

const KEPT_REGIONS = 8;

/** Reads a declared mapping: its adapter, or what is wrong with it and where. */
export type ReadMapping = (
  document: unknown,
) =>
  | { readonly ok: true; readonly name: string; readonly adapter: Adapter }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Builds the cache over a store. Compiled policies are kept by version, so a rollback is free. */
export function createRegionCache(store: RegisterStore, readMapping: ReadMapping): RegionCache {
  const regions = new Map<number, Promise<Region>>();
  const tables = new Map<string, Promise<CompiledPolicy>>();
  let newest: number | undefined;
  const at = (epoch: number): Promise<Region> => {
    const kept = regions.get(epoch);
    if (kept) return kept;
    const loading = load(store, epoch, { tables, readMapping });
    loading.then(warm, () => regions.delete(epoch));
    regions.set(epoch, loading);
    for (const old of [...regions.keys()].slice(0, -KEPT_REGIONS)) regions.delete(old);
    if (newest === undefined || epoch > newest) newest = epoch;
    return loading;
  };
  const current = async () => at(await store.registerEpoch());
  return { at, current, inHand: () => (newest === undefined ? current() : at(newest)) };
}

interface Loaded extends Region {
  readonly compiled: CompiledPolicy | undefined;
}

/**
 * Works the active version out for everyone who is registered, one slice at a time between other
 * work, so that no first pull has to wait for it.
 */
function warm({ compiled, organisations, register }: Loaded): void {
  if (!compiled) return;
  const slices: PolicySlice[] = [...organisations.values()].flatMap(({ kind, roles, purposes }) =>
    roles.flatMap((role) =>
      (purposes ?? [...register.purposes.keys()]).map((purpose) => {
        return { role, kind, purpose, act: 'read' as const };
      }),
    ),
  );
  const next = () => {
    const slice = slices.pop();
    if (!slice) return;
    compiled.warm([slice]);
    setImmediate(next);
  };
  setImmediate(next);
}

async function load(
  store: RegisterStore,
  epoch: number,
  {
    tables,
    readMapping,
  }: { tables: Map<string, Promise<CompiledPolicy>>; readMapping: ReadMapping },
): Promise<Loaded> {
  const { entries } = await store.readRegister(epoch);
  const organisations = documents(entries, 'organisation', (d) => organisationDocument.parse(d));
  const purposes = documents(entries, 'purpose', (d) => purposeDocument.parse(d));
  const policies = documents(entries, 'policy', (d) => policyDocument.parse(d));
  const mappings = documents(entries, 'mapping', (d) => d);
  const active = entries.find((entry) => entry.kind === 'active-policy')?.document;
  const policy = typeof active === 'string' ? policies.get(active) : undefined;
  const compiled = policy && (await tableOf(policy, tables));
  return {
    epoch,
    organisations,
    policies,
    mappings,
    clients: documents(entries, 'client', (d) => clientDocument.parse(d)),
    sources: documents(entries, 'source', (d) => sourceDocument.parse(d)),
    adapters: adaptersOf(mappings, readMapping),
    register: {
      organisations: new Map([...organisations].map(([id, org]) => [id, registered(org)])),
      purposes: new Map([...purposes].map(([code, purpose]) => [code, purpose.bases])),
    },
    activePolicy: policy?.version,
    policy: compiled,
    compiled,
  };
}

/** A stored mapping that no longer reads has no adapter: its pushes are refused, not guessed. */
function adaptersOf(mappings: ReadonlyMap<string, unknown>, readMapping: ReadMapping) {
  const adapters = new Map<string, Adapter>();
  for (const [name, document] of mappings) {
    const mapping = readMapping(document);
    if (mapping.ok) adapters.set(name, mapping.adapter);
  }
  return adapters;
}

function registered(org: OrganisationDocument): RegisteredOrganisation {
  const { id, kind, roles, purposes } = org;
  return purposes ? { id, kind, roles, purposes } : { id, kind, roles };
}

function documents<T>(
  entries: readonly RegisterEntry[],
  kind: RegisterEntry['kind'],
  parse: (document: unknown) => T,
): Map<string, T> {
  const of = entries.filter((entry) => entry.kind === kind);
  return new Map(of.map((entry) => [entry.key, parse(entry.document)]));
}

function tableOf(policy: PolicyDocument, tables: Map<string, Promise<CompiledPolicy>>) {
  const kept = tables.get(policy.version);
  if (kept) return kept;
  const parsed = parsePolicyText(policy.text);
  if (!parsed.ok) throw new Error('a stored policy version no longer parses');
  const compiling = compilePolicy(parsed);
  compiling.catch(() => tables.delete(policy.version));
  tables.set(policy.version, compiling);
  return compiling;
}
