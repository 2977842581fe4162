import { describe, expect, test } from '@jest/globals';
import * as lists from '../../../src/adapters/ijw/code-lists.ts';
import { productLabels, PRODUCTS } from '../../../src/adapters/ijw/product-categories.ts';
import { CATEGORIES } from '../../../src/vocabulary/categories.ts';
import {
  allocated,
  factsIn,
  fullName,
  jw301,
  mapped,
  message,
  person,
  relation,
  relations,
  SHORT,
} from '../../support/ijw-messages.ts';

const ZIB_ROLES = '2.16.840.1.113883.2.4.3.11.22.472';
const elementsOf = (xml: string, standard: 'ijw' | 'iwmo' = 'ijw') =>
  JSON.stringify(factsIn(mapped(xml, standard)).flatMap((fact) => [fact, fact.otherwise]));

describe('relations (COD472)', () => {
  test.each(Object.keys(lists.RELATION))(
    '%s never leaves under the OID of the zib list',
    (kind) => {
      const said = elementsOf(jw301({ more: relations(relation(kind)) }));
      expect(said).not.toContain(ZIB_ROLES);
      expect(said).toContain(lists.SYSTEMS.relation);
    },
  );

  test('23 and 24 are heirs and an employer, not a contact and a representative', () => {
    expect(lists.RELATION['23']).toEqual({ text: 'erven van', measure: false });
    expect(lists.RELATION['24']).toEqual({ text: 'werkgever', measure: false });
    const employer = elementsOf(jw301({ more: relations(relation('24')) }));
    expect(employer).toContain('werkgever');
    expect(employer).not.toMatch(/vertegenwoordig|contactpersoon|authority|gezag/i);
  });

  test('the list is the one of the standard: 03 to 25', () => {
    const codes = Array.from({ length: 23 }, (_, i) => String(i + 3).padStart(2, '0'));
    expect(Object.keys(lists.RELATION).sort()).toEqual(codes);
    expect(lists.RELATION['10']?.text).toBe('ouder');
    expect(lists.RELATION['11']?.text).toBe('voogd');
  });
});

describe('legal status and representation', () => {
  test('WJ003 loses its leading zero and keeps its meaning', () => {
    expect(
      Object.entries(lists.REPRESENTATION).map(([code, { zib, text }]) => [code, zib, text]),
    ).toEqual(
      expect.arrayContaining([
        ['06', '6', 'voogdij'],
        ['07', '7', 'bewindvoering'],
        ['08', '8', 'mentorschap'],
        ['09', '9', 'curatele'],
        ['10', '10', 'zaakwaarneming'],
      ]),
    );
    const said = elementsOf(
      jw301({ more: '<WettelijkeVertegenwoordiging>07</WettelijkeVertegenwoordiging>' }),
    );
    expect(said).toContain(`"system":"${lists.ZIB_REPRESENTATION}","code":"7"`);
    expect(said).toContain(`"system":"${lists.SYSTEMS.representation}","code":"07"`);
  });

  test('WJ232 has a zib code only where both mean the same', () => {
    const zib = Object.entries(lists.LEGAL_STATUS).map(([code, status]) => [code, status.zib]);
    expect(Object.fromEntries(zib)).toEqual({
      ...{ '01': 'RM', '02': undefined, '03': undefined, '04': 'OTS', '05': 'IBS' },
      ...{ '11': 'TBS', '12': undefined },
    });
  });

  test.each([
    ['04', ['safety.measure']],
    ['11', ['domain.judicial', 'safety.measure']],
    ['12', ['domain.judicial', 'safety.measure']],
  ])('status %s is labelled %j', (code, labels) => {
    const delivery = mapped(jw301({ more: `<JuridischeStatus>${code}</JuridischeStatus>` }));
    const [fact] = factsIn(delivery).filter(({ resource }) => resource.type === 'Condition');
    expect([...(fact?.labels ?? [])].sort()).toEqual(labels);
  });
});

describe('reasons to stop', () => {
  const stop = (standard: 'ijw' | 'iwmo', code: string) =>
    message(
      standard,
      '307',
      `<Client>${person()}${SHORT}<StopProducten><StopProduct><ToewijzingNummer>1</ToewijzingNummer><Begindatum>2026-01-01</Begindatum><RedenBeeindiging>${code}</RedenBeeindiging><Einddatum>2026-02-01</Einddatum><StatusAanlevering>1</StatusAanlevering></StopProduct></StopProducten></Client>`,
    );

  test('31 ends as planned in the Youth Act and is a removal in the Social Support Act', () => {
    const youth = elementsOf(stop('ijw', '31'));
    const support = elementsOf(stop('iwmo', '31'), 'iwmo');
    expect(youth).toContain('volgens plan');
    expect(youth).toContain('"completed"');
    expect(support).toContain('verhuizing');
    expect(support).toContain('"cancelled"');
    expect(lists.STOP_REASONS.ijw.system).not.toBe(lists.STOP_REASONS.iwmo.system);
  });

  test.each([
    ['ijw', ['02', '20', '31', '32', '33', '34', '35', '36', '37', '38', '39']],
    ['iwmo', ['02', '19', '20', '21', '22', '23', '31', '36', '37', '38', '39']],
  ] as const)('%s has its own list', (standard, codes) => {
    expect(Object.keys(lists.STOP_REASONS[standard].codes).sort()).toEqual(codes);
  });
});

