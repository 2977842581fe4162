import { createHash } from 'node:crypto';
import { FetchFault } from '../../adapters/fhir-server/fetch-fault.ts';
import type { FetchedResource, FhirServer } from '../../adapters/fhir-server/fhir-server.ts';
import type { Instant } from '../../vocabulary/instant.ts';
import type { PushAnswer } from '../flows.ts';
import { GatewayError } from '../gateway-error.ts';
import { fetchedDelivery, keysOf } from './fetched-delivery.ts';
import type { FetchedPerson } from './fetch-store.ts';
import { patientId, type PersonToAsk } from './people-to-ask.ts';
import type { SourceDocument } from './source-document.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What one run has at hand for every person. */
export interface Asking {
  readonly source: SourceDocument;
  readonly server: FhirServer;
  readonly run: string;
  /** Hash of the question: what is asked, where, for which adapter. */
  readonly form: string;
  /** When this process claimed the source, by the database's own clock. */
  readonly now: Instant;
  /** Takes one delivery of the source, as a push does. */
  readonly deliver: (body: Uint8Array) => Promise<PushAnswer>;
}

/** What came of one person. */
export interface PersonOutcome {
  readonly kind: 'unchanged' | 'fetched' | 'gone';
  readonly state: FetchedPerson;
  readonly answer?: PushAnswer;
}

/**
 * Asks a source about one person. The Patient is read at every turn. Where nothing changed since
 * the last time, by `_lastUpdated`, that was all; otherwise everything about this person is
 * gathered and delivered as one: pages and searches refer to each other, and a resource on its own
 * would be read otherwise than among the rest.
 * @param before what is remembered of the person
 * @throws FetchFault
 */
export async function fetchPerson(
  asking: Asking,
  person: PersonToAsk,
  before: FetchedPerson | undefined,
): Promise<PersonOutcome> {
  const { server, run, form, now } = asking;
  const id = await idOf(server, person);
  const read = id === undefined ? 'gone' : await server.readPatient(id);
  if (id === undefined || read === 'gone') return takeBack(asking, before);
  const patient = hashOf(read.patient.resource);
  const asOf = Math.min(read.serverTime ?? now, now);
  const turn = { run, asOf, form, patient };
  if (before && !(await mustGather(asking, { id, patient, before })))
    return { kind: 'unchanged', state: { ...before, ...turn } };
  const resources = [read.patient, ...(await server.gather(id))];
  const answer = await deliver(asking, { resources, before });
  const state = { ...turn, wholeAt: now, keys: keysOf(resources) };
  return { kind: 'fetched', state, answer };
}

async function idOf(server: FhirServer, person: PersonToAsk): Promise<string | undefined> {
  if (person.by === 'id') return patientId(person);
  const [id, ...others] = await server.findPatients(person.key);
  if (others.length > 0) throw new FetchFault('ambiguous');
  return id;
}

interface Known {
  readonly id: string;
  readonly patient: string;
  readonly before: FetchedPerson;
}

async function mustGather(
  { server, source, form, now }: Asking,
  { id, patient, before }: Known,
): Promise<boolean> {
  const { asOf, wholeAt } = before;
  if (asOf === undefined || wholeAt === undefined) return true;
  if (before.form !== form || before.patient !== patient) return true;
  if (now - wholeAt >= source.wholeEveryHours * HOUR_MS) return true;
  return server.hasChanged(id, asOf - source.overlapMinutes * MINUTE_MS);
}

/** The source does not have this person any more: what it said is taken back. */
async function takeBack(asking: Asking, before: FetchedPerson | undefined): Promise<PersonOutcome> {
  const state = { run: asking.run, keys: [] };
  if (!before || before.keys.length === 0) return { kind: 'gone', state };
  return { kind: 'gone', state, answer: await deliver(asking, { resources: [], before }) };
}

async function deliver(
  { source, deliver: take }: Asking,
  said: {
    readonly resources: readonly FetchedResource[];
    readonly before: FetchedPerson | undefined;
  },
): Promise<PushAnswer> {
  const now = new Set(keysOf(said.resources));
  const vanished = (said.before?.keys ?? []).filter((key) => !now.has(key));
  const body = fetchedDelivery(said.resources, vanished, source.base);
  try {
    return await take(body);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'not-found')
      throw new FetchFault('no-adapter');
    if (error instanceof GatewayError && UNREADABLE.has(error.code))
      throw new FetchFault('unreadable');
    throw error;
  }
}

const UNREADABLE: ReadonlySet<string> = new Set(['unprocessable', 'unsupported-media-type']);

function hashOf(resource: object): string {
  return createHash('sha256').update(JSON.stringify(resource)).digest('base64url');
}
