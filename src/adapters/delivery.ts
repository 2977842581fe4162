import type { MappedDelivery, MappedDossier, MappedFact, Quarantined } from '../plan/delivery.ts';
import type { CsvOptions } from '../wire/csv.ts';
import type { JsonLine } from '../wire/ndjson.ts';
import { SAME_PLACE } from '../wire/placed-tree.ts';
import type { XmlOptions } from '../wire/scan-xml.ts';

export { QUARANTINE_CODES } from '../plan/delivery.ts';
export type {
  MappedDelivery,
  MappedDossier,
  MappedFact,
  Quarantined,
  QuarantineCode,
} from '../plan/delivery.ts';

/** The body as a whole cannot be read: nothing was stored. */
export interface UnreadableDelivery {
  readonly unreadable: readonly Quarantined[];
}

/** One source format. Pure: bytes were already parsed by a reader into a tree. */
export interface Adapter {
  readonly name: string;
  /** Media types it takes at the door. */
  readonly accepts: readonly string[];
  /** How its bodies are written, as far as the reader in front of it needs to know. */
  readonly syntax?: Syntax;
  /** From what the same adapter is made in another thread; absent = it reads where it was made. */
  readonly recipe?: AdapterRecipe;
  /** @param sent what the sender said of the body beside it */
  read(body: unknown, sent?: Sent): MappedDelivery | UnreadableDelivery;
  /** Reads lines that are one document each, as one delivery; places begin with the number of a line. */
  readLines?(lines: readonly JsonLine[], sent?: Sent): ReadingWork;
  /** What `read` does, in pieces of work; for adapters whose bodies can be large. */
  readInSteps?(body: unknown, sent?: Sent): ReadingWork;
}

/** An adapter as plain data: the name of a built-in one, or the document of a mapping. */
export type AdapterRecipe = { readonly builtIn: string } | { readonly mapping: unknown };

/** Reading that stops here and there, so that others get their turn in between. */
export type ReadingWork = Generator<undefined, MappedDelivery | UnreadableDelivery>;

/** What a sender says of a body in its media type. */
export interface Sent {
  /** Release of FHIR, as in `application/fhir+json; fhirVersion=4.0`. */
  readonly fhirVersion?: string | undefined;
}

/** Media types of lines of JSON (FHIR Bulk Data, https://hl7.org/fhir/uv/bulkdata/export.html). */
export const LINE_TYPES = ['application/x-ndjson', 'application/ndjson'] as const;

/** What sender and reader agreed on, per syntax. */
export interface Syntax {
  readonly csv?: CsvOptions | undefined;
  readonly xml?: XmlOptions | undefined;
  /**
   * XML as elements with their namespaces and lines, up to so many elements and attributes; places
   * are those of the elements.
   */
  readonly elements?: { readonly maxNodes: number };
}

/**
 * A delivery with its places written as people find them in the body: adapters speak of the tree
 * they were given, in JSON pointers.
 */
export function withPlaces(
  delivery: MappedDelivery | UnreadableDelivery,
  placeOf: (pointer: string) => string,
): MappedDelivery | UnreadableDelivery {
  if (placeOf === SAME_PLACE) return delivery;
  const held = (all: readonly Quarantined[]) =>
    all.map((each) => ({ ...each, place: placeOf(each.place) }));
  if ('unreadable' in delivery) return { unreadable: held(delivery.unreadable) };
  return {
    ...delivery,
    dossiers: delivery.dossiers.map((dossier) => withDossierPlaces(dossier, placeOf)),
    quarantined: held(delivery.quarantined),
    ignored: delivery.ignored.map(placeOf),
  };
}

/** The same for one dossier. */
export function withDossierPlaces(
  dossier: MappedDossier,
  placeOf: (pointer: string) => string,
): MappedDossier {
  return { ...dossier, facts: dossier.facts.map((fact) => placed(fact, placeOf)) };
}

function placed(fact: MappedFact, placeOf: (pointer: string) => string): MappedFact {
  const { otherwise } = fact;
  return {
    ...fact,
    places: fact.places.map(placeOf),
    ...(otherwise === undefined ? {} : { otherwise: placed(otherwise, placeOf) }),
  };
}
