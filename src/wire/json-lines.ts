const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;
const SPACE = /\s*/y;

/**
 * The line on which a value of a JSON text stands. For a place that is not there: the line of the
 * nearest thing around it, where it would have to be added.
 * @param text well-formed JSON
 * @param place names and indexes from the root
 * @returns a line number from 1
 */
export function lineOfPlace(text: string, place: readonly string[]): number {
  let offset = skip(text, SPACE, 0);
  for (const step of place) {
    const next = childOffset(text, offset, step);
    if (next === undefined) break;
    offset = next;
  }
  return text.slice(0, offset).split('\n').length;
}

/**
 * Where the text of a value begins and ends (exclusive); undefined when it is not there.
 * @param text well-formed JSON
 */
export function spanOfPlace(
  text: string,
  place: readonly string[],
): { readonly start: number; readonly end: number } | undefined {
  let start: number | undefined = skip(text, SPACE, 0);
  for (const step of place) {
    start = childOffset(text, start, step);
    if (start === undefined) return undefined;
  }
  return { start, end: endOfValue(text, start) };
}

/** Where the member or item begins (a member at its name); undefined when it is not there. */
function childOffset(text: string, parent: number, step: string): number | undefined {
  const opening = text.charAt(parent);
  if (opening !== '{' && opening !== '[') return undefined;
  let offset = skip(text, SPACE, parent + 1);
  for (let index = 0; offset < text.length && !'}]'.includes(text.charAt(offset)); index += 1) {
    const name = opening === '{' ? nameAt(text, offset) : String(index);
    const value = opening === '{' ? valueAfterName(text, offset) : offset;
    if (name === step) return value;
    offset = skip(text, SPACE, endOfValue(text, value));
    if (text.charAt(offset) === ',') offset = skip(text, SPACE, offset + 1);
  }
  return undefined;
}

function nameAt(text: string, offset: number): string {
  return JSON.parse(text.slice(offset, skip(text, STRING, offset))) as string;
}

function valueAfterName(text: string, offset: number): number {
  const colon = skip(text, SPACE, skip(text, STRING, offset));
  return skip(text, SPACE, colon + 1);
}

function endOfValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return skip(text, STRING, start);
  if (first !== '{' && first !== '[') return skip(text, SCALAR, start);
  let depth = 0;
  for (let offset = start; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '"') offset = skip(text, STRING, offset) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return offset + 1;
  }
  return text.length;
}

/** The offset after a sticky pattern; the same offset when it does not match. */
function skip(text: string, pattern: RegExp, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}
