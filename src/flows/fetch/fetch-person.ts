import { createHash } from 'node:crypto';
import { FetchFault } from '../../adapters/fhir-server/fetch-fault.ts';
import type {
  FetchedResource,
  FhirServer,
  PatientReading,
} from '../../adapters/fhir-server/fhir-server.ts';
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
  /**
   * Remembers, before anything is delivered, whatever may be stored of this person: what a broken
   * run delivered can still be taken back by the next one.
   */
  readonly remember: (keys: readonly string[]) => Promise<void>;
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
  const { server } = asking;
  const id = await idOf(server, person);
  const read = id === undefined ? 'gone' : await server.readPatient(id);
  if (id === undefined || read === 'gone') return takeBack(asking, before);
  return takeIn(asking, { id, read }, before);
}

async function takeIn(
  asking: Asking,
  { id, read }: { readonly id: string; readonly read: PatientReading },
  before: FetchedPerson | undefined,
): Promise<PersonOutcome> {
  const { server, run, form, now } = asking;
  const patient = hashOf(read.patient.resource);
  const turn = { run, asOf: Math.min(read.serverTime ?? now, now), form, patient };
  const known = before && !isWholeDue(asking, before) ? before : undefined;
  if (known && !(await hasChanged(asking, { id, patient, known })))
    return { kind: 'unchanged', state: { ...known, ...turn } };
  const resources = [read.patient, ...(await server.gather(id))];
  const delivered = hashOf(resources);
  // What was repeated only because the overlap reaches back is delivered already.
  if (known?.delivered === delivered) return { kind: 'unchanged', state: { ...known, ...turn } };
  const keys = keysOf(resources);
  // The source filed this person anew: what stood under the former patient goes with that patient.
  if (before?.keys.some((key) => isOtherPatient(key, id))) await takeBack(asking, before);
  const answer = await deliver(asking, resources, before?.keys ?? []);
  return { kind: 'fetched', state: { ...turn, wholeAt: now, keys, delivered }, answer };
}

function isOtherPatient(key: string, id: string): boolean {
  return key.startsWith('Patient/') && key !== `Patient/${id}`;
}

async function idOf(server: FhirServer, person: PersonToAsk): Promise<string | undefined> {
  if (person.by === 'id') return patientId(person);
  const [id, ...others] = await server.findPatients(person.key);
  if (others.length > 0) throw new FetchFault('ambiguous');
  return id;
}

/** Nothing of this kind was asked before, or it is time to see what is there no longer. */
function isWholeDue({ source, form, now }: Asking, before: FetchedPerson): boolean {
  const { wholeAt, asOf } = before;
  if (wholeAt === undefined || asOf === undefined || before.form !== form) return true;
  return now - wholeAt >= source.wholeEveryHours * HOUR_MS;
}

interface Known {
  readonly id: string;
  readonly patient: string;
  readonly known: FetchedPerson;
}

async function hasChanged({ server, source }: Asking, { id, patient, known }: Known) {
  if (known.patient !== patient) return true;
  return server.hasChanged(id, (known.asOf ?? 0) - source.overlapMinutes * MINUTE_MS);
}

/** The source does not have this person any more: what it said is taken back. */
async function takeBack(asking: Asking, before: FetchedPerson | undefined): Promise<PersonOutcome> {
  const state = { run: asking.run, keys: [] };
  if (!before || before.keys.length === 0) return { kind: 'gone', state };
  return { kind: 'gone', state, answer: await deliver(asking, [], before.keys) };
}

/** Delivers what there is now, and the end of what there was. */
async function deliver(
  { source, remember, deliver: take }: Asking,
  resources: readonly FetchedResource[],
  keysBefore: readonly string[],
): Promise<PushAnswer> {
  const keys = new Set(keysOf(resources));
  const vanished = keysBefore.filter((key) => !keys.has(key));
  await remember([...keys, ...vanished]);
  try {
    return await take(fetchedDelivery(resources, vanished, source.base));
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'not-found')
      throw new FetchFault('no-adapter');
    if (error instanceof GatewayError && UNREADABLE.has(error.code))
      throw new FetchFault('unreadable');
    throw error;
  }
}

const UNREADABLE: ReadonlySet<string> = new Set(['unprocessable', 'unsupported-media-type']);

function hashOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
