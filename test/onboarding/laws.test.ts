import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { draftMapping, recordPlaces } from '../../src/onboarding/draft-mapping.ts';
import type { ExamplePreview } from '../../src/onboarding/example-preview.ts';
import { withEntry } from '../../src/onboarding/mapping-text.ts';
import { readExample } from '../../src/onboarding/read-example.ts';
import { bytes, DEBTS, DEBTS_MAPPING, previewed } from './examples.ts';

jest.setTimeout(60_000);

const NAMES = [
  'naam',
  'nr',
  'a/b',
  'x~y',
  'met spatie',
  '{accolade}',
  '^omhoog',
  '.',
  'é',
  '#text',
];
const leaf = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
  fc.integer(),
  fc.boolean(),
);
/** Everywhere of one shape: what is a value in one record is no list in the next. */
const shape: fc.Arbitrary<fc.Arbitrary<unknown>> = fc.letrec<{ any: fc.Arbitrary<unknown> }>(
  (tie) => ({
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constant(leaf),
      fc
        .dictionary(fc.constantFrom(...NAMES), tie('any'), { maxKeys: 4 })
        .map((members) => fc.record(members)),
      tie('any').map((inner) => fc.array(inner, { maxLength: 3 })),
    ),
  }),
).any;
const examples = shape.chain((inner) =>
  fc.array(fc.record({ id: fc.stringMatching(/^[a-z0-9]{1,6}$/), rest: inner }), {
    minLength: 1,
    maxLength: 4,
  }),
);

function drafted(example: Uint8Array): string {
  const read = readExample(example);
  if ('faults' in read) throw new Error(read.faults.join());
  const draft = draftMapping(read, { path: ['/'], identifier: 'id', name: 'proef' });
  if (draft === undefined) throw new Error('no draft');
  return draft;
}

const states = ({ rows }: ExamplePreview) =>
  rows.flatMap(({ state, place }) => (state === undefined ? [] : [[place, state] as const]));

/** Facts that would be written over each other. */
function clashes({ facts }: ExamplePreview): readonly string[] {
  const written = facts.map(({ resource, dossier }) => `${dossier} ${resource.key ?? ''}`);
  return written.filter((each, i) => written.indexOf(each) < i);
}

describe('a draft from an example', () => {
  test('can be registered, and shares nothing with anybody', () => {
    fc.assert(
      fc.property(examples, (example) => {
        const body = bytes(JSON.stringify(example));
        const preview = previewed(drafted(body), body);
        for (const fact of preview.facts)
          expect(fact.labels.map(({ code }) => code)).toEqual(['unclassified']);
        expect(preview.held.filter(({ code }) => code === 'unmapped')).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('gives every value that a mapping can name a fact of its own', () => {
    fc.assert(
      fc.property(examples, (example) => {
        const body = bytes(JSON.stringify(example));
        const preview = previewed(drafted(body), body);
        const unnamed = states(preview).filter(([, state]) => state === 'unmapped');
        const sayable = ([place]: readonly [string, string]) =>
          !/(^|\/)(\^omhoog|\.)(\/|$)/.test(place);
        expect(unnamed.filter(sayable)).toEqual([]);
        const places = preview.facts.flatMap((fact) => fact.places);
        expect(new Set(places).size).toBe(places.length);
        expect(clashes(preview)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('of a table and of XML reads every field of it', () => {
    const table = previewed(
      draftMapping(readExample(bytes(DEBTS)) as never, {
        path: ['/'],
        identifier: 'client',
        name: 'x',
      }) ?? '',
      DEBTS,
    );
    expect(table.counts).toMatchObject({ unmapped: 0, quarantined: 0 });
    const xml = bytes(
      '<z:Bericht xmlns:z="urn:z"><Client nr="7"><Naam>A</Naam><Actie>x</Actie></Client>' +
        '<Client nr="8"><Naam>B</Naam><Actie>y</Actie><Actie>z</Actie></Client></z:Bericht>',
    );
    const read = readExample(xml);
    if ('faults' in read) throw new Error();
    expect(recordPlaces(read).map(({ path }) => path)).toContainEqual(['/Bericht/Client']);
    const draft = draftMapping(read, { path: ['/Bericht/Client'], identifier: '@nr', name: 'x' });
    expect(previewed(draft ?? '', xml).counts).toMatchObject({ mapped: 5, unmapped: 0 });
  });
});

describe('what is suggested for a value that no rule names', () => {
  const follow = (choose: 'map' | 'ignore', mapping: string, body: string): ExamplePreview => {
    let text = mapping;
    for (let i = 0; i < 60; i += 1) {
      const preview = previewed(text, body);
      const suggestions = [...preview.unmapped, ...preview.held].map((group) => group[choose]);
      const next = suggestions.find((suggestion) => suggestion !== undefined);
      if (!next) return preview;
      const added = withEntry(text, next)?.text;
      if (added === undefined) throw new Error('nothing was added');
      text = added;
    }
    throw new Error('the suggestions do not end');
  };

  test('can be added as it is, until nothing is left', () => {
    expect(follow('map', DEBTS_MAPPING, DEBTS).counts.unmapped).toBe(0);
    expect(follow('ignore', DEBTS_MAPPING, DEBTS).counts.unmapped).toBe(0);
  });

  test('maps any value that a mapping can name, for its source alone', () => {
    const bare = JSON.stringify({
      mapping: 'proef',
      version: '1.0.0',
      items: [{ each: '/', dossier: '{id}', subjects: [{ identifier: '{id}' }] }],
    });
    fc.assert(
      fc.property(examples, fc.constantFrom('map' as const, 'ignore' as const), (example, way) => {
        const body = JSON.stringify(example);
        const preview = follow(way, bare, body);
        const left = states(preview).filter(([, state]) => state === 'unmapped');
        const sayable = ([place]: readonly [string, string]) =>
          !/(^|\/)(\^omhoog|\.)(\/|$)/.test(place);
        expect(left.filter(sayable)).toEqual([]);
        expect(clashes(preview)).toEqual([]);
        for (const fact of preview.facts)
          expect(fact.labels.map(({ code }) => code)).toEqual(['unclassified']);
      }),
      { numRuns: 20 },
    );
  });

  test('stays at the lines that were there', () => {
    const [group] = previewed(DEBTS_MAPPING, DEBTS).unmapped;
    if (!group?.map) throw new Error();
    const { text } = withEntry(DEBTS_MAPPING, group.map) ?? { text: '' };
    const before = new Set(text.split('\n').map((line) => line.trim()));
    for (const line of DEBTS_MAPPING.split('\n').slice(0, -4))
      expect(before.has(line.trim()) || before.has(`${line.trim()},`)).toBe(true);
  });
});
