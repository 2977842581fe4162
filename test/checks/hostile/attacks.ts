import fc from 'fast-check';
import { edits, mutated } from '../../support/mutated-bodies.ts';
import { randomMapping } from '../../support/random-mapping.ts';
import { randomTree } from '../../support/random-tree.ts';
import { goodBodies, type GoodBody } from './corpus.ts';
import { otherDoors, type OtherDoor } from './other-doors.ts';

/** One thing to do to a gateway. */
export interface Attack {
  readonly kind: string;
  /** `mapping`: registered first, by an officer; then the body is sent to it. */
  readonly mapping?: unknown;
  readonly door: string;
  readonly mediaType: string;
  /** Made when it is sent: large ones are large. */
  readonly body: () => Buffer;
  /** Where to, when that is no door for dossiers. */
  readonly at?: OtherDoor;
}

const MEGABYTE = 2 ** 20;

/** The attack of one number: the same seed and number give the same attack. */
export function attackOf(seed: number, number: number, largest: number): Attack {
  const [attack] = fc.sample(attacks(largest), { seed: seed + number * 7919, numRuns: 1 });
  if (!attack) throw new RangeError('no attack');
  return attack;
}

/** @param largest megabytes */
function attacks(largest: number): fc.Arbitrary<Attack> {
  return fc.oneof(
    { weight: 10, arbitrary: editedBodies() },
    { weight: 6, arbitrary: grownTrees(largest) },
    { weight: 4, arbitrary: bombs() },
    { weight: largest > 1 ? 3 : 1, arbitrary: largeBodies(largest) },
    { weight: 4, arbitrary: hostileMappings(largest) },
    { weight: 6, arbitrary: otherDoors() },
  );
}

const good = fc.constantFrom(...goodBodies());

/** A right body with some bytes cut, put in or said twice. */
function editedBodies(): fc.Arbitrary<Attack> {
  return fc.record({ from: good, all: edits, twice: fc.boolean() }).map(({ from, all, twice }) => ({
    kind: 'edited',
    ...sentTo(from),
    body: () => {
      const once = mutated(from.bytes, all);
      return twice ? Buffer.concat([once, once]) : once;
    },
  }));
}

const sentTo = ({ door, mediaType }: GoodBody) => ({ door, mediaType });

const NAMES = [
  '__proto__',
  'constructor',
  'resourceType',
  'reference',
  'entry',
  'contained',
  'id',
  '',
];
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(...NAMES, 1e308, -0, '9'.repeat(5000), 'Patient/'.repeat(50), [], {}),
);

/** A right JSON body with a node replaced, repeated many times, or nested deep. */
function grownTrees(largest: number): fc.Arbitrary<Attack> {
  const json = goodBodies().filter(
    ({ mediaType }) => mediaType.endsWith('/json') || mediaType.endsWith('+json'),
  );
  const most = largest * 4000;
  return fc
    .record({
      from: fc.constantFrom(...json),
      at: fc.nat(),
      put: odd,
      how: fc.constantFrom('replace', 'repeat', 'nest', 'name'),
      times: fc.integer({ min: 1, max: most }),
    })
    .map(({ from, ...change }) => ({
      kind: `tree-${change.how}`,
      ...sentTo(from),
      body: () => Buffer.from(grown(JSON.parse(from.bytes.toString('utf8')) as unknown, change)),
    }));
}

interface Change {
  readonly at: number;
  readonly put: unknown;
  readonly how: string;
  readonly times: number;
}

const MARK = '\u0000here\u0000';

/** The text of a tree with one node changed; written by hand where it is too deep to be written. */
function grown(tree: unknown, { at, put, how, times }: Change): string {
  let left = at % 200;
  let found: unknown = null;
  const text = JSON.stringify(tree, (name, value: unknown) => {
    left -= name === '' ? 0 : 1;
    if (left !== 0) return value;
    found = value;
    return MARK;
  });
  const own = JSON.stringify(found ?? null);
  const other = JSON.stringify(put ?? null);
  const some: Readonly<Record<string, () => string>> = {
    replace: () => other,
    repeat: () =>
      `[${Array.from({ length: Math.min(times, 50_000_000 / own.length) }, () => own).join()}]`,
    nest: () => '{"a":['.repeat(times) + own + ']}'.repeat(times),
    name: () => `{${JSON.stringify(String(put))}:${own}}`,
  };
  return text.replace(JSON.stringify(MARK), () => some[how]?.() ?? own);
}

const ENTITIES = (levels: number, wide: number) =>
  [`<!DOCTYPE a [<!ENTITY e0 "ha">`]
    .concat(
      Array.from({ length: levels }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(wide)}">`),
      `]><a>&e${levels};</a>`,
    )
    .join('\n');

