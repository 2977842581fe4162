import { csvLeaves } from './csv-leaves.ts';
import { xmlLeaves } from './xml-leaves.ts';

/** One value of a body, found without any of the product's readers. */
export interface Leaf {
  /** The notations in which its place may be written; the first is the one to show. */
  readonly places: readonly string[];
  /** Name of the field, column, element or attribute it stands in. */
  readonly name: string;
  readonly value: string;
}

/** `lines`: one JSON value per line. */
export type BodySyntax = 'json' | 'csv' | 'xml' | 'lines';

/**
 * Every value that says something, by a walk of its own: null, blank text, white space between
 * elements and comments say nothing.
 * @throws Error when the text is not well formed enough to be walked
 */
export function leavesOf(syntax: BodySyntax, text: string): readonly Leaf[] {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return withNumbersNamed(WALKERS[syntax](bare));
}

/** FHIR says beside a number which kind it is: then that is its name. */
function withNumbersNamed(leaves: readonly Leaf[]): readonly Leaf[] {
  const systems = leaves.filter(({ name, value }) => name === 'system' && /\/bsn$/.test(value));
  const objects = new Set(systems.map(objectOf));
  return leaves.map((leaf) =>
    leaf.name === 'value' && objects.has(objectOf(leaf)) ? { ...leaf, name: 'bsn' } : leaf,
  );
}

/** Place of the object or element that a value stands in. */
export function objectOf({ places: [place = ''] }: Leaf): string {
  const bare = place.replace(/\/@value$/, '');
  return bare.slice(0, bare.lastIndexOf('/'));
}

const WALKERS: Readonly<Record<BodySyntax, (text: string) => readonly Leaf[]>> = {
  json: (text) => jsonLeaves(JSON.parse(text), '', ''),
  csv: csvLeaves,
  lines: (text) =>
    text
      .split('\n')
      .flatMap((line, i) =>
        line.trim() === '' ? [] : jsonLeaves(JSON.parse(line), `line ${i + 1}`, ''),
      ),
  xml: xmlLeaves,
};

function jsonLeaves(value: unknown, place: string, name: string): readonly Leaf[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') {
    const text = scalarText(value);
    return text.trim() === '' ? [] : [{ places: [place], name, value: text }];
  }
  return Object.entries(value).flatMap(([inner, member]) =>
    jsonLeaves(
      member,
      `${place}/${inner.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      Array.isArray(value) ? name : inner,
    ),
  );
}

/** A number, a truth or a text, as it was written. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
