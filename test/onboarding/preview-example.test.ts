import { describe, expect, test } from '@jest/globals';
import { previewExample } from '../../src/onboarding/preview-example.ts';
import { bytes, DEBTS, DEBTS_MAPPING, faultsOf, previewed } from './examples.ts';

const debts = previewed(DEBTS_MAPPING, DEBTS);

describe('what a mapping makes of an example', () => {
  test('every value has one fate, and the counts say how many have which', () => {
    const leaves = debts.rows.filter(({ state }) => state !== undefined);
    const total = Object.values(debts.counts).reduce((sum, count) => sum + count, 0);
    expect(leaves).toHaveLength(total);
    expect(total).toBe(5 + 7 + 7 + 6 + 6);
  });

  test('a value names the facts that it is part of, by the place where people find it', () => {
    const amount = debts.rows.find(({ place }) => place === 'record 3, bedrag');
    expect(amount).toMatchObject({ name: 'bedrag', value: '1.250,00', state: 'mapped' });
    const [number = 0] = amount?.facts ?? [];
    const fact = debts.facts[number - 1];
    expect(fact?.resource).toEqual({ type: 'Observation', key: 'schuld/2' });
    expect(fact?.places).toContain('record 3, bedrag');
    expect(fact?.subjects).toEqual(['88213']);
    expect(fact?.law).toBe('wgs');
    expect(fact?.elements).toContainEqual({ path: 'valueQuantity.value', value: '1250' });
  });

  test('a label says which line of the mapping gave it', () => {
    const fact = debts.facts.find(({ resource }) => resource.key === 'schuld/2');
    expect(fact?.rule.line).toBe(30);
    expect(fact?.labels).toEqual([
      { code: 'domain.finances', source: 'rule', at: expect.objectContaining({ line: 32 }) },
    ]);
  });

  test('what is held back says why, and by which rule', () => {
    const date = debts.held.find(({ places }) => places[0] === 'record 4, datum');
    expect(date).toMatchObject({ code: 'invalid-value', count: 1, rule: { line: 30 } });
    expect(date?.text).toContain('dateTime');
  });

  test('kinds of record that no rule is for are told apart', () => {
    const kinds = debts.unmapped.filter(({ places }) => places[0]?.endsWith('tekst'));
    expect(kinds.map(({ places }) => places[0])).toEqual(['record 5, tekst', 'record 6, tekst']);
    const entries = kinds.map(({ map }) => JSON.parse(map?.entry ?? '') as object);
    expect(entries).toEqual([
      expect.objectContaining({ each: '/', when: { field: 'soort', is: ['NOTITIE'] } }),
      expect.objectContaining({ each: '/', when: { field: 'soort', is: ['KLACHT'] } }),
    ]);
  });

  test('like places of a long list stand in one line', () => {
    const mapping = `{"mapping":"a","version":"1.0.0","items":[{"each":"/","dossier":"{n}","subjects":[{"identifier":"{n}"}]}]}`;
    const list = Array.from({ length: 1000 }, (_, n) => ({ n: `n${n}`, tekst: 'iets' }));
    const preview = previewed(mapping, JSON.stringify(list));
    expect(preview.unmapped).toHaveLength(1);
    expect(preview.unmapped[0]).toMatchObject({ count: 1000, rule: { line: 1 } });
    expect(preview.unmapped[0]?.places).toHaveLength(3);
  });
});

describe('where a label comes from', () => {
  const mapping = (fact: object, item: object = {}): string =>
    JSON.stringify({
      mapping: 'a',
      version: '1.0.0',
      codes: { soorten: { huur: 'domain.housing' } },
      items: [
        {
          each: '/',
          dossier: '{n}',
          subjects: [{ identifier: '{n}' }],
          ...item,
          facts: [
            {
              resource: { type: 'Observation', key: 'x' },
              elements: {
                status: { const: 'final' },
                'code.text': { const: 'x' },
                valueString: 'x',
                subject: { subject: true },
              },
              ...fact,
            },
          ],
        },
      ],
    });
  const sources = (fact: object, soort: string, item?: object) =>
    previewed(
      mapping(fact, item),
      JSON.stringify([{ n: '1', x: 'y', soort }]),
    ).facts[0]?.labels.map(({ code, source, at }) => [code, source, at.pointer]);

  test.each([
    [{ labels: ['plan.goals'] }, 'huur', ['plan.goals', 'rule', '/items/0/facts/0/labels/0']],
    [
      { labels: [{ field: 'soort', codes: 'soorten' }] },
      'huur',
      ['domain.housing', 'code', '/items/0/facts/0/labels/0'],
    ],
    [
      { labels: [{ field: 'soort', codes: 'soorten' }] },
      'anders',
      ['unclassified', 'unknown-code', '/items/0/facts/0/labels/0'],
    ],
    [{}, 'huur', ['unclassified', 'none', '/items/0/facts/0']],
  ])('of %j for %s', (fact, soort, expected) => {
    expect(sources(fact, soort)).toEqual([expected]);
  });

  test('added by the item around it', () => {
    const tighten = { field: 'soort', codes: 'soorten' };
    expect(sources({ labels: ['plan.goals'] }, 'huur', { tighten })).toEqual([
      ['domain.housing', 'tightened', '/items/0/tighten'],
      ['plan.goals', 'rule', '/items/0/facts/0/labels/0'],
    ]);
  });
});

describe('what is wrong', () => {
  test('a mapping is named by line and member, with what may have been meant', () => {
    const faults = faultsOf(
      DEBTS_MAPPING.replace('identity.name', 'identity.nam')
        .replace('"wgs"', '"wgz"')
        .replace('"elements": { "name', '"elements": { "naam'),
    );
    expect(faults.map(({ at, near }) => [at.line, near[0]])).toEqual([
      [5, 'wgs'],
      [18, 'identity.name'],
      [19, 'name'],
    ]);
  });

  test('a path that goes up past the file is refused where it stands', () => {
    const faults = faultsOf(DEBTS_MAPPING.replace('"datum"', '"^^^^/x"'));
    expect(faults).toMatchObject([
      { at: { line: 37 }, text: expect.stringContaining('past the file') },
    ]);
  });

  test('a mapping that is no JSON says where it stops being that', () => {
    expect(faultsOf('{\n "mapping": }')).toMatchObject([{ at: { line: 2 } }]);
  });

  test('an example in another format than the mapping reads is refused with its place', () => {
    expect(previewExample(DEBTS_MAPPING, bytes('{"a":1}\n"b'))).toMatchObject({
      kind: 'example-faults',
    });
    expect(previewExample(DEBTS_MAPPING, new Uint8Array([0xff, 0xfe, 0x31]))).toEqual({
      kind: 'example-faults',
      faults: ['record 1: the text is not valid UTF-8'],
    });
  });
});
