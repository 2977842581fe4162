import { Client } from 'fhir-kit-client';
import { canBeAbout, isLogicalId, PRACTITIONER } from './asked-types.ts';
import { FetchFault } from './fetch-fault.ts';
import type {
  AskedType,
  FetchedResource,
  FhirServer,
  FhirServers,
  FhirServerSettings,
  PatientReading,
} from './fhir-server.ts';
import { nextLink } from './next-link.ts';
import { practitionersIn } from './practitioners-in.ts';
import type { Reach } from './reach.ts';
import {
  isResource,
  NotThere,
  Requests,
  systemPause,
  type Pause,
  type ServerResource,
} from './requests.ts';
import { SmartToken, type SignAssertion } from './smart-token.ts';
import { createTransport } from './transport.ts';

/** What servers of sources are reached with. */
export interface FhirServerParts {
  readonly reach: Reach;
  readonly sign: SignAssertion;
  readonly pause?: Pause | undefined;
}

/** The servers of sources, by fhir-kit-client over a transport of our own. */
export function fhirServers({ reach, sign, pause = systemPause }: FhirServerParts): FhirServers {
  return {
    addressFault: (address) => reach.fault(address),
    connect: (settings, signal) => {
      const transport = createTransport(reach);
      const { token: tokenSettings, limits } = settings;
      const timeoutMs = limits.requestMs;
      const token = new SmartToken({ settings: tokenSettings, transport, sign, timeoutMs });
      const requests = new Requests({ settings, signal, transport, token, pause });
      return new KitServer(settings, requests, () => transport.close());
    },
  };
}

/**
 * fhir-kit-client writes addresses, searches and pages; what it would send by `fetch` goes through
 * our requests instead. Its own way follows redirects, knows no time or size, keeps bodies and
 * addresses in its errors and logs them where DEBUG is set.
 */
function clientOver(base: string, requests: Requests): Client {
  const client = new Client({ baseUrl: base });
  const { httpClient } = client;
  httpClient.request = (method, address, _options, body) =>
    requests.ask({
      method,
      url: httpClient.expandUrl(address),
      body: typeof body === 'string' ? body : undefined,
    });
  return client;
}

type Bundle = ServerResource & { link: { relation: string; url: string }[] };

interface BundleEntry {
  readonly fullUrl?: string;
  readonly resource: ServerResource;
}

/** More practitioners than this are not read for one person. */
const MAX_PRACTITIONERS = 100;
/** Patients that may have one number before it is called ambiguous. */
const TWO = 2;

class KitServer implements FhirServer {
  readonly close: () => void;
  readonly #settings: FhirServerSettings;
  readonly #requests: Requests;
  readonly #client: Client;

  constructor(settings: FhirServerSettings, requests: Requests, close: () => void) {
    this.#settings = settings;
    this.#requests = requests;
    this.#client = clientOver(settings.base, requests);
    this.close = close;
  }

