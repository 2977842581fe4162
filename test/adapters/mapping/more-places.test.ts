import { describe, expect, test } from '@jest/globals';
import { factsOfMapping, observation, runMapping } from '../../support/mappings.ts';

type Rule = Record<string, unknown>;
const document = (item: Rule): Rule => ({ mapping: 'x', version: '1.0.0', items: [item] });
const text = (value: unknown, more: Rule = {}) => observation({ valueString: value }, more);
const said = (
  facts: readonly { elements: readonly { path: readonly string[]; value: unknown }[] }[],
) => facts.map(({ elements }) => elements.find(({ path }) => path[0] === 'valueString')?.value);

describe('values and people from more than one place', () => {
  test('the first that is there', () => {
    const item = {
      each: '/r',
      dossier: 'd/{nr}',
      subjects: [{ identifier: 'B1' }],
      facts: [text({ first: [{ text: '{tussen} {naam}' }, 'naam', 'alias'] })],
    };
    const r = [
      { nr: 1, naam: 'Vos', tussen: 'de' },
      { nr: 2, naam: 'Vos' },
      { nr: 3, alias: 'V.' },
      { nr: 4 },
    ];
    expect(said(factsOfMapping(document(item), { r }))).toEqual(['de Vos', 'Vos', 'V.']);
  });

  test('a rule for what is missing', () => {
    const item = {
      each: '/r',
      dossier: 'd/{nr}',
      people: { lid: { each: '/leden', key: 'id', identifier: 'P{id}' } },
      subjects: [{ people: 'lid', of: 'wie' }],
      facts: [
        text('t', {
          when: { field: 'wie', missing: true },
          subjects: [{ people: 'lid', all: true }],
        }),
        text('t', { needs: ['wie'] }),
      ],
    };
    const body = {
      leden: [{ id: 1 }, { id: 2 }],
      r: [
        { nr: 1, t: 'x' },
        { nr: 2, t: 'y', wie: 2 },
      ],
    };
    expect(factsOfMapping(document(item), body).map(({ subjects }) => subjects)).toEqual([
      ['P1', 'P2'],
      ['P2'],
    ]);
  });

  test('records of several kinds may name their dossiers by different fields', () => {
    const kind = (field: string) => ({
      each: '/',
      when: { field, missing: false },
      dossier: `${field}/{${field}}`,
      subjects: [{ identifier: 'B1' }],
      facts: [text('t')],
    });
    const both = { mapping: 'x', version: '1.0.0', items: [kind('a'), kind('b')] };
    const delivery = runMapping(both, [{ a: 1, t: 'een' }, { b: 2, t: 'twee' }, { t: 'drie' }]);
    expect(delivery.dossiers.map(({ key }) => key)).toEqual(['a/1', 'b/2']);
    expect(delivery.quarantined.map(({ place, code }) => `${place} ${code}`)).toEqual([
      '/2/t unmapped',
    ]);
  });

  test('whom something is about that a key leads to', () => {
    const item = {
      each: '/afspraken',
      dossier: 'd/{nr}',
      subjects: [
        { find: { in: '/doelen/*', by: 'nr', is: 'doel' }, subjects: [{ identifier: '{voor}' }] },
      ],
      facts: [text('t')],
    };
    const body = {
      doelen: { a: { nr: 1, voor: 'P1' }, b: { nr: 2, voor: 'P2' } },
      afspraken: [
        { nr: 1, doel: 2, t: 'x' },
        { nr: 2, doel: 9, t: 'y' },
      ],
    };
    const delivery = runMapping(document(item), body);
    expect(delivery.dossiers.flatMap((d) => d.facts).map(({ subjects }) => subjects)).toEqual([
      ['P2'],
    ]);
    expect(delivery.quarantined.map(({ code }) => code)).toContain('no-subject');
  });
});
