import { describe, expect, test } from '@jest/globals';
import { unaccounted } from '../../support/accounting.ts';
import {
  factsOfMapping,
  mappingOf,
  observation,
  row,
  rows,
  runMapping,
  valueAt,
} from '../../support/mappings.ts';

const one = (elements: Record<string, unknown>, fields: Record<string, unknown>, more = {}) => {
  const delivery = runMapping(
    mappingOf({ facts: [observation(elements)] }, more),
    rows(row(fields)),
  );
  const [fact] = delivery.dossiers.flatMap((d) => d.facts);
  return { fact, held: delivery.quarantined.map((q) => `${q.place} ${q.code}`) };
};

describe('values', () => {
  test.each([
    ['ISO', {}, '2026-03-01', '2026-03-01'],
    ['ISO month', {}, '2026-03', '2026-03'],
    ['Dutch', { date: 'dd-mm-yyyy' }, '5-3-2026', '2026-03-05'],
    ['Dutch with slashes', { date: 'dd/mm/yyyy' }, '05/03/2026', '2026-03-05'],
    ['digits', { date: 'yyyymmdd' }, '20260305', '2026-03-05'],
    ['a year as a number', {}, 1944, '1944'],
    ['with time and offset', {}, '2026-03-01T10:00:00+01:00', '2026-03-01T10:00:00+01:00'],
  ])('a date, %s', (_name, format, text, expected) => {
    const { fact } = one(
      { effectiveDateTime: { field: 'd', ...format }, valueString: 'x' },
      { d: text, x: 'y' },
    );
    expect(valueAt(fact, 'effectiveDateTime')).toBe(expected);
  });

  test.each([
    ['day', '2010-05-06'],
    ['month', '2010-05'],
    ['year', '2010'],
  ])('a date that is known to the %s says no more than that', (precision, expected) => {
    const value = { field: 'd', precision: { field: 'p', codes: { [precision]: precision } } };
    expect(
      valueAt(
        one(
          { effectiveDateTime: value, valueString: 'x' },
          { d: '2010-05-06', p: precision, x: 'y' },
        ).fact,
        'effectiveDateTime',
      ),
    ).toBe(expected);
  });

  test('a date that is said to be unknown is no date', () => {
    const value = { field: 'd', precision: { field: 'p', codes: { o: 'unknown' } } };
    const { fact, held } = one(
      { effectiveDateTime: value, valueString: 'x' },
      { d: '2010-01-01', p: 'o', x: 'y' },
    );
    expect(valueAt(fact, 'effectiveDateTime')).toBeUndefined();
    expect(held).toEqual([]);
  });

  test.each([
    ['1.234,56', { decimals: ',' }, 1234.56],
    ['0,5', { decimals: ',' }, 0.5],
    ['1,234.5', {}, 1234.5],
    [12.25, { decimals: ',' }, 12.25],
  ])('the number %s', (text, format, expected) => {
    expect(
      valueAt(
        one({ 'valueQuantity.value': { field: 'n', ...format } }, { n: text }).fact,
        'valueQuantity.value',
      ),
    ).toBe(expected);
  });

  test.each([
    ['a date', { effectiveDateTime: 'v' }, '31-02-2026'],
    ['a day that does not exist', { effectiveDateTime: 'v' }, '2026-02-30'],
    ['a number', { 'valueQuantity.value': { field: 'v', decimals: ',' } }, '1.23.4'],
    ['a whole number', { valueInteger: 'v' }, 2.5],
    ['a structure', { valueString: 'v' }, { a: 1 }],
    ['a truth', { valueBoolean: 'v' }, 'misschien'],
  ])('what is not %s in the agreed format holds the fact back, whole', (_name, elements, value) => {
    const document = mappingOf({
      facts: [
        observation({
          ...elements,
          'component[x].code.text': { const: 'x' },
          'component[x].valueString': 'other',
        }),
      ],
    });
    const body = rows(row({ v: value, other: 'tekst' }));
    const delivery = runMapping(document, body);
    expect(delivery.dossiers.flatMap((d) => d.facts)).toEqual([]);
    expect(delivery.quarantined.map((q) => q.place)).toEqual(['/rows/0/v', '/rows/0/other']);
    expect(new Set(delivery.quarantined.map((q) => q.code))).toEqual(new Set(['invalid-value']));
    expect(unaccounted(body, delivery)).toEqual([]);
  });

  test('code lists: known, unknown, kept', () => {
    const codes = { ja: 'true', nee: 'false' };
    expect(
      valueAt(one({ valueBoolean: { field: 'v', codes } }, { v: 'nee' }).fact, 'valueBoolean'),
    ).toBe(false);
    expect(one({ valueBoolean: { field: 'v', codes } }, { v: 'wie weet' }).held).toEqual([
      '/rows/0/v unknown-code',
    ]);
    expect(
      valueAt(
        one({ valueString: { field: 'v', codes, unknown: 'keep' } }, { v: 'wie weet' }).fact,
        'valueString',
      ),
    ).toBe('wie weet');
  });

  test('a code outside a required value set is held back', () => {
    expect(one({ status: 's', valueString: 'v' }, { s: 'zzz', v: 'x' }).held).toEqual([
      '/rows/0/s unknown-code',
      '/rows/0/v unknown-code',
    ]);
  });

  test('lists, templates and constants that only explain', () => {
    const document = mappingOf({
      facts: [
        {
          resource: { person: { identifier: '{client}' } },
          labels: ['identity.name'],
          elements: {
            'name[n].given': 'namen',
            'name[n].text': { text: '{voor} {achter}' },
            'telecom[t].system': { const: 'phone' },
            'telecom[t].value': 'tel',
          },
        },
      ],
    });
    const [fact] = factsOfMapping(
      document,
      rows(row({ namen: ['An', 'Bo'], voor: 'An', achter: null })),
    );
    expect(fact?.elements).toEqual([{ path: ['name', '#n', 'given'], value: ['An', 'Bo'] }]);
  });
});