describe('how much', () => {
  const size = (volume: string, unit: string, frequency: string) =>
    elementsOf(
      jw301({
        products: allocated({
          more: `<Omvang><b:Volume>${volume}</b:Volume><b:Eenheid>${unit}</b:Eenheid><b:Frequentie>${frequency}</b:Frequentie></Omvang>`,
        }),
      }),
    );

  test('a part of a day is four hours', () => {
    expect(lists.UNITS['16']).toMatchObject({ code: 'h', times: 4 });
    expect(size('6', '16', '2')).toContain('"numerator":{"value":24,"unit":"uur"');
    expect(size('6', '16', '2')).toContain('6 dagdelen van 4 uur per week');
  });

  test('a total is a quantity and no frequency', () => {
    expect(lists.FREQUENCIES['6']).toBe('total');
    const said = size('60', '01', '6');
    expect(said).toContain('"quantityQuantity"');
    expect(said).not.toMatch(/quantityRatio|denominator/);
  });
});

describe('products', () => {
  test('every category has a label of the vocabulary', () => {
    for (const standard of ['ijw', 'iwmo'] as const)
      for (const category of Object.keys(PRODUCTS[standard].categories))
        for (const label of productLabels(standard, category))
          expect(CATEGORIES.terms.map(({ code }) => code)).toContain(label);
  });

  test('the statute is part of the code system', () => {
    expect(PRODUCTS.ijw.category).not.toBe(PRODUCTS.iwmo.category);
    expect(PRODUCTS.ijw.product).not.toBe(PRODUCTS.iwmo.product);
  });

  test.each([
    ['ijw', '47', 'domain.judicial'],
    ['ijw', '48', 'safety.measure'],
    ['ijw', '54', 'domain.mental-health'],
    ['ijw', '55', 'unclassified'],
    ['ijw', '01', 'unclassified'],
    ['iwmo', '01', 'domain.instrumental-adl'],
    ['iwmo', '10', 'unclassified'],
    ['iwmo', '47', 'unclassified'],
    ['ijw', undefined, 'unclassified'],
    ['ijw', 'constructor', 'unclassified'],
  ] as const)('%s category %s is about %s', (standard, category, label) => {
    expect(productLabels(standard, category)).toEqual(['plan.agreements', label]);
  });
});

describe('a budget', () => {
  test.each([
    ['10000', 'budget € 100,00'],
    ['7', 'budget € 0,07'],
    ['00050', 'budget € 0,50'],
    ['99999999', 'budget € 999999,99'],
  ])('of %s cents is told in euros', (cents, text) => {
    const more = `<Budget>${cents}</Budget>`;
    expect(elementsOf(jw301({ products: allocated({ more }) }))).toContain(text);
  });

  test('is no volume: unit 83 counts whole euros', () => {
    const more =
      '<Omvang><b:Volume>150</b:Volume><b:Eenheid>83</b:Eenheid><b:Frequentie>4</b:Frequentie></Omvang>';
    const told = elementsOf(jw301({ products: allocated({ more }) }));
    expect(told).toContain(
      '"value":150,"unit":"euro","system":"urn:iso:std:iso:4217","code":"EUR"',
    );
    expect(told).toContain('150 euro per maand');
  });
});

describe('other lists', () => {
  test('sex has no "other", and 0 is unknown', () => {
    expect(lists.SEX).toEqual({ '0': 'unknown', '1': 'male', '2': 'female' });
  });

  test('an address of stay is stricter than a registered one', () => {
    const kinds = Object.entries(lists.ADDRESS).map(([code, kind]) => [code, kind.discloses]);
    expect(kinds).toEqual([
      ['01', false],
      ['02', false],
      ['03', true],
      ['04', true],
    ]);
  });

  test('an organisation is no person, whatever its relation', () => {
    const xml = jw301({
      more: relations(relation('14', { name: fullName('Bewind BV', '6') })),
    });
    const facts = factsIn(mapped(xml)).filter(({ places }) =>
      places.some((p) => /Relatie/.test(p)),
    );
    expect(facts.length).toBeGreaterThan(0);
    for (const fact of facts) {
      expect(fact.resource.type).toBe('RelatedPerson');
      expect(fact.subjects).toEqual(['bsn:999904024']);
    }
  });
});
