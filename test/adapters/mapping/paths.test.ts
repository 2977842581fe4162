import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseFieldPath } from '../../../src/adapters/mapping/field-path.ts';
import { unaccounted } from '../../support/accounting.ts';
import { factsOfMapping, issuesOf, observation, runMapping } from '../../support/mappings.ts';

type Rule = Record<string, unknown>;
const document = (...items: readonly Rule[]): Rule => ({
  mapping: 'x',
  version: '1.0.0',
  items,
});
const text = (value: unknown, more: Rule = {}) => observation({ valueString: value }, more);
const said = (
  facts: readonly { elements: readonly { path: readonly string[]; value: unknown }[] }[],
) => facts.map(({ elements }) => elements.find(({ path }) => path[0] === 'valueString')?.value);

describe('one entry of a list of fields', () => {
  const item = {
    each: '/dossier',
    dossier: 'd/{veld[@naam=nummer]/@waarde}',
    subjects: [{ identifier: '{veld[@naam=bsn]/@waarde}' }],
    facts: [text('veld[@naam=woont/in]/@waarde'.replace('/in', '~1in'))],
  };
  const veld = (naam: string, waarde: string) => ({ '@naam': naam, '@waarde': waarde });
  const body = (...more: object[]) => ({
    dossier: { veld: [veld('nummer', '7'), veld('bsn', 'B1'), veld('woont/in', 'huis'), ...more] },
  });

  test('is picked by the value of a field; what picks it is accounted for', () => {
    const delivery = runMapping(document(item), body());
    const facts = delivery.dossiers.flatMap((dossier) => dossier.facts);
    expect(said(facts)).toEqual(['huis']);
    expect(facts[0]).toMatchObject({ subjects: ['B1'], places: ['/dossier/veld/2/@waarde'] });
    expect(unaccounted(body(), delivery)).toEqual([]);
  });

  test('is nothing when it is there twice: nobody knows which is meant', () => {
    const facts = factsOfMapping(document(item), body(veld('woont/in', 'tent')));
    expect(facts.map(({ labels }) => labels.join())).toEqual(['unclassified', 'unclassified']);
  });

  test('that stands alone is found as well', () => {
    const one = {
      each: '/a',
      dossier: 'd',
      subjects: [{ identifier: 'B1' }],
      facts: [text('v[n=x]/w')],
    };
    expect(said(factsOfMapping(document(one), { a: { v: { n: 'x', w: 'ja' } } }))).toEqual(['ja']);
  });

  test('can be every item of one kind', () => {
    const kinds = {
      each: '/rijen[soort=S]',
      dossier: 'd/{nr}',
      subjects: [{ identifier: 'B1' }],
      facts: [text('v')],
    };
    const rijen = [
      { soort: 'S', nr: 1, v: 'een' },
      { soort: 'T', nr: 2, v: 'twee' },
      { soort: 'S', nr: 3, v: 'drie' },
    ];
    expect(said(factsOfMapping(document(kinds), { rijen }))).toEqual(['een', 'drie']);
  });
});

describe('lists and objects by key', () => {
  test('every member of an object is an item, its name a field', () => {
    const item = {
      each: '/leden/*',
      dossier: 'lid/{#key}',
      subjects: [{ identifier: '{#key}' }],
      facts: [text('naam')],
      items: [
        {
          each: 'maanden/*',
          facts: [
            text(
              { text: '{#key}: {.} voor {^/#key}' },
              { resource: { type: 'Observation', key: '{#key}' } },
            ),
          ],
        },
      ],
    };
    const body = {
      leden: { L1: { naam: 'Bo', maanden: { jan: 12, feb: 9 } }, 'L/2': { naam: 'Ed' } },
    };
    const delivery = runMapping(document(item), body);
    const facts = delivery.dossiers.flatMap((dossier) => dossier.facts);
    expect(said(facts)).toEqual(['Bo', 'jan: 12 voor L1', 'feb: 9 voor L1', 'Ed']);
    expect(facts.map(({ subjects }) => subjects.join())).toEqual(['L1', 'L1', 'L1', 'L/2']);
    expect(unaccounted(body, delivery)).toEqual([]);
  });

  test('a member that is a list is one item', () => {
    const item = {
      each: '/m/*',
      dossier: 'd/{#key}',
      subjects: [{ identifier: 'B1' }],
      facts: [text({ text: '{0} {1}' })],
    };
    const body = { m: { gewicht: [38, 'kg'], lengte: [149, 'cm'] } };
    expect(said(factsOfMapping(document(item), body))).toEqual(['38 kg', '149 cm']);
  });

  test('a value of which only the name is read is not passed over', () => {
    const item = {
      each: '/m/*',
      dossier: 'd/{#key}',
      subjects: [{ identifier: 'B1' }],
      facts: [text('#key')],
    };
    const facts = factsOfMapping(document(item), { m: { jan: 'zonder huis' } });
    expect(facts.map(({ labels }) => labels.join())).toEqual(['domain.housing', 'unclassified']);
  });

  test('entries of a list have numbers from 0', () => {
    const item = {
      each: '/rijen',
      dossier: 'd/{0}',
      subjects: [{ identifier: '{/kop/1}' }],
      facts: [text('2/0')],
    };
    const body = {
      kop: ['v3', 'B1'],
      rijen: [
        [1, 'x', ['een']],
        [2, 'x', ['twee']],
      ],
    };
    const facts = factsOfMapping(document(item), body);
    expect(said(facts.filter(({ labels }) => labels[0] !== 'unclassified'))).toEqual([
      'een',
      'twee',
    ]);
    expect(facts[0]).toMatchObject({ subjects: ['B1'], places: ['/rijen/0/2/0'] });
  });

  test('lists on the way are gone through where several may stand', () => {
    const item = {
      each: '/groepen/punten',
      people: { lid: { each: '/groepen/mensen', key: 'id', identifier: 'P{id}' } },
      dossier: 'd/{#}',
      subjects: [{ people: 'lid', of: 'betreft/wie' }],
      facts: [
        text('t', {
          labels: [{ field: 'over/code', codes: { f: 'domain.finances', h: 'domain.housing' } }],
        }),
      ],
    };
    const body = {
      groepen: [
        {
          mensen: [{ id: 1 }],
          punten: [
            { t: 'een', betreft: [{ wie: 1 }, { wie: 2 }], over: [{ code: 'f' }, { code: 'h' }] },
          ],
        },
        { mensen: [{ id: 2 }], punten: [{ t: 'twee', betreft: { wie: 2 }, over: { code: 'x' } }] },
      ],
    };
    const delivery = runMapping(document(item), body);
    const facts = delivery.dossiers.flatMap((dossier) => dossier.facts);
    expect(facts.map(({ subjects, labels }) => [subjects, labels])).toEqual([
      [
        ['P1', 'P2'],
        ['domain.finances', 'domain.housing'],
      ],
      [['P2'], ['unclassified']],
    ]);
    expect(delivery.dossiers.map(({ key }) => key)).toEqual(['d/1', 'd/2']);
    expect(unaccounted(body, delivery)).toEqual([]);
  });
});