describe('people', () => {
  const document = mappingOf(
    {
      subjects: [{ people: 'lid', of: 'leden' }],
      facts: [observation({ valueString: 'v', subject: { subject: true } })],
    },
    { people: { lid: { each: '/mensen', key: 'nr', identifier: 'C-{kl}', bsn: 'bsn' } } },
  );
  const mensen = [
    { nr: 'L1', kl: 1, bsn: '999904024' },
    { nr: 'L2', kl: 2 },
    { nr: 'L3', kl: 3 },
    { nr: 'L3', kl: 4 },
  ];
  const run = (leden: unknown) =>
    runMapping(document, { mensen, ...rows({ nr: 1, leden, v: 'x' }) });

  test('keys of the file lead to identifiers as enrolled, with the BSN as an alias', () => {
    const delivery = run(['L1', 'L2']);
    expect(delivery.dossiers[0]?.facts[0]?.subjects).toEqual(['C-1', 'C-2']);
    expect(valueAt(delivery.dossiers[0]?.facts[0], 'subject')).toEqual({
      reference: 'frame:Group',
    });
    expect(delivery.aliases.get('C-1')).toEqual(['bsn:999904024']);
    expect(valueAt(run('L2').dossiers[0]?.facts[0], 'subject')).toEqual({
      reference: 'person:C-2',
    });
  });

  test.each([
    ['a key of nobody', ['L1', 'L9'], '/rows/0/leden/1 unknown-person'],
    ['a key of two people', ['L3'], '/rows/0/leden/0 contradictory-person'],
    ['no key at all', [], '/rows/0 no-subject'],
  ])('%s', (_name, leden, expected) => {
    const delivery = run(leden);
    expect(delivery.dossiers.flatMap((d) => d.facts)).toEqual([]);
    expect(delivery.quarantined.map((q) => `${q.place} ${q.code}`)).toContain(expected);
  });

  test('a value says who is meant', () => {
    const who = {
      each: 'betreft',
      values: { client: '{client}', contact: 'contact-of:{client}' },
      otherwise: '{.}',
    };
    const item = { subjects: [who], facts: [observation({ valueString: 'v' })] };
    const [fact] = factsOfMapping(
      mappingOf(item),
      rows(row({ betreft: ['client', 'contact', 'huisgenoot P'], v: 'x' })),
    );
    expect(fact?.subjects).toEqual(['C1', 'contact-of:C1', 'huisgenoot P']);
  });

  test('a fact says what it is when the person is no member', () => {
    const contact = {
      ...observation({ valueString: 'v' }, { subjects: [{ identifier: 'contact-of:{client}' }] }),
      otherwise: {
        resource: { type: 'RelatedPerson', key: 'c' },
        labels: ['third-party'],
        elements: { patient: { subject: true }, 'relationship[r].text': 'v' },
      },
    };
    const [fact] = factsOfMapping(mappingOf({ facts: [contact] }), rows(row({ v: 'dochter' })));
    expect(fact?.otherwise).toMatchObject({
      labels: ['third-party'],
      subjects: ['C1'],
      resource: { type: 'RelatedPerson' },
      places: ['/rows/0/v'],
    });
  });
});
