import fc from 'fast-check';
import { CATEGORIES } from '../../src/vocabulary/categories.ts';

type Rule = Record<string, unknown>;
export type SampleFormat = 'json' | 'xml' | 'csv';

/** A mapping over the sample trees, using every construct of the language. */
export interface RandomMapping {
  readonly format: SampleFormat;
  readonly document: Rule;
}

const CODES = ['a', 'b', 'c'] as const;
const category = fc.constantFrom(...CATEGORIES.codes);
const codeList = fc.dictionary(fc.constantFrom(...CODES), category, { maxKeys: 3 });
/** Inline, or the list that every document has under `codes`. */
const codes = fc.oneof(codeList, fc.constant('lijst'));

/** Where an item rule looks, and which places make sense from there. */
interface Level {
  readonly each: string;
  readonly fields: readonly string[];
  /** Fields that hold codes. */
  readonly coded: readonly string[];
  /** A list elsewhere, seen from here, with its key and what it is found by. */
  readonly find?: { readonly in: string; readonly by: string; readonly is: string };
  readonly inside: readonly Level[];
}

/** @param root what stands before a name at the top: the root element in XML */
function levels(root: string): readonly Level[] {
  const found = (up: string) => ({ in: `${up}${root}lijst`, by: 'id', is: 'soort' });
  const sub = (each: string): Level => ({
    each,
    fields: ['x', 'y', 'soort', '^/v', '^/een/x', `^^/${root}kop`, `/${root}kop`, 'weg'],
    coded: ['soort', '^/soort'],
    find: found('/'),
    inside: [],
  });
  return [
    {
      each: `/${root}rijen`,
      fields: ['v', 'w', 'tags', 'een/x', 'een/soort', `^/${root}kop`, `/${root}kop`, 'sub', '.'],
      coded: ['soort', 'een/soort', 'weg'],
      find: found('^/'),
      inside: [sub('sub'), sub('een')],
    },
    {
      each: `/${root}rijen[soort=a]`,
      fields: ['v', 'een[soort=b]/x', 'sub/0/y', `^/${root}kop`],
      coded: ['soort'],
      find: found('^/'),
      inside: [sub('sub/*')],
    },
    { each: `/${root}rijen/sub`, fields: ['x', '^/kop'], coded: ['soort'], inside: [] },
    {
      each: `/${root}lijst`,
      fields: ['z', 'id', `/${root}kop`],
      coded: ['soort', 'id'],
      inside: [],
    },
    {
      each: '/',
      fields: [`${root}kop`, `${root}rijen`],
      coded: [`${root}kop`],
      inside: [],
    },
  ];
}

const CSV_LEVELS: readonly Level[] = [
  { each: '/', fields: ['v', 'w', 'soort', 'weg'], coded: ['soort', 'weg'], inside: [] },
];

/** Resource types with an element that repeats and takes text. */
const RESOURCES: readonly (readonly [Rule, string])[] = [
  ...['Observation', 'Goal', 'Task', 'Condition', 'Communication', 'ServiceRequest'].map(
    (type): readonly [Rule, string] => [{ type, key: 'k{#}' }, 'note[KEY].text'],
  ),
  [{ type: 'RelatedPerson', key: 'k' }, 'name[KEY].text'],
  [{ person: { identifier: 'C1' } }, 'name[KEY].text'],
  [{ frame: 'CarePlan' }, 'note[KEY].text'],
  [{ frame: 'CareTeam' }, 'note[KEY].text'],
];

const condition = (level: Level) =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        field: fc.constantFrom(...level.coded),
        is: fc.subarray([...CODES], { minLength: 1 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ field: fc.constantFrom(...level.coded), missing: fc.boolean() }),
    },
  );
/** Left out more often than not: what is unclassified or held back says little. */
const optional = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });
const mostly = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 7, arbitrary: one });
const coding = (level: Level) =>
  fc
    .record({
      field: fc.constantFrom(...level.coded),
      codes,
      split: optional(fc.constant('+')),
    })
    .map(defined);
/** A code adds a label or adds none, never both. */
const marking = (level: Level) =>
  fc.tuple(coding(level), optional(fc.constant(true))).map(([rule, some]) => {
    const named = typeof rule['codes'] === 'string' ? CODES : Object.keys(rule['codes'] as Rule);
    const none = CODES.filter((code) => !named.includes(code));
    return some && none.length > 0 ? { ...rule, none } : rule;
  });