  async check(): Promise<string> {
    const statement = await this.#client.capabilityStatement().catch((error: unknown) => {
      const nothing = error instanceof FetchFault && NO_SERVER.has(error.code);
      throw nothing ? new FetchFault('no-fhir-server') : error;
    });
    if (statement.resourceType !== 'CapabilityStatement') throw new FetchFault('no-fhir-server');
    const { fhirVersion } = statement;
    const [release] = /^(?:3\.0|4\.0)(?=\.\d+$)/.exec(String(fhirVersion)) ?? [];
    if (release === undefined) throw new FetchFault('other-version');
    return release;
  }

  async findPatients(identifier: string): Promise<readonly string[]> {
    this.#requests.countAnew();
    const searchParams = { identifier, _count: TWO };
    const options = { postSearch: true };
    const page = await this.#client.resourceSearch({
      resourceType: 'Patient',
      searchParams,
      options,
    });
    const patients = matchesIn(page, 'Patient').map(({ resource }) => String(resource['id']));
    return [...new Set(patients)].filter((id) => isLogicalId(id));
  }

  async readPatient(id: string): Promise<PatientReading | 'gone'> {
    this.#requests.countAnew();
    try {
      const resource = await this.#client.read({ resourceType: 'Patient', id });
      if (resource.resourceType !== 'Patient' || resource['id'] !== id)
        throw new FetchFault('about-others');
      const patient = { resource, fullUrl: `${this.#settings.base}/Patient/${id}` };
      return { patient, serverTime: this.#requests.serverTime };
    } catch (error) {
      if (error instanceof NotThere) return 'gone';
      throw error;
    }
  }

  async hasChanged(patientId: string, since: number): Promise<boolean> {
    const _lastUpdated = `ge${new Date(since).toISOString()}`;
    for (const asked of this.#searched()) {
      const searchParams = { ...questionOf(asked, patientId), _lastUpdated, _count: 1 };
      try {
        const resourceType = asked.type;
        const page = await this.#client.resourceSearch({ resourceType, searchParams });
        const next = nextLink(page['link'], this.#settings.base);
        if (matchesIn(page, asked.type).length > 0 || next !== undefined) return true;
      } catch (error) {
        // Not every server searches by this parameter; then it is as if everything was changed.
        if (error instanceof FetchFault && error.code === 'question-refused') return true;
        throw error;
      }
    }
    return false;
  }

  async gather(patientId: string): Promise<readonly FetchedResource[]> {
    const found = new Map<string, FetchedResource>();
    for (const asked of this.#searched()) {
      for await (const page of this.#pages(asked, patientId)) {
        for (const entry of matchesIn(page, asked.type)) {
          if (!canBeAbout(entry.resource, patientId)) throw new FetchFault('about-others');
          // Pages shift while they are read: what comes again is taken as it came last.
          found.set(keyOf(entry.resource) ?? `${asked.type} ${found.size}`, entry);
        }
      }
    }
    const resources = [...found.values()];
    return [...resources, ...(await this.#practitioners(resources))];
  }

  /** What is searched by patient, in the order of the registration. */
  #searched(): readonly AskedType[] {
    return this.#settings.types.filter(({ type }) => type !== PRACTITIONER);
  }

  async *#pages(asked: AskedType, patientId: string): AsyncGenerator<ServerResource> {
    const { base, pageSize, limits } = this.#settings;
    const seen = new Set<string>();
    const searchParams = { ...questionOf(asked, patientId), _count: pageSize };
    let page = await this.#client.resourceSearch({ resourceType: asked.type, searchParams });
    for (;;) {
      yield page;
      const next = nextLink(page['link'], base);
      if (next === undefined) return;
      if (seen.has(next) || seen.size + 1 >= limits.pages) throw new FetchFault('endless');
      seen.add(next);
      const bundle: Bundle = { resourceType: 'Bundle', link: [{ relation: 'next', url: next }] };
      page = (await this.#client.nextPage({ bundle })) ?? bundle;
    }
  }

  /** Those that are named, where the registration asks for them; who may not be read is left out. */
  async #practitioners(resources: readonly FetchedResource[]): Promise<readonly FetchedResource[]> {
    const { types, base } = this.#settings;
    if (!types.some(({ type }) => type === PRACTITIONER)) return [];
    const named = [...practitionersIn(resources, base)].filter((id) => isLogicalId(id));
    const ids = named.slice(0, MAX_PRACTITIONERS);
    const read: FetchedResource[] = [];
    for (const id of ids) {
      const resource = await this.#client
        .read({ resourceType: PRACTITIONER, id })
        .catch((error: unknown) => {
          if (error instanceof FetchFault && UNREADABLE.has(error.code)) return undefined;
          throw error;
        });
      if (resource?.resourceType === PRACTITIONER && resource['id'] === id)
        read.push({ resource, fullUrl: `${base}/${PRACTITIONER}/${id}` });
    }
    return read;
  }
}

const NO_SERVER: ReadonlySet<string> = new Set([
  'not-found',
  'wrong-content',
  'question-refused',
  'forbidden',
]);
const UNREADABLE: ReadonlySet<string> = new Set(['not-found', 'forbidden']);

function questionOf({ where }: AskedType, patientId: string): Record<string, string> {
  return { ...where, patient: `Patient/${patientId}` };
}

/** `Type/id`; undefined for a resource without an id, which the adapter will hold back. */
function keyOf(resource: ServerResource): string | undefined {
  const { id } = resource;
  return typeof id === 'string' && id !== '' ? `${resource.resourceType}/${id}` : undefined;
}

/** The matches of a search; what was included or said about the search itself is left out. */
function matchesIn(bundle: ServerResource, type: string): readonly BundleEntry[] {
  const entries = bundle['entry'] ?? [];
  const isSearch = bundle.resourceType === 'Bundle' && bundle['type'] === 'searchset';
  if (!isSearch || !Array.isArray(entries)) throw new FetchFault('wrong-content');
  return (entries as readonly unknown[]).flatMap((entry) => {
    const { resource, fullUrl, search } = membersOf(entry);
    const mode = membersOf(search)['mode'] ?? 'match';
    if (mode !== 'match') return [];
    if (!isResource(resource)) throw new FetchFault('wrong-content');
    if (resource.resourceType === 'OperationOutcome') return [];
    if (resource.resourceType !== type) throw new FetchFault('wrong-content');
    return [{ resource, ...(typeof fullUrl === 'string' ? { fullUrl } : {}) }];
  });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
