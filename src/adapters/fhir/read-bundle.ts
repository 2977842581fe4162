import { isMembers } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { pointer } from '../json-pointer.ts';
import { PLAN_RESOURCE_TYPES } from '../../plan/fact.ts';
import { literalKey } from '../../plan/fhir/references.ts';
import type { Entry } from './bundle-index.ts';
import { notOfThePlan } from './not-of-the-plan.ts';
import { onePerKey } from './one-per-key.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { renamedAddress } from './stu3/stu3-systems.ts';

/** Kinds of Bundle that hold resources to take over. */
const TRANSACTIONS: ReadonlySet<string> = new Set(['transaction', 'batch']);
const LISTS: ReadonlySet<string> = new Set(['collection', 'searchset', 'document']);
const PLAN_TYPES: ReadonlySet<string> = new Set(PLAN_RESOURCE_TYPES);
const ENTRY_ENVELOPE: ReadonlySet<string> = new Set(['fullUrl', 'request', 'search', 'link', 'id']);

/** What a body holds before any resource is looked into. */
export interface BundleContents {
  readonly entries: readonly Entry[];
  /** Keys of resources that the source takes back. */
  readonly withdrawn: readonly string[];
  /** Keys that resources of several servers have: none of them is in `entries`. */
  readonly ambiguous: ReadonlySet<string>;
}

/**
 * Takes a body apart: a Bundle (transaction, batch, collection, searchset, document) or one resource.
 * @returns a text when the body as a whole is neither
 * @see https://hl7.org/fhir/R4/http.html#transaction
 */
export function readBundle(body: unknown, log: DeliveryLog, place = ''): BundleContents | string {
  if (!isMembers(body)) return 'expected a FHIR resource: a JSON object';
  if (body['resourceType'] !== 'Bundle') return readSingle(body, place);
  const type = String(body['type']);
  if (!TRANSACTIONS.has(type) && !LISTS.has(type))
    return 'expected a Bundle of type transaction, batch, collection, searchset or document';
  const entries = body['entry'] ?? [];
  if (!Array.isArray(entries)) return 'Bundle.entry is a list';
  for (const name of Object.keys(body)) if (name !== 'entry') log.ignore(pointer(place, name));
  const reading: Reading = { log, found: [], withdrawn: new Set() };
  (entries as readonly unknown[]).forEach((entry, i) => {
    readEntry(
      entry,
      { place: `${place}/entry/${i}`, transaction: TRANSACTIONS.has(type) },
      reading,
    );
  });
  const { found } = reading;
  const keys = new Set(found.map(({ key }) => key));
  const withdrawn = [...reading.withdrawn].filter((key) => !keys.has(key));
  return { ...onePerKey(found, log), withdrawn };
}

interface Reading {
  readonly log: DeliveryLog;
  readonly found: Entry[];
  readonly withdrawn: Set<string>;
}

interface At {
  readonly place: string;
  readonly transaction: boolean;
}

function readSingle(resource: Members, place: string): BundleContents | string {
  const { resourceType, id } = resource;
  if (typeof resourceType !== 'string') return 'resourceType is missing';
  const hasId = typeof id === 'string' && id !== '';
  if (!hasId && !PLAN_TYPES.has(resourceType)) return notOfThePlan(resourceType);
  if (!hasId) return 'a resource needs an id to be found again';
  const key = `${resourceType}/${id}`;
  const entries = [{ place, type: resourceType, key, id, resource }];
  return { entries, withdrawn: [], ambiguous: new Set() };
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
  if (typeof found !== 'string') reading.found.push(found);
  else loseEntry(entry, { place: held(entry, at.place), text: found }, log);
}

/** What is no resource of the plan need not be known again; how a search went is about nobody. */
function loseEntry(
  entry: Members,
  { place, text }: { place: string; text: string },
  log: DeliveryLog,
) {
  const { resource, search } = entry;
  const type = isMembers(resource) ? resource['resourceType'] : undefined;
  if (type === 'OperationOutcome' && isMembers(search) && search['mode'] === 'outcome')
    log.ignore(place);
  else if (typeof type === 'string' && !PLAN_TYPES.has(type))
    log.holdBack(place, 'not-a-plan-resource', notOfThePlan(type));
  else log.lose(place, text);
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
  const type = resource['resourceType'];
  const id = idOf(resource, type, fullUrl);
  if (id === undefined)
    return 'a resource needs an id, or a fullUrl that is a UUID or ends with type and id';
  if (!agree(`${type}/${id}`, fullUrl)) return 'fullUrl names another resource than type and id do';
  return {
    place: pointer(place, 'resource'),
    type,
    key: `${type}/${id}`,
    id,
    resource,
    ...(typeof fullUrl === 'string' ? { fullUrl: renamedAddress(fullUrl) } : {}),
  };
}

function idOf(resource: Members, type: string, fullUrl: unknown): string | undefined {
  if (typeof resource['id'] === 'string' && resource['id'] !== '') return resource['id'];
  if (resource['id'] !== undefined || typeof fullUrl !== 'string') return undefined;
  const uuid = /^urn:uuid:([0-9a-fA-F-]{36})$/.exec(fullUrl);
  if (uuid) return uuid[1];
  const key = addressed(fullUrl);
  return key?.startsWith(`${type}/`) === true ? key.slice(type.length + 1) : undefined;
}

/** `Type/id` at the end of an address on a server. */
function addressed(fullUrl: string): string | undefined {
  return fullUrl.startsWith('urn:') ? undefined : literalKey(renamedAddress(fullUrl));
}

/** An address on a server ends with the type and the id of what is there (bdl-8, R4 2.36.4). */
function agree(key: string, fullUrl: unknown): boolean {
  const named = typeof fullUrl === 'string' ? addressed(fullUrl) : undefined;
  return named === undefined || named === renamedAddress(key);
}
