import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bundle, factsOf, goal, held, read, relative } from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';

const BSN = 'http://fhir.nl/fhir/NamingSystem/bsn';
const UUID = 'urn:uuid:11111111-1111-4111-8111-111111111111';
const A = 'https://a.example/fhir';
const B = 'https://b.example/fhir';

const person = (id?: string, more: Resource = {}): Resource => ({
  resourceType: 'Patient',
  ...(id === undefined ? {} : { id }),
  birthDate: '2012-05-09',
  ...more,
});
const about = (subject: unknown, id = 'g'): Resource => ({ ...goal, id, subject });
const to = (reference: string) => ({ reference });
const entry = (resource: Resource, fullUrl?: string, more: Resource = {}) => ({
  ...(fullUrl === undefined ? {} : { fullUrl }),
  resource,
  ...more,
});
const of = (type: string, ...entries: unknown[]) => ({
  resourceType: 'Bundle',
  type,
  entry: entries,
});

/** Whom the goal is about; empty when it was held back. */
const whom = (body: unknown) => [
  ...new Set(
    factsOf(body)
      .filter(({ resource }) => resource.type === 'Goal')
      .flatMap(({ subjects }) => subjects),
  ),
];

describe('whom a reference leads to', () => {
  test.each([
    ['relative', of('collection', entry(person('p')), entry(about(to('Patient/p'))))],
    [
      'of a version',
      of('collection', entry(person('p')), entry(about(to('Patient/p/_history/3')))),
    ],
    [
      'by address',
      of('searchset', entry(person('p'), `${A}/Patient/p`), entry(about(to(`${A}/Patient/p`)))),
    ],
    [
      'by address and version',
      of(
        'searchset',
        entry(person('p'), `${A}/Patient/p`),
        entry(about(to(`${A}/Patient/p/_history/1`))),
      ),
    ],
    ['by UUID', of('collection', entry(person('p'), UUID), entry(about(to(UUID))))],
    [
      'by UUID in other letters',
      of(
        'collection',
        entry(person('p'), 'urn:uuid:aaaaaaaa-1111-4111-8111-111111111111'),
        entry(about(to('urn:uuid:AAAAAAAA-1111-4111-8111-111111111111'))),
      ),
    ],
    [
      'in a document',
      of(
        'document',
        entry({ resourceType: 'Composition' }),
        entry(person('p')),
        entry(about(to('Patient/p'))),
      ),
    ],
    [
      'to what has its id in its address only',
      of('collection', entry(person(), `${A}/Patient/p`), entry(about(to('Patient/p')))),
    ],
    [
      'by a number of the source, when the person is there',
      of(
        'collection',
        entry(person('p', { identifier: [{ system: 'urn:ecd', value: 'K1' }] })),
        entry(about({ identifier: { system: 'urn:ecd', value: 'K1' } })),
      ),
    ],
  ])('%s', (_title, body) => {
    expect(whom(body)).toEqual(['Patient/p']);
  });

  test.each([
    ['an identifier', { identifier: { system: BSN, value: '999904024' } }],
    [
      'its other name',
      { identifier: { system: 'urn:oid:2.16.840.1.113883.2.4.6.3', value: '999904024' } },
    ],
    ['a search', to(`Patient?identifier=${BSN}|999904024`)],
    ['an encoded search', to(`Patient?identifier=${encodeURIComponent(`${BSN}|999904024`)}`)],
    [
      'a reference elsewhere with an identifier',
      { ...to('https://elsewhere.example/x'), identifier: { system: BSN, value: '999904024' } },
    ],
  ])('by the BSN of %s', (_title, subject) => {
    expect(whom(bundle(about(subject)))).toEqual(['bsn:999904024']);
  });

  const contained = (...all: Resource[]) => ({ ...about(to('#c')), contained: all });
  const inside = (value: string) => ({
    resourceType: 'Patient',
    id: 'c',
    identifier: [{ system: BSN, value }],
  });
  test('by the BSN of a Patient that it contains, of whom nothing is taken over', () => {
    const body = bundle(contained({ ...inside('999904024'), name: [{ text: 'Qnaam' }] }));
    expect(whom(body)).toEqual(['bsn:999904024']);
    expect(JSON.stringify(factsOf(body))).not.toContain('Qnaam');
    expect(held(body)).toEqual(['/entry/0/resource/contained unmapped']);
  });

  test('a number of the source leads to whoever is enrolled under it', () => {
    const body = bundle(about({ type: 'Patient', identifier: { system: 'urn:ecd', value: 'K1' } }));
    expect(whom(body)).toEqual(['urn:ecd|K1']);
    expect(JSON.stringify(factsOf(body))).toContain('"person:urn:ecd|K1"');
  });

  test('a relative is of whom a BSN names', () => {
    const patient = { identifier: { system: BSN, value: '999904024' } };
    const facts = factsOf(bundle({ ...relative, patient }));
    expect(facts.flatMap(({ otherwise }) => otherwise?.subjects ?? [])).toContain('bsn:999904024');
  });
});

