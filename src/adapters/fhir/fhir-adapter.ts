import type { MappedDossier, MappedFact } from '../../plan/delivery.ts';
import type { Involvement } from '../../plan/fact.ts';
import { PLAN_RESOURCE_TYPES } from '../../plan/fact.ts';
import { isMembers } from '../../plan/fhir/issue.ts';
import { validateResource } from '../../plan/fhir/validate.ts';
import { targetsIn } from '../../plan/references.ts';
import { oversize } from '../body-size.ts';
import type { JsonLine } from '../../wire/ndjson.ts';
import { LINE_TYPES } from '../delivery.ts';
import type { Adapter, MappedDelivery, UnreadableDelivery } from '../delivery.ts';
import { BundleIndex } from './bundle-index.ts';
import type { Entry } from './bundle-index.ts';
import { DeliveryLog } from './delivery-log.ts';
import type { Scene } from './map-rows.ts';
import { mapResource } from './map-resource.ts';
import { aliasesOf } from './person-facts.ts';
import { readBundle } from './read-bundle.ts';
import type { BundleContents } from './read-bundle.ts';
import { readResourceLines } from './read-lines.ts';
import { LabelReader } from './stated-labels.ts';
import type { CategoryMaps } from './stated-labels.ts';

export interface FhirAdapterOptions {
  /** Whether being known to this source discloses something by itself. Default `team`. */
  readonly involvement?: Involvement;
  /** Code system → code → category: how the source's own codes name life domains. */
  readonly categories?: CategoryMaps;
  /** Statute under which the source collects. */
  readonly law?: string;
}

/** Version of the element tables; raised when a fact would come out differently. */
const MAPPING = 'fhir-r4 1.0.0';
const BOUNDS = { depth: 64, nodes: 500_000 };
/** As for every adapter; a Bundle or text of more is sent in parts. */
const MAX_FACTS = 50_000;
const PLAN_TYPES: ReadonlySet<string> = new Set(PLAN_RESOURCE_TYPES);

/**
 * The adapter for FHIR R4 in JSON: a Bundle (transaction, batch, collection, searchset) or one
 * resource. Every resource is a dossier of its own; what does not belong to a plan, is not valid
 * R4, or has no data subject is quarantined by place.
 * @throws RangeError when `categories` names a category that is not in the vocabulary
 */
export function fhirAdapter(options: FhirAdapterOptions = {}): Adapter {
  const labels = new LabelReader(options.categories ?? {}, options.involvement ?? 'team');
  return {
    name: 'fhir-r4',
    accepts: [
      'application/fhir+json',
      'application/json',
      'application/fhir+ndjson',
      ...LINE_TYPES,
    ],
    read: (body) => read(body, labels, options.law),
    readLines: (lines) => readLines(lines, labels, options.law),
  };
}

function read(
  body: unknown,
  labels: LabelReader,
  law: string | undefined,
): MappedDelivery | UnreadableDelivery {
  const size = oversize(body, BOUNDS);
  if (size !== undefined) return { unreadable: [{ place: '', code: 'too-large', text: size }] };
  const log = new DeliveryLog();
  const contents = readBundle(body, log);
  if (typeof contents === 'string')
    return { unreadable: [{ place: '', code: 'invalid-resource', text: contents }] };
  return mapContents(contents, { log, labels, law });
}

function readLines(
  lines: readonly JsonLine[],
  labels: LabelReader,
  law: string | undefined,
): MappedDelivery | UnreadableDelivery {
  const log = new DeliveryLog();
  return mapContents(readResourceLines(lines, log), { log, labels, law });
}

interface Mapping {
  readonly log: DeliveryLog;
  readonly labels: LabelReader;
  readonly law: string | undefined;
}

