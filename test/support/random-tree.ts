import fc from 'fast-check';
import type { SampleFormat } from './random-mapping.ts';

/** Every value that is no code is a word of its own, so that it is known wherever it turns up. */
export const WORD = /woord\d+x/g;

const code = fc.constantFrom('a', 'b', 'c', 'zzz', 'a+b', ' c ', '', null);
/** Becomes a word of its own. */
const word = fc.constantFrom('WORD', 'WORD', 'WORD', '', null);
const part = fc.record({ soort: code, x: word, y: word }, { requiredKeys: [] });
const row = fc.record(
  {
    soort: code,
    v: word,
    w: word,
    tags: fc.array(word, { maxLength: 2 }),
    sub: fc.array(part, { maxLength: 2 }),
    een: part,
    onbekend: word,
  },
  { requiredKeys: [] },
);
const listed = fc.record({ id: fc.constantFrom('a', 'b', 'c'), soort: code, z: word });

/** A tree that the random mappings look at; now and then with something else in it. */
export const randomTree: fc.Arbitrary<unknown> = fc
  .record(
    {
      kop: fc.oneof(word, code),
      rijen: fc.oneof(
        { weight: 6, arbitrary: fc.array(row, { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
      ),
      lijst: fc.array(listed, { maxLength: 3 }),
    },
    { requiredKeys: ['rijen', 'lijst'] },
  )
  .map(withWords);

function withWords(tree: unknown): unknown {
  let next = 0;
  const text = JSON.stringify(tree, (_name, value: unknown) => {
    if (value !== 'WORD') return value;
    next += 1;
    return `woord${next}x`;
  });
  return JSON.parse(text);
}

/** The tree as a body of a format, and as its reader should see it. */
export function written(tree: unknown, format: SampleFormat): { body: Buffer; seen: unknown } {
  if (format === 'json') return { body: Buffer.from(JSON.stringify(tree)), seen: tree };
  if (format === 'xml')
    return { body: Buffer.from(xml('doc', tree)), seen: xmlTree({ doc: tree }) };
  const rows = rowsOf(tree);
  const columns = ['nr', 'soort', 'v', 'w', 'onbekend'];
  const lines = rows.map((one, i) =>
    columns.map((name) => (name === 'nr' ? `n${i}` : (one[name] ?? ''))).join(';'),
  );
  const seen = rows.map((one, i) => ({ ...one, nr: `n${i}` }));
  return { body: Buffer.from([columns.join(';'), ...lines].join('\n')), seen };
}

type Row = Readonly<Record<string, string>>;

/** The flat part of the rows; codes and words only. */
function rowsOf(tree: unknown): readonly Row[] {
  const { rijen } = tree as { rijen: unknown };
  const rows = Array.isArray(rijen) ? (rijen as readonly unknown[]) : [];
  return rows.map((one) => {
    const fields = typeof one === 'object' && one !== null && !Array.isArray(one) ? one : {};
    return Object.fromEntries(
      Object.entries(fields).filter(
        ([name, value]) =>
          typeof value === 'string' && ['soort', 'v', 'w', 'onbekend'].includes(name),
      ),
    );
  });
}

const isName = (name: string) => /^[a-z]+$/.test(name);
const escaped = (text: string) =>
  text
    .replace(/[^\x20-\x7e]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

function xml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => xml(name, one)).join('');
  if (typeof value !== 'object' || value === null)
    return `<${name}>${escaped(plain(value))}</${name}>`;
  const inner = Object.entries(value).map(([child, one]) => (isName(child) ? xml(child, one) : ''));
  return `<${name}>${inner.join('')}</${name}>`;
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

/** One element is itself, several are a list; what is empty is blank text. */
function xmlTree(value: unknown): unknown {
  if (typeof value !== 'object' || value === null)
    return plain(value)
      .replace(/[^\x20-\x7e]/g, '')
      .trim();
  const members = Object.entries(value).filter(([name]) => isName(name));
  const kept = members.flatMap(([name, one]) => {
    const all = flat(one).map(xmlTree);
    return all.length === 0 ? [] : [[name, all.length === 1 ? all[0] : all] as const];
  });
  return kept.length === 0 ? '' : Object.fromEntries(kept);
}

const flat = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.flatMap(flat) : [value];
