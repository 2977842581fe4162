import { describeJsonFault, parseStrictJson } from './strict-json.ts';
import type { JsonLimits } from './scan-json.ts';

/** Bounds on a text of lines: of each line, and of all of them together. */
export interface NdjsonLimits extends JsonLimits {
  /** Lines that hold something. */
  readonly maxLines: number;
}

/** Room for the export of a whole organisation. */
const NDJSON_LIMITS: NdjsonLimits = { maxDepth: 64, maxNodes: 2_000_000, maxLines: 50_000 };

/** Lines that are read between two stops. */
const LINES_AT_ONCE = 32;

/** One line that was read. */
export interface JsonLine {
  /** From 1, blank lines included. */
  readonly number: number;
  readonly value: unknown;
}

/** One line that is no JSON, and why: never any of its text. */
export interface UnreadLine {
  readonly number: number;
  readonly text: string;
}

export type Ndjson =
  | {
      readonly ok: true;
      readonly lines: readonly JsonLine[];
      readonly unread: readonly UnreadLine[];
    }
  | { readonly ok: false; readonly text: string };

/**
 * Reads JSON texts that stand one on a line (https://github.com/ndjson/ndjson-spec), each as strictly
 * as {@link parseStrictJson} does. Lines end in LF, a CR before it is white space, the last one needs
 * no end. Blank lines hold nothing and count as lines; a byte order mark may begin the whole text.
 *
 * A line that cannot be read takes no other line down. The text as a whole is refused when it is
 * larger than its bounds, and when none of its lines can be read: then it is something else.
 * @yields now and then, so that others get their turn
 */
export function* parseNdjson(
  bytes: Uint8Array,
  limits: NdjsonLimits = NDJSON_LIMITS,
): Generator<undefined, Ndjson> {
  const lines: JsonLine[] = [];
  const unread: UnreadLine[] = [];
  let nodes = 0;
  for (const { number, text } of linesOf(bytes)) {
    if (lines.length + unread.length >= limits.maxLines) return tooLarge(limits.maxLines, 'lines');
    const left = { maxDepth: limits.maxDepth, maxNodes: limits.maxNodes - nodes };
    const parsed = parseStrictJson(text, left);
    if (parsed.ok) {
      lines.push({ number, value: parsed.value });
      nodes += parsed.nodes;
      if (lines.length % LINES_AT_ONCE === 0) yield;
    } else if (parsed.issue.code === 'too-many-values') return tooLarge(limits.maxNodes, 'values');
    else unread.push({ number, text: describeJsonFault(parsed.issue) });
  }
  const [first] = unread;
  if (lines.length > 0) return { ok: true, lines, unread };
  if (!first) return { ok: false, text: 'no line holds anything' };
  return { ok: false, text: `no line can be read; line ${first.number}: ${first.text}` };
}

function tooLarge(most: number, what: string): Ndjson {
  return { ok: false, text: `the text holds more than ${most} ${what}: send it in parts` };
}

const LF = 0x0a;

/** The lines that hold something. A line feed is no part of any other character in UTF-8. */
function* linesOf(bytes: Uint8Array): Generator<{ number: number; text: Uint8Array }> {
  let start = hasMark(bytes) ? 3 : 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const feed = bytes.indexOf(LF, start);
    const end = feed < 0 ? bytes.length : feed;
    const text = bytes.subarray(start, end);
    if (!text.every(isBlank)) yield { number, text };
    start = end + 1;
  }
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Space, tab, carriage return: what JSON lets stand around a text. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
