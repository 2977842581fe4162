/**
 * What a reader makes of a body: plain objects, lists and texts, whatever syntax it came in, and
 * the way back from a place in that tree to the place where a person finds it in the body.
 */
export interface PlacedTree {
  readonly value: unknown;
  /**
   * From a JSON pointer in `value` to the notation of the syntax: the pointer itself for JSON,
   * `record 4, bedrag` for CSV, `/Bericht/Client[1]/Bsn[1]` for XML.
   */
  readonly placeOf: (pointer: string) => string;
}

/** The way back where both are written alike. */
export const SAME_PLACE = (pointer: string): string => pointer;

/** Copying these names into a plain object changes its prototype or looks as if it did. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/** The segments of a JSON pointer (RFC 6901), unescaped. */
export function segmentsOf(pointer: string): readonly string[] {
  const segments = pointer.split('/');
  segments.shift();
  if (!pointer.includes('~')) return segments;
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
