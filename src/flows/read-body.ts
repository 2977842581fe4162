import type { Syntax } from '../adapters/delivery.ts';
import { drain } from '../plan/drain.ts';
import { describeCsvIssue, parseStrictCsv } from '../wire/csv.ts';
import { SAME_PLACE, type PlacedTree } from '../wire/placed-tree.ts';
import { describeJsonIssue, JSON_LIMITS, parseStrictJson } from '../wire/strict-json.ts';
import { describeXmlIssue, parseStrictXml, parseXmlElementsInSteps } from '../wire/xml.ts';
import { GatewayError } from './gateway-error.ts';

/** A dossier may be a whole organisation's export: more nodes than a Bundle, no deeper. */
const DOSSIER_LIMITS = { ...JSON_LIMITS, maxNodes: 2_000_000 };

type Reader = (body: Uint8Array, syntax: Syntax) => PlacedTree;

/** Media types and the reader in front of the adapters that take them. */
const READERS: Readonly<Record<string, Reader>> = {
  'application/json': readJson,
  'application/fhir+json': readJson,
  'text/csv': readCsv,
  'application/fhir+xml': readXml,
  'application/xml': readXml,
  'text/xml': readXml,
};

/**
 * Turns a pushed body into the neutral tree that adapters read.
 * @param syntax how the adapter's bodies are written
 * @throws GatewayError `unprocessable` with line and column, or the record, when the text is not
 *   well formed, `unsupported-media-type` when no reader takes it
 */
export function readBody(mediaType: string, body: Uint8Array, syntax: Syntax = {}): PlacedTree {
  return drain(readBodyInSteps(mediaType, body, syntax));
}

/** The same in pieces of work, where the reader of the syntax can stop. */
export function* readBodyInSteps(
  mediaType: string,
  body: Uint8Array,
  syntax: Syntax = {},
): Generator<undefined, PlacedTree> {
  const { elements } = syntax;
  if (elements && READERS[mediaType] === readXml)
    return yield* readElements(body, elements.maxNodes);
  const read = Object.hasOwn(READERS, mediaType) ? READERS[mediaType] : undefined;
  if (read) return read(body, syntax);
  const text = `Send one of ${Object.keys(READERS).join(', ')}.`;
  throw new GatewayError('unsupported-media-type', [{ place: 'Content-Type', text }]);
}

function readJson(body: Uint8Array): PlacedTree {
  const parsed = parseStrictJson(body, DOSSIER_LIMITS);
  if (parsed.ok) return { value: parsed.value, placeOf: SAME_PLACE };
  throw notReadable(describeJsonIssue(parsed.issue));
}

function readCsv(body: Uint8Array, { csv }: Syntax): PlacedTree {
  const parsed = parseStrictCsv(body, csv);
  if (parsed.ok) return parsed;
  throw notReadable(describeCsvIssue(parsed.issue));
}

function readXml(body: Uint8Array, { xml }: Syntax): PlacedTree {
  const parsed = parseStrictXml(body, xml);
  if (parsed.ok) return parsed;
  throw notReadable(describeXmlIssue(parsed.issue));
}

function* readElements(body: Uint8Array, maxNodes: number): Generator<undefined, PlacedTree> {
  const parsed = yield* parseXmlElementsInSteps(body, maxNodes);
  if (parsed.ok) return { value: parsed.value, placeOf: SAME_PLACE };
  throw notReadable(describeXmlIssue(parsed.issue));
}

function notReadable(text: string): GatewayError {
  return new GatewayError('unprocessable', [{ text }]);
}
