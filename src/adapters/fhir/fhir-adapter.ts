import { drain } from '../../plan/drain.ts';
import type { Involvement } from '../../plan/fact.ts';
import type { JsonLine } from '../../wire/ndjson.ts';
import { isXmlElement } from '../../wire/xml-elements.ts';
import { oversize } from '../body-size.ts';
import { LINE_TYPES, withPlaces } from '../delivery.ts';
import type { Adapter, ReadingWork, Sent, UnreadableDelivery } from '../delivery.ts';
import { BundleIndex } from './bundle-index.ts';
import type { Entry } from './bundle-index.ts';
import { DeliveryLog } from './delivery-log.ts';
import { MAX_FACTS, mapEntries } from './map-entries.ts';
import type { Scene } from './map-rows.ts';
import { aliasesOf } from './person-facts.ts';
import { readBundle } from './read-bundle.ts';
import type { BundleContents } from './read-bundle.ts';
import { readResourceLines } from './read-lines.ts';
import { LabelReader } from './stated-labels.ts';
import type { CategoryMaps } from './stated-labels.ts';
import { convertBody } from './stu3/convert-body.ts';
import { outlinesOf, releasesOf } from './stu3/detect-release.ts';
import type { FhirDocument, Release, Releases } from './stu3/detect-release.ts';
import { isUsable } from './usable-entry.ts';
import { readFhirXml, withXmlPlaces } from './xml/read-xml.ts';

export interface FhirAdapterOptions {
  /** Whether being known to this source discloses something by itself. Default `team`. */
  readonly involvement?: Involvement;
  /** Code system → code → category: how the source's own codes name life domains. */
  readonly categories?: CategoryMaps;
  /** Statute under which the source collects. */
  readonly law?: string;
}

/** Version of the element tables and code maps; raised when a fact would come out differently. */
const MAPPING = 'fhir-r4 2.1.0';
const BOUNDS = { depth: 64, nodes: 500_000 };
/** Resources that are judged between two stops. */
const RESOURCES_AT_ONCE = 32;
/** Names of releases as media types give them. */
const RELEASES: Readonly<Record<string, Release>> = { '4.0': 'r4', '3.0': 'stu3' };

/**
 * The adapter for FHIR in JSON and XML: a Bundle (transaction, batch, collection, searchset, document) or one
 * resource, or lines of these, of R4 or (for the types of the plan) of STU3. Every resource is a
 * dossier of its own; what does not belong to a plan, is not valid, or has no data subject is
 * quarantined by place.
 * @throws RangeError when `categories` names a category that is not in the vocabulary
 */
export function fhirAdapter(options: FhirAdapterOptions = {}): Adapter {
  const labels = new LabelReader(options.categories ?? {}, options.involvement ?? 'team');
  const settings = { labels, law: options.law };
  return {
    name: 'fhir-r4',
    accepts: [
      ...['application/fhir+json', 'application/json'],
      ...['application/fhir+xml', 'application/xml', 'text/xml'],
      ...['application/fhir+ndjson', ...LINE_TYPES],
    ],
    syntax: { elements: { maxNodes: BOUNDS.nodes } },
    read: (body, sent) => drain(readBody(body, sent, settings)),
    readInSteps: (body, sent) => readBody(body, sent, settings),
    readLines: (lines, sent) => withRelease(sent, (stated) => readMany(lines, stated, settings)),
  };
}

interface Settings {
  readonly labels: LabelReader;
  readonly law: string | undefined;
}

const unreadable = (code: 'too-large' | 'invalid-resource', text: string): UnreadableDelivery => ({
  unreadable: [{ place: '', code, text }],
});

function readBody(body: unknown, sent: Sent | undefined, settings: Settings): ReadingWork {
  return withRelease(sent, (stated) => readOne(body, stated, settings));
}

function* withRelease(
  { fhirVersion }: Sent = {},
  read: (stated: Release | undefined) => ReadingWork,
): ReadingWork {
  if (fhirVersion === undefined) return yield* read(undefined);
  const stated = Object.hasOwn(RELEASES, fhirVersion) ? RELEASES[fhirVersion] : undefined;
  if (stated !== undefined) return yield* read(stated);
  return unreadable('invalid-resource', 'FHIR is read as fhirVersion 4.0 or 3.0');
}

function* readOne(body: unknown, stated: Release | undefined, settings: Settings): ReadingWork {
  if (isXmlElement(body)) {
    const xml = yield* readFhirXml(body, stated);
    if (typeof xml === 'string') return unreadable('invalid-resource', xml);
    const documents = [{ base: '', tree: xml.tree }];
    const read = yield* readDocuments(documents, xml.releases, { ...settings, take });
    return yield* withXmlPlaces(read, body);
  }
  const size = oversize(body, BOUNDS);
  if (size !== undefined) return unreadable('too-large', size);
  const document = { base: '', tree: body };
  const releases = releasesOf(outlinesOf(document), stated);
  return yield* readDocuments([document], releases, { ...settings, take });
}

function* readMany(
  lines: readonly JsonLine[],
  stated: Release | undefined,
  settings: Settings,
): ReadingWork {
  const documents = lines.map(({ number, value }) => ({ base: `/${number}`, tree: value }));
  const releases = releasesOf(documents.flatMap(outlinesOf), stated);
  return yield* readDocuments(documents, releases, { ...settings, take: readResourceLines });
}

/** Takes documents apart into resources; a text when they are none. */
type Take = (documents: readonly FhirDocument[], log: DeliveryLog) => BundleContents | string;

const take: Take = ([document], log) => readBundle(document?.tree, log);

/** Resources, each of its own release; places are those of the trees as they came. */
function* readDocuments(
  came: readonly FhirDocument[],
  releases: Releases,
  settings: Settings & { readonly take: Take },
): ReadingWork {
  yield;
  const { documents, held, places, refused } = convertBody(came, releases);
  const log = new DeliveryLog();
  const contents = settings.take(documents, log);
  if (typeof contents === 'string') return unreadable('invalid-resource', contents);
  const delivery = yield* mapContents(contents, { ...settings, log, refused });
  if (documents === came) return delivery;
  const placed = withPlaces(delivery, (place) => places.originOf(place));
  if ('unreadable' in placed) return placed;
  return {
    ...placed,
    quarantined: [...placed.quarantined, ...held.quarantined],
    ignored: [...placed.ignored, ...held.ignored],
  };
}

interface Mapping extends Settings {
  readonly log: DeliveryLog;
  readonly refused: ReadonlyMap<string, string>;
}

function* mapContents(
  contents: BundleContents,
  { log, labels, law, refused }: Mapping,
): ReadingWork {
  const entries: Entry[] = [];
  for (const [i, entry] of contents.entries.entries()) {
    if (isUsable(entry, refused, log)) entries.push(entry);
    if (i % RESOURCES_AT_ONCE === 0) yield;
  }
  const index = BundleIndex.of(contents.entries, contents.ambiguous);
  const scene: Scene = { index, log, labels, ...(law === undefined ? {} : { law }) };
  const dossiers = yield* mapEntries(entries, scene);
  if (!dossiers) {
    const text = `more than ${MAX_FACTS} facts: send it in parts`;
    return unreadable('too-large', text);
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

function aliases(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const persons = entries.filter((e) => e.type === 'Patient' || e.type === 'RelatedPerson');
  return new Map(persons.map((entry) => [entry.key, aliasesOf(entry.resource)]));
}
