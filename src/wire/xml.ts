import type { PlacedTree } from './placed-tree.ts';
import { XmlFault, scanXml } from './scan-xml.ts';
import type { XmlFaultCode, XmlLimits, XmlOptions } from './scan-xml.ts';
import { scanElements, scanElementsInSteps } from './xml-elements.ts';
import type { XmlElement } from './xml-elements.ts';
import { xmlPlaceOf } from './xml-place.ts';
import { decodeUtf8 } from './utf8.ts';

/** Deep and wide enough for the largest message that a door takes. */
const XML_LIMITS: XmlLimits = { maxDepth: 64, maxNodes: 500_000 };

/** Where an XML text is wrong, and how. Never contains any of the text. */
export interface XmlIssue {
  readonly code: XmlFaultCode | 'not-utf8';
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export type StrictXml =
  ({ readonly ok: true } & PlacedTree) | { readonly ok: false; readonly issue: XmlIssue };

/**
 * Reads one XML document (XML 1.0, namespaces) as plain values: an element with only text is that
 * text, other elements are objects with a member per child (a list when it repeats), `@name` per
 * attribute and `#text` for text beside them. The root is the one member of the outermost object.
 *
 * Refused: document types (and so entities), processing instructions that do more than name a
 * schema (`xml-model`), encodings other than
 * UTF-8, prefixes that are not declared, and what is deeper or wider than any message.
 * Comments and attributes of the XML Schema instance namespace are no content and are left out.
 */
export function parseStrictXml(
  bytes: Uint8Array,
  options: XmlOptions = {},
  limits: XmlLimits = XML_LIMITS,
): StrictXml {
  const read = readXml(bytes, (text) => scanXml(text, options, limits));
  if (!read.ok) return read;
  const { value } = read;
  return { ok: true, value, placeOf: (pointer) => xmlPlaceOf(value, pointer) };
}

/**
 * Reads one XML document as elements with their namespaces, places and lines, under the same
 * bounds and refusals as {@link parseStrictXml}: for formats in which a local name is not enough.
 * @param maxNodes elements and attributes; default as for any message
 */
export function parseXmlElements(
  bytes: Uint8Array,
  maxNodes: number = XML_LIMITS.maxNodes,
): XmlRead<XmlElement> {
  return readXml(bytes, (text) => scanElements(text, { ...XML_LIMITS, maxNodes }));
}

/** The same in pieces of work, between which others may have their turn. */
export function* parseXmlElementsInSteps(
  bytes: Uint8Array,
  maxNodes: number = XML_LIMITS.maxNodes,
): Generator<undefined, XmlRead<XmlElement>> {
  const text = textOf(bytes);
  if (text === undefined) return NOT_UTF8;
  try {
    return { ok: true, value: yield* scanElementsInSteps(text, { ...XML_LIMITS, maxNodes }) };
  } catch (fault) {
    return refusal(fault);
  }
}

type XmlRead<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issue: XmlIssue };

function readXml<T>(bytes: Uint8Array, scan: (text: string) => T): XmlRead<T> {
  const text = textOf(bytes);
  if (text === undefined) return NOT_UTF8;
  try {
    return { ok: true, value: scan(text) };
  } catch (fault) {
    return refusal(fault);
  }
}

const NOT_UTF8 = { ok: false, issue: { code: 'not-utf8', line: 1, column: 1 } } as const;

/** Without byte order mark; undefined when it is no UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  const text = decodeUtf8(bytes);
  return text?.startsWith('\uFEFF') === true ? text.slice(1) : text;
}

function refusal(fault: unknown): { readonly ok: false; readonly issue: XmlIssue } {
  if (!(fault instanceof XmlFault)) throw fault;
  return { ok: false, issue: { code: fault.code, line: fault.line, column: fault.column } };
}

/** One English sentence about an issue, for an error document or a terminal. */
export function describeXmlIssue({ code, line, column }: XmlIssue): string {
  return `line ${line}, column ${column}: ${TEXTS[code]}`;
}

const TEXTS: Record<XmlIssue['code'], string> = {
  'not-utf8': 'the text is not valid UTF-8',
  syntax: 'this is not well-formed XML',
  'document-type': 'a document type is not allowed here',
  'processing-instruction': 'a processing instruction is not allowed here',
  declaration: 'the declaration must be of XML 1.0 in UTF-8',
  'too-deep': 'elements are nested too deeply',
  'too-many-nodes': 'the text holds too many elements, attributes or references',
  'duplicate-attribute': 'two attributes of this element have the same local name',
  'forbidden-name': 'this name is not allowed',
};