describe('nobody is guessed', () => {
  test.each([
    [
      'two resources of one address',
      of('collection', entry(person('p'), UUID), entry(person('q'), UUID), entry(about(to(UUID)))),
    ],
    ['a UUID that nothing has', of('collection', entry(person('p')), entry(about(to(UUID))))],
    [
      'an address on another server',
      of('collection', entry(person('p'), `${A}/Patient/p`), entry(about(to(`${B}/Patient/p`)))),
    ],
    [
      'a relative reference on another server',
      of(
        'collection',
        entry(person('p'), `${A}/Patient/p`),
        entry(about(to('Patient/p')), `${B}/Goal/g`),
      ),
    ],
    [
      'an address on a server of which other things came',
      of(
        'collection',
        entry(person('p'), `${A}/Patient/p`),
        entry(about(to(`${B}/Patient/p`)), `${B}/Goal/g`),
      ),
    ],
    [
      'one id on two servers',
      of(
        'collection',
        entry(person('p'), `${A}/Patient/p`),
        entry(person('p'), `${B}/Patient/p`),
        entry(about(to('Patient/p')), `${A}/Goal/g`),
      ),
    ],
    [
      'an address that names another id',
      of('collection', entry(person('q'), `${A}/Patient/p`), entry(about(to(`${A}/Patient/p`)))),
    ],
    [
      'a Patient beside the BSN of another',
      bundle(
        person('p', { identifier: [{ system: BSN, value: '999904012' }] }),
        about({ ...to('Patient/p'), identifier: { system: BSN, value: '999904024' } }),
      ),
    ],
    [
      'two people of one number',
      bundle(
        person('p', { identifier: [{ system: 'urn:ecd', value: 'K1' }] }),
        person('q', { identifier: [{ system: 'urn:ecd', value: 'K1' }] }),
        about({ identifier: { system: 'urn:ecd', value: 'K1' } }),
      ),
    ],
    [
      'a number of something else',
      bundle(about({ type: 'Group', identifier: { system: 'urn:ecd', value: 'K1' } })),
    ],
    ['a number without its system', bundle(about({ identifier: { value: 'K1' } }))],
    ['no BSN', bundle(about({ identifier: { system: BSN, value: '999904025' } }))],
    ['a search that is no text', bundle(about(to('Patient?identifier=%zz|1')))],
    [
      'something contained that is no Patient',
      bundle({
        ...about(to('#c')),
        contained: [{ resourceType: 'Group', id: 'c', type: 'person', actual: true }],
      }),
    ],
  ])('%s', (_title, body) => {
    expect(whom(body)).toEqual([]);
    expect(held(body).some((each) => each.endsWith('no-subject'))).toBe(true);
  });
});

test.each([`${A}/Patient/p`, 'Patient/p'])('%s is no address of another Patient', (fullUrl) => {
  expect(held(of('collection', entry(person('q'), fullUrl)))).toEqual([
    '/entry/0/resource invalid-resource',
  ]);
});

describe('one resource twice', () => {
  const first = entry(person('p'), `${A}/Patient/p`);
  test('counts once when it says the same', () => {
    const body = of('searchset', first, first, entry(about(to('Patient/p'))));
    expect(held(body)).toEqual([]);
    expect(whom(body)).toEqual(['Patient/p']);
  });

  test('is held back when it says different things', () => {
    const other = entry(person('p', { gender: 'male' }), `${A}/Patient/p`);
    expect(held(of('collection', first, other))).toEqual([
      '/entry/0/resource invalid-resource',
      '/entry/1/resource invalid-resource',
    ]);
  });

  test('the order of entries does not matter', () => {
    const entries = [
      first,
      entry(person('p'), `${B}/Patient/p`),
      entry(person('q'), `${A}/Patient/q`),
      entry(about(to('Patient/q')), `${A}/Goal/g`),
      entry(about(to('Patient/p'), 'h'), `${B}/Goal/h`),
    ];
    const said = (all: readonly unknown[]) =>
      factsOf(of('collection', ...all))
        .map(({ resource, subjects, elements }) => JSON.stringify([resource, subjects, elements]))
        .sort();
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 5 }), (mixed) => {
        expect(said(mixed)).toEqual(said(entries));
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is no resource of the plan', () => {
  const outcome = { resourceType: 'OperationOutcome', issue: [] };
  test('how a search went is about nobody', () => {
    const delivery = read(
      of('searchset', entry(outcome, undefined, { search: { mode: 'outcome' } })),
    );
    expect(delivery.quarantined).toEqual([]);
    expect(delivery.astray).toBe(false);
  });

  test.each(['Bundle', 'Parameters', 'Composition'])(
    '%s without an id is held back by name',
    (type) => {
      const delivery = read(of('collection', entry({ resourceType: type })));
      expect(delivery.quarantined).toMatchObject([{ code: 'not-a-plan-resource' }]);
      expect(delivery.astray).toBe(false);
    },
  );

  test('a goal without id is lost: nobody can tell which it was', () => {
    expect(read(of('collection', entry({ ...goal, id: undefined }))).astray).toBe(true);
  });
});
