import { JsonFault, scanJson } from './scan-json.ts';
import type { JsonFaultCode, JsonLimits } from './scan-json.ts';
import { decodeUtf8 } from './utf8.ts';

/** Deep and wide enough for the largest FHIR Bundle that a door takes. */
export const JSON_LIMITS: JsonLimits = { maxDepth: 64, maxNodes: 200_000 };

/** Where a JSON text is wrong, and how. Never contains any of the text. */
export interface JsonIssue {
  readonly code: JsonFaultCode | 'not-utf8' | 'byte-order-mark';
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

export type StrictJson =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** How many values it holds. */ readonly nodes: number;
    }
  | { readonly ok: false; readonly issue: JsonIssue };

/**
 * Reads one JSON text (RFC 8259) and nothing that two readers could take for two things: only
 * valid UTF-8 without byte order mark, no member twice in one object, no integer that a double
 * cannot hold, no half surrogate pair, bounded depth and size (RFC 7493, I-JSON). Members named
 * `__proto__`, `constructor` or `prototype` are refused, so the value can be copied and merged.
 *
 * One scan checks all of this without building anything; `JSON.parse` then builds the value.
 * @param bytes the whole text
 * @param limits bounds; default `JSON_LIMITS`
 */
export function parseStrictJson(bytes: Uint8Array, limits: JsonLimits = JSON_LIMITS): StrictJson {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return at('byte-order-mark');
  const text = decodeUtf8(bytes);
  if (text === undefined) return at('not-utf8');
  let nodes = 0;
  try {
    nodes = scanJson(text, limits);
  } catch (fault) {
    if (fault instanceof JsonFault) return { ok: false, issue: locate(text, fault) };
    throw fault;
  }
  return { ok: true, value: JSON.parse(text), nodes };
}

function at(code: JsonIssue['code']): StrictJson {
  return { ok: false, issue: { code, line: 1, column: 1 } };
}

function locate(text: string, fault: JsonFault): JsonIssue {
  const before = text.slice(0, fault.offset);
  const lastBreak = before.lastIndexOf('\n');
  const line = before.split('\n').length;
  return { code: fault.code, line, column: fault.offset - lastBreak };
}

/** One English sentence about an issue, for an error document or a terminal. */
export function describeJsonIssue(issue: JsonIssue): string {
  return `line ${issue.line}, column ${issue.column}: ${TEXTS[issue.code]}`;
}

/** The same of a text that is one line: its number is known to whoever asks. */
export function describeJsonFault(issue: JsonIssue): string {
  return `column ${issue.column}: ${TEXTS[issue.code]}`;
}

const TEXTS: Record<JsonIssue['code'], string> = {
  'not-utf8': 'the text is not valid UTF-8',
  'byte-order-mark': 'the text starts with a byte order mark',
  syntax: 'this is not JSON',
  'too-deep': 'arrays and objects are nested too deeply',
  'too-many-values': 'the text holds too many values',
  'duplicate-member': 'this member occurs twice in its object',
  'forbidden-member': 'this member name is not allowed',
  'number-out-of-range': 'this number cannot be held exactly',
  'lone-surrogate': 'this escape is half a surrogate pair',
};