function labels(level: Level): fc.Arbitrary<readonly unknown[]> {
  const plain = fc.oneof(
    { weight: 2, arbitrary: category },
    { weight: 1, arbitrary: coding(level) },
  );
  const { find } = level;
  const found = fc.record({
    find: fc.constant(find),
    labels: fc.array(fc.oneof(category, fc.record({ field: fc.constant('z'), codes })), {
      minLength: 1,
      maxLength: 2,
    }),
  });
  const any = find
    ? fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: found })
    : plain;
  return fc.oneof(
    { weight: 1, arbitrary: fc.array(any, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(category, { minLength: 1, maxLength: 3 }) },
  );
}

function value(level: Level): fc.Arbitrary<unknown> {
  const field = fc.constantFrom(...level.fields);
  const { find } = level;
  return fc.oneof(
    { weight: 4, arbitrary: field },
    {
      weight: 2,
      arbitrary: fc.tuple(field, field).map(([a, b]) => ({ text: `{${a}} en {${b}}` })),
    },
    {
      weight: 1,
      arbitrary: field.map((name) => ({ field: name, codes: { a: 'vertaald' }, unknown: 'keep' })),
    },
    ...(find ? [{ weight: 2, arbitrary: fc.constant({ find, get: 'z' }) }] : []),
    {
      weight: 1,
      arbitrary: fc
        .tuple(field, field)
        .map(([a, b]) => ({ first: [{ text: `{${a}} of {${b}}` }, a, b] })),
    },
    { weight: 1, arbitrary: fc.constant({ const: 'vast' }) },
  );
}

const law = (level: Level) =>
  fc.oneof(
    fc.constant('jeugdwet'),
    fc.record({
      field: fc.constantFrom(...level.coded),
      codes: fc.constant({ a: 'wgs', b: 'jeugdwet', c: 'wgbo' }),
    }),
  );

/** `KEY` in element paths becomes the number of the rule: {@link numbered}. */
function fact(level: Level): fc.Arbitrary<Rule> {
  const core = fc
    .record({
      of: fc.constantFrom(...RESOURCES),
      labels: mostly(labels(level)),
      values: fc.array(value(level), { minLength: 1, maxLength: 3 }),
      when: optional(condition(level)),
      needs: optional(fc.constantFrom(...level.fields).map((name) => [name])),
      law: optional(law(level)),
    })
    .map(({ of: [resource, path], values, ...rest }) => ({
      resource,
      elements: Object.fromEntries(
        values.map((one, i) => [path.replace('KEY', `KEY-${i}`), one] as const),
      ),
      ...defined(rest),
    }));
  return fc
    .tuple(core, optional(core))
    .map(([one, otherwise]) => (otherwise ? { ...one, otherwise } : one));
}

function item(level: Level): fc.Arbitrary<Rule> {
  const inside = level.inside.map((each) => fc.array(item(each), { maxLength: 1 }));
  return fc
    .record({
      dossier: fc.constantFrom('d', 'd{#}', 'e{#}'),
      when: optional(condition(level)),
      tighten: optional(marking(level)),
      facts: fc.array(fact(level), { maxLength: 3 }),
      ignore: optional(fc.subarray(['weg', 'w'])),
      law: optional(fc.constant('jeugdwet')),
      items: fc.tuple(...inside).map((all) => all.flat()),
    })
    .map((rest) => ({
      each: level.each,
      subjects: [{ identifier: 'C1' }],
      ...defined(rest),
    }));
}

function defined(rule: Rule): Rule {
  return Object.fromEntries(Object.entries(rule).filter(([, each]) => each !== undefined));
}

/** Gives every fact rule a number of its own, which its elements carry in their keys. */
function numbered(rules: unknown): unknown {
  let next = 0;
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    const own = Object.hasOwn(node, 'elements') ? next++ : 0;
    return Object.fromEntries(
      Object.entries(node).map(([name, inner]) => [
        name,
        name === 'elements' ? renamed(inner as Rule, own) : walk(inner),
      ]),
    );
  };
  return walk(rules);
}

const renamed = (elements: Rule, own: number): Rule =>
  Object.fromEntries(
    Object.entries(elements).map(([path, each]) => [path.replace('KEY', `rule-${own}`), each]),
  );

const ROOTS: Readonly<Record<SampleFormat, readonly Level[]>> = {
  json: levels(''),
  xml: levels('doc/'),
  csv: CSV_LEVELS,
};

/** Any mapping over the sample trees. */
export const randomMapping: fc.Arbitrary<RandomMapping> = fc
  .constantFrom<SampleFormat>('json', 'json', 'xml', 'csv')
  .chain((format) =>
    fc
      .record({
        items: fc.array(fc.oneof(...ROOTS[format].map(item)), { minLength: 1, maxLength: 4 }),
        lijst: codeList,
      })
      .map(({ items, lijst }) => ({
        format,
        document: {
          mapping: 'willekeurig',
          version: '1.0.0',
          format,
          codes: { lijst },
          items: numbered(items),
        },
      })),
  );
