import { lineOfPlace, spanOfPlace } from '../wire/json-lines.ts';
import { segmentsOf } from '../wire/placed-tree.ts';
import type { MappingPlace, Suggestion } from './example-preview.ts';

/** Finds places in the text of a mapping; each is looked up once. */
export class MappingText {
  readonly document: unknown;
  readonly #text: string;
  readonly #known = new Map<string, MappingPlace>();

  constructor(text: string, document: unknown) {
    this.#text = text;
    this.document = document;
  }

  /** A place by its pointer; where it is not there, the line of the nearest thing around it. */
  at(pointer: string): MappingPlace {
    const known = this.#known.get(pointer);
    if (known) return known;
    const place = { pointer, line: lineOfPlace(this.#text, segmentsOf(pointer)) };
    this.#known.set(pointer, place);
    return place;
  }

  /** The value at a pointer; undefined when there is none. */
  value(pointer: string): unknown {
    return valueAt(this.document, segmentsOf(pointer));
  }
}

/** The value at a place of a parsed JSON text; undefined when there is none. */
export function valueAt(root: unknown, place: readonly string[]): unknown {
  let value = root;
  for (const step of place) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/**
 * The text of a mapping with an entry added at the end of a list; everything else stays as it was
 * written.
 * @returns undefined when the object that should get it is not there
 */
export function withEntry(
  text: string,
  { into, member, entry }: Suggestion,
): { readonly text: string; readonly offset: number } | undefined {
  const object = segmentsOf(into.pointer);
  const list = spanOfPlace(text, [...object, member]);
  if (list) return inList(text, list, entry);
  const around = spanOfPlace(text, object);
  if (!around) return undefined;
  const inner = `${indentAt(text, around.start)}  `;
  const rest = text.slice(around.start + 1);
  const comma = rest.trimStart().startsWith('}') ? '' : ',';
  const added = `\n${inner}"${member}": [\n${indented(entry, `${inner}  `)}\n${inner}]${comma}`;
  return { text: text.slice(0, around.start + 1) + added + rest, offset: around.start + 1 };
}

function inList(text: string, { start, end }: { start: number; end: number }, entry: string) {
  const before = text.slice(0, end - 1).trimEnd();
  const empty = before.length === start + 1;
  const indent = indentAt(text, start);
  const added = `${empty ? '' : ','}\n${indented(entry, `${indent}  `)}\n${indent}`;
  return { text: before + added + text.slice(end - 1), offset: before.length + 1 };
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function indented(entry: string, indent: string): string {
  return entry
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
}
