import { isMembers } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { pointer } from '../json-pointer.ts';
import type { Entry } from './bundle-index.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { renamedAddress } from './stu3/stu3-systems.ts';

/** Kinds of Bundle that hold resources to take over. */
const TRANSACTIONS: ReadonlySet<string> = new Set(['transaction', 'batch']);
const LISTS: ReadonlySet<string> = new Set(['collection', 'searchset']);
const ENTRY_ENVELOPE: ReadonlySet<string> = new Set(['fullUrl', 'request', 'search', 'link', 'id']);

/** What a body holds before any resource is looked into. */
export interface BundleContents {
  readonly entries: readonly Entry[];
  /** Keys of resources that the source takes back. */
  readonly withdrawn: readonly string[];
}

/**
 * Takes a body apart: a Bundle (transaction, batch, collection, searchset) or one resource.
 * @returns a text when the body as a whole is neither
 * @see https://hl7.org/fhir/R4/http.html#transaction
 */
export function readBundle(body: unknown, log: DeliveryLog, place = ''): BundleContents | string {
  if (!isMembers(body)) return 'expected a FHIR resource: a JSON object';
  if (body['resourceType'] !== 'Bundle') return readSingle(body, place);
  const type = String(body['type']);
  if (!TRANSACTIONS.has(type) && !LISTS.has(type))
    return 'expected a Bundle of type transaction, batch, collection or searchset';
  const entries = body['entry'] ?? [];
  if (!Array.isArray(entries)) return 'Bundle.entry is a list';
  for (const name of Object.keys(body)) if (name !== 'entry') log.ignore(pointer(place, name));
  const reading: Reading = { log, entries: [], withdrawn: new Set(), keys: new Set() };
  (entries as readonly unknown[]).forEach((entry, i) => {
    readEntry(
      entry,
      { place: `${place}/entry/${i}`, transaction: TRANSACTIONS.has(type) },
      reading,
    );
  });
  const withdrawn = [...reading.withdrawn].filter((key) => !reading.keys.has(key));
  return { entries: reading.entries, withdrawn };
}

interface Reading {
  readonly log: DeliveryLog;
  readonly entries: Entry[];
  readonly withdrawn: Set<string>;
  readonly keys: Set<string>;
}

interface At {
  readonly place: string;
  readonly transaction: boolean;
}

function readSingle(resource: Members, place: string): BundleContents | string {
  const { resourceType, id } = resource;
  if (typeof resourceType !== 'string') return 'resourceType is missing';
  if (typeof id !== 'string' || id === '') return 'a resource needs an id to be found again';
  const key = `${resourceType}/${id}`;
  return { entries: [{ place, type: resourceType, key, id, resource }], withdrawn: [] };
}

function readEntry(entry: unknown, at: At, reading: Reading): void {
  const { log } = reading;
  if (!isMembers(entry)) {
    log.lose(at.place, 'an entry is a JSON object');
    return;
  }
  for (const name of Object.keys(entry)) {
    const place = pointer(at.place, name);
    if (ENTRY_ENVELOPE.has(name)) log.ignore(place);
    else if (name !== 'resource') log.holdBack(place, 'unmapped', 'not expected in an entry');
  }
  const problem = at.transaction ? readRequest(entry, reading) : undefined;
  if (problem === 'withdrawn') return;
  const found = problem === undefined ? entryOf(entry, at.place) : problem;
  if (typeof found === 'string') log.lose(held(entry, at.place), found);
  else if (reading.keys.has(found.key))
    log.holdBack(found.place, 'invalid-resource', 'this resource occurs twice in one delivery');
  else {
    reading.keys.add(found.key);
    reading.entries.push(found);
  }
}

const held = (entry: Members, place: string): string =>
  Object.hasOwn(entry, 'resource') ? pointer(place, 'resource') : place;

/** What is asked of the entry; a text when it is nothing that a push can do. */
function readRequest(entry: Members, reading: Reading): string | undefined {
  const request = isMembers(entry['request']) ? entry['request'] : {};
  const { method, url } = request;
  if (method === 'DELETE') return readDelete(url, reading);
  if (method === 'POST') return undefined;
  if (method !== 'PUT') return 'a push takes PUT, POST and DELETE';
  const resource = isMembers(entry['resource']) ? entry['resource'] : {};
  const own = `${String(resource['resourceType'])}/${String(resource['id'])}`;
  return typeof url === 'string' && renamedAddress(url) === own
    ? undefined
    : 'the address of a PUT is the type and the id of its resource';
}

function readDelete(url: unknown, reading: Reading): string {
  if (typeof url !== 'string' || !/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(url))
    return 'a DELETE names one resource by type and id';
  reading.withdrawn.add(renamedAddress(url));
  return 'withdrawn';
}

function entryOf(entry: Members, place: string): Entry | string {
  const resource = entry['resource'];
  if (!isMembers(resource) || typeof resource['resourceType'] !== 'string')
    return 'an entry needs a resource with a resourceType';
  const { fullUrl } = entry;
  const id = idOf(resource, fullUrl);
  if (id === undefined) return 'a resource needs an id, or a fullUrl that is a UUID';
  const type = resource['resourceType'];
  return {
    place: pointer(place, 'resource'),
    type,
    key: `${type}/${id}`,
    id,
    resource,
    ...(typeof fullUrl === 'string' ? { fullUrl: renamedAddress(fullUrl) } : {}),
  };
}

function idOf(resource: Members, fullUrl: unknown): string | undefined {
  if (typeof resource['id'] === 'string' && resource['id'] !== '') return resource['id'];
  const uuid = typeof fullUrl === 'string' ? /^urn:uuid:([0-9a-fA-F-]{36})$/.exec(fullUrl) : null;
  return uuid?.[1];
}