function mapContents(
  contents: BundleContents,
  { log, labels, law }: Mapping,
): MappedDelivery | UnreadableDelivery {
  const entries = contents.entries.filter((entry) => isUsable(entry, log));
  const index = new BundleIndex(contents.entries);
  const scene: Scene = { index, log, labels, ...(law === undefined ? {} : { law }) };
  const dossiers = mapEntries(entries, scene);
  const facts = dossiers.reduce((sum, dossier) => sum + dossier.facts.length, 0);
  if (facts > MAX_FACTS) {
    const text = `more than ${MAX_FACTS} facts: send it in parts`;
    return { unreadable: [{ place: '', code: 'too-large', text }] };
  }
  return {
    mapping: MAPPING,
    dossiers,
    withdrawn: contents.withdrawn,
    quarantined: log.quarantined,
    aliases: aliases(entries),
    ignored: log.ignored,
    about: entries.filter(({ type }) => type === 'Patient').map(({ key }) => key),
    held: log.held,
    astray: log.astray,
  };
}

/** A resource of the plan, valid, and without anything that changes its meaning unseen. */
function isUsable(entry: Entry, log: DeliveryLog): boolean {
  if (!PLAN_TYPES.has(entry.type)) {
    const text = `${safeType(entry.type)} is no resource of the plan`;
    log.holdBack(entry.place, 'not-a-plan-resource', text);
    return false;
  }
  const issues = validateResource(entry.resource);
  for (const { place, text } of issues.slice(0, 5))
    log.holdBack(entry.place + place, 'invalid-resource', text);
  if (issues.length > 0) log.holdBack(entry.place, 'invalid-resource', 'not valid FHIR R4');
  else if (Object.hasOwn(entry.resource, 'implicitRules') || hasModifier(entry.resource))
    log.holdBack(
      entry.place,
      'invalid-resource',
      'modifier extensions and rules are not known here',
    );
  else return true;
  log.held.push(entry.key);
  return false;
}

/** Types of FHIR may be named; anything else in that place may be anything. */
const safeType = (type: string): string => (/^[A-Z][A-Za-z]{2,40}$/.test(type) ? type : 'this');

function hasModifier(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasModifier);
  if (!isMembers(value)) return false;
  for (const name of Object.keys(value)) {
    if (name === 'modifierExtension') return true;
    const member = value[name];
    if (typeof member === 'object' && member !== null && hasModifier(member)) return true;
  }
  return false;
}

/** Practitioners come last: they are known by those whom the facts that name them are about. */
function mapEntries(entries: readonly Entry[], scene: Scene): readonly MappedDossier[] {
  const dossiers: MappedDossier[] = [];
  const taking: Taking = { dossiers, log: scene.log };
  const practitioners: Entry[] = [];
  for (const entry of entries) {
    if (entry.type === 'Practitioner') practitioners.push(entry);
    else add(taking, entry, mapResource(entry, scene));
  }
  const clients = clientsOfPractitioners(dossiers);
  for (const entry of practitioners)
    add(taking, entry, mapResource(entry, scene, [...(clients.get(entry.key) ?? [])]));
  return dossiers;
}

interface Taking {
  readonly dossiers: MappedDossier[];
  readonly log: DeliveryLog;
}

/** A resource of which everything was held back leaves the dossier as it was. */
function add(
  { dossiers, log }: Taking,
  entry: Entry,
  facts: readonly MappedFact[] | undefined,
): void {
  const shared = entry.type === 'Practitioner' ? ({ shared: true } as const) : {};
  if (facts) dossiers.push({ key: entry.key, facts, ...shared });
  else log.held.push(entry.key);
}

function clientsOfPractitioners(dossiers: readonly MappedDossier[]): Map<string, Set<string>> {
  const clients = new Map<string, Set<string>>();
  for (const { elements, subjects } of dossiers.flatMap((d) => d.facts))
    for (const target of elements.flatMap(({ value }) => targetsIn(value))) {
      if (!target.startsWith('local:Practitioner/')) continue;
      const key = target.slice('local:'.length);
      const known = clients.get(key) ?? new Set();
      subjects.forEach((subject) => known.add(subject));
      clients.set(key, known);
    }
  return clients;
}

function aliases(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const persons = entries.filter((e) => e.type === 'Patient' || e.type === 'RelatedPerson');
  return new Map(persons.map((entry) => [entry.key, aliasesOf(entry.resource)]));
}