/** Texts that cost a naive reader far more than they cost to send. */
function bombs(): fc.Arbitrary<Attack> {
  const size = fc.integer({ min: 10, max: 60_000 });
  const xml = fc.oneof(
    fc
      .record({ levels: fc.nat(40), wide: fc.nat(20) })
      .map(({ levels, wide }) => ENTITIES(levels, wide)),
    size.map((n) => `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(n)}">]><a>${'&x;'.repeat(n)}</a>`),
    fc.constant('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    fc.constant('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'),
    size.map((n) => '<a>'.repeat(n)),
    size.map((n) => `<a ${Array.from({ length: n }, (_, i) => `b${i}="1"`).join(' ')}/>`),
    size.map((n) => `<a ${Array.from({ length: n }, (_, i) => `xmlns:b${i}="u${i}"`).join(' ')}/>`),
    size.map((n) => `<a><![CDATA[${']]'.repeat(n)}]]></a>`),
    size.map((n) => `<a>${'&#x41;'.repeat(n)}</a>`),
    size.map((n) => `<a>${'<!---->'.repeat(n)}</a>`),
  );
  const json = fc.oneof(
    size.map((n) => '['.repeat(n)),
    size.map((n) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`),
    size.map((n) => `{${Array.from({ length: n }, (_, i) => `"k${i}":${i}`).join()}}`),
    size.map((n) => `{"resourceType":"Patient","id":"${'a'.repeat(n)}"}`),
    size.map((n) => `"${'\\u0041'.repeat(n)}"`),
    size.map((n) => `{"a":${'9'.repeat(n)}}`),
    size.map((n) => `{"a":1${'0'.repeat(n)}e-${'9'.repeat(n)}}`),
  );
  const csv = fc.oneof(
    size.map((n) => `${';'.repeat(n)}\n${';'.repeat(n)}`),
    size.map((n) => `"${'""'.repeat(n)}`),
    size.map((n) => `dossier;client\n${'"a\n'.repeat(n)}`),
    size.map((n) => `${Array.from({ length: n }, (_, i) => `c${i}`).join(';')}\n1;2`),
  );
  const texts: Readonly<Record<string, fc.Arbitrary<string>>> = { xml, json, csv };
  return good.chain((from) => {
    const syntax = Object.keys(texts).find((name) => from.mediaType.includes(name)) ?? 'json';
    return (texts[syntax] ?? json).map((text) => ({
      kind: `bomb-${syntax}`,
      ...sentTo(from),
      body: () => Buffer.from(text),
    }));
  });
}

/** Right or nearly right bodies, so often that they are as large as a door takes, or a little more. */
function largeBodies(largest: number): fc.Arbitrary<Attack> {
  return fc
    .record({ from: good, extra: fc.constantFrom(0, 0, 0, 1), part: fc.nat() })
    .map(({ from, extra, part }) => ({
      kind: 'large',
      ...sentTo(from),
      body: () => enlarged(from, largest * MEGABYTE + extra, part),
    }));
}

/** The longest piece that repeats in the body's own syntax, again and again between its ends. */
function enlarged({ bytes, mediaType }: GoodBody, size: number, part: number): Buffer {
  const text = bytes.toString('utf8');
  const room = (around: number, piece: string) =>
    piece.repeat(Math.max(1, Math.floor((size - around) / Math.max(1, Buffer.byteLength(piece)))));
  if (mediaType.includes('xml')) {
    const pieces = [...text.matchAll(/<([\w:]+)(?: [^>]*)?>[^<]*<\/\1>/g)].map(([piece]) => piece);
    const piece = pieces[part % pieces.length] ?? '<a/>';
    const at = text.indexOf(piece) + piece.length;
    return Buffer.from(text.slice(0, at) + room(bytes.length, piece) + text.slice(at));
  }
  if (mediaType.includes('csv') || /ndjson|lines|jsonl/.test(mediaType)) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const line = `${lines[part % lines.length] ?? ''}\n`;
    return Buffer.from(`${text.trimEnd()}\n${room(bytes.length, line)}`);
  }
  const list = /\[\s*\{/.exec(text);
  const start = list ? list.index + 1 : 0;
  const item = `${firstObject(text.slice(start))},`;
  return Buffer.from(text.slice(0, start) + room(bytes.length, item) + text.slice(start));
}

function firstObject(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '{') depth += 1;
    if (text[i] === '}') depth -= 1;
    if (depth === 0 && text[i] === '}') return text.slice(0, i + 1).trim();
  }
  return '{}';
}

const HOSTILE_TEXTS = [
  '{v}'.repeat(150),
  '{^^^^^^^^^^/v}',
  '{__proto__/x}',
  '{constructor}',
  '(a+)+$',
  '${process.exit()}',
];

/** Mappings that mean harm, each with a body for it. */
function hostileMappings(largest: number): fc.Arbitrary<Attack> {
  const rows = fc.integer({ min: 1, max: 200 * largest });
  const nested = (depth: number): Record<string, unknown> => ({
    each: '/rijen',
    ...(depth > 0 ? { items: [nested(depth - 1)] } : {}),
  });
  const written = fc.oneof(
    randomMapping.filter(({ format }) => format === 'json').map(({ document }) => document),
    fc.nat(30).map((depth) => ({ items: [nested(depth)] })),
    fc.constantFrom(...HOSTILE_TEXTS).map((text) => ({ items: [wide(text)] })),
  );
  return fc
    .record({ document: written, rows, tree: randomTree, v: fc.nat(2000) })
    .map(({ document, rows: count, tree, v }) => ({
      kind: 'mapping',
      mapping: { version: '1.0.0', ...document, mapping: 'vijandig', format: 'json' },
      door: 'vijandig',
      mediaType: 'application/json',
      body: () => Buffer.from(JSON.stringify(manyRows(tree, count, 'v'.repeat(v)))),
    }));
}

/** A hundred facts per record, each as long as it may be. */
const wide = (text: string) => ({
  each: '/rijen',
  dossier: '{#}',
  subjects: [{ identifier: 'C1' }],
  facts: Array.from({ length: 100 }, (_, i) => ({
    resource: { type: 'Observation', key: `{#}-${i}` },
    labels: ['domain.housing'],
    elements: { 'note[n].text': { text } },
  })),
});

function manyRows(tree: unknown, count: number, v: string): unknown {
  const { rijen, lijst } = tree as { rijen: unknown; lijst: unknown };
  const [first = {}] = Array.isArray(rijen) ? (rijen as readonly unknown[]) : [];
  const one = typeof first === 'object' ? { ...first, v } : { v };
  return { lijst, rijen: Array.from({ length: count }, (_, nr) => ({ nr, ...one })) };
}