describe('several codes in one field', () => {
  const item = {
    each: '/r',
    dossier: 'd/{nr}',
    people: { lid: { each: '/leden', key: 'id', identifier: 'P{id}' } },
    subjects: [{ people: 'lid', of: 'wie', split: ';' }],
    tighten: { field: 'merk', codes: { V: 'safety.signal' }, split: '+', none: ['N', 0] },
    facts: [
      text('t', {
        labels: [
          { field: 'over', codes: { f: 'domain.finances', h: 'domain.housing' }, split: ',' },
        ],
      }),
    ],
  };
  const read = (row: Rule) =>
    factsOfMapping(document(item), {
      leden: [{ id: 1 }, { id: 2 }],
      r: [{ nr: 1, t: 'x', ...row }],
    })[0];

  test('each counts', () => {
    expect(read({ wie: '1; 2', over: 'f,h', merk: 'N' })).toMatchObject({
      subjects: ['P1', 'P2'],
      labels: ['domain.finances', 'domain.housing'],
    });
    expect(read({ wie: '2', over: 'f , q', merk: 'N+V' })?.labels).toEqual([
      'domain.finances',
      'safety.signal',
      'unclassified',
    ]);
  });

  test('one that adds nothing is no unknown one', () => {
    expect(read({ wie: 1, over: 'f', merk: 0 })?.labels).toEqual(['domain.finances']);
    expect(read({ wie: 1, over: 'f', merk: 'Z' })?.labels).toContain('unclassified');
    const both = { ...item, tighten: { field: 'm', codes: { V: 'safety.signal' }, none: ['V'] } };
    expect(issuesOf(document(both))).toEqual([
      '/items/0/tighten/none says of one code that it adds a label and that it adds none',
    ]);
  });

  test('a person who is in no list holds the fact back, whoever stands beside', () => {
    const delivery = runMapping(document(item), {
      leden: [{ id: 1 }],
      r: { nr: 1, t: 'x', wie: '1;9', over: 'f' },
    });
    expect(delivery.quarantined[0]).toMatchObject({ code: 'unknown-person', place: '/r/wie' });
  });
});

describe('paths', () => {
  test('that mean several places stand only where several may', () => {
    const item = {
      each: '/r/*',
      dossier: 'd/{a/*}',
      subjects: [{ identifier: 'x' }],
      facts: [text('b/*')],
    };
    expect(issuesOf(document(item)).map((issue) => issue.split(' ')[0])).toEqual([
      '/items/0/dossier',
      '/items/0/facts/0/elements/valueString',
    ]);
  });

  test.each([
    ['a[b=c]/d', ['a', 'd'], { by: 'b', is: 'c' }],
    ['a[b/@c=x y]', ['a'], { by: 'b/@c', is: 'x y' }],
    ['a[b=c~1d~2]', ['a'], { by: 'b', is: 'c/d[' }],
  ])('%s', (path, names, pick) => {
    const parsed = parseFieldPath(path);
    expect(parsed?.names).toEqual(names);
    expect(parsed?.picks?.get(0)).toEqual(pick);
  });

  test('brackets of another kind belong to the name', () => {
    for (const name of ['Bedrag [EUR]', 'a[b', 'a]b', '[x]', 'x[=y]'])
      expect(parseFieldPath(`r/${name}`)).toEqual({ up: 0, names: ['r', name] });
  });

  test('any text is a path or none, and quickly', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'b', '/', '[', ']', '=', '*', '^', '~', '.', '#', '1'),
          maxLength: 200,
        }),
        (path) => {
          const parsed = parseFieldPath(path);
          expect(parsed === undefined || parsed.names.every((name) => name !== '')).toBe(true);
        },
      ),
    );
  });
});
