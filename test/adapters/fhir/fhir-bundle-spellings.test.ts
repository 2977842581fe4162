import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { goal, patient, read, relative } from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';

const ref = (reference: string) => ({ reference });
const coding = [{ system: 'http://snomed.info/sct', code: '364703007' }];
const RESOURCES: readonly Resource[] = [
  patient,
  { ...patient, id: 'q', name: [{ text: 'Sem' }] },
  relative,
  { ...goal, expressedBy: ref('RelatedPerson/r'), addresses: [ref('Condition/c')] },
  { resourceType: 'Condition', id: 'c', code: { coding }, subject: ref('Patient/q') },
  { resourceType: 'Practitioner', id: 'd', name: [{ text: 'Arts' }] },
  {
    resourceType: 'PractitionerRole',
    id: 'w',
    practitioner: ref('Practitioner/d'),
    code: [{ text: 'arts' }],
  },
  {
    resourceType: 'CareTeam',
    id: 't',
    subject: ref('Patient/p'),
    participant: [{ member: ref('PractitionerRole/w') }, { member: ref('Practitioner/d') }],
  },
  {
    resourceType: 'CarePlan',
    id: 'pl',
    status: 'active',
    intent: 'plan',
    subject: ref('Group/h'),
    activity: [
      {
        detail: {
          status: 'scheduled',
          code: { coding },
          goal: [ref('Goal/g')],
          performer: [ref('Patient/p')],
        },
      },
      { reference: ref('Task/k') },
    ],
  },
  {
    resourceType: 'Task',
    id: 'k',
    status: 'requested',
    intent: 'plan',
    code: { coding },
    for: ref('Patient/q'),
  },
  {
    resourceType: 'Group',
    id: 'h',
    type: 'person',
    actual: true,
    member: [{ entity: ref('Patient/p') }, { entity: ref('Patient/q') }],
  },
];

interface BundleEntry {
  readonly fullUrl?: string;
  readonly resource: Resource;
  readonly request?: object;
}

const keyOf = ({ resourceType, id }: Resource): string => `${String(resourceType)}/${String(id)}`;

/** The resources with every reference written in another way. */
function written(spell: (key: string) => string): readonly Resource[] {
  const respelt = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(respelt);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        name === 'reference' && typeof each === 'string' ? spell(each) : respelt(each),
      ]),
    );
  };
  return RESOURCES.map((resource) => respelt(resource) as Resource);
}

const BASE = 'https://ecd.example/fhir';
const uuids = new Map(
  RESOURCES.map((resource, i) => [
    keyOf(resource),
    `urn:uuid:00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  ]),
);
const uuidOf = (key: string): string => uuids.get(key) ?? key;
const address = (resource: Resource): string => `${BASE}/${keyOf(resource)}`;
const bare = (resources: readonly Resource[]) => resources.map((resource) => ({ resource }));
const addressed = (resources: readonly Resource[], fullUrl: (resource: Resource) => string) =>
  resources.map((resource) => ({ fullUrl: fullUrl(resource), resource }));

/** Ways of saying the same in a Bundle (https://hl7.org/fhir/R4/bundle.html#references). */
const SPELLINGS: Readonly<Record<string, readonly BundleEntry[]>> = {
  'relative, without addresses': bare(written((key) => key)),
  'relative, with addresses': addressed(
    written((key) => key),
    address,
  ),
  'of a version': bare(written((key) => `${key}/_history/7`)),
  absolute: addressed(
    written((key) => `${BASE}/${key}`),
    address,
  ),
  'absolute and of a version': addressed(
    written((key) => `${BASE}/${key}/_history/2`),
    address,
  ),
  'by UUID': addressed(written(uuidOf), (resource) => uuidOf(keyOf(resource))),
};

const PUT = (entry: BundleEntry): BundleEntry => ({
  ...entry,
  request: { method: 'PUT', url: keyOf(entry.resource) },
});

function said(type: string, entries: readonly BundleEntry[]): string {
  const { dossiers, quarantined } = read({ resourceType: 'Bundle', type, entry: entries });
  const facts = dossiers.map(({ key, facts: all }) => [
    key,
    all
      .map((fact) =>
        JSON.stringify(fact, (name, value: unknown) => (name === 'places' ? [] : value)),
      )
      .sort(),
  ]);
  return JSON.stringify([
    facts.map((each) => JSON.stringify(each)).sort(),
    quarantined.map(({ code }) => code).sort(),
  ]);
}

const EXPECTED = said('collection', bare(RESOURCES));

describe('a Bundle, however it is put together', () => {
  test('is a full one: everything in it is a fact but what is not kept itself', () => {
    const { quarantined, dossiers } = read({
      resourceType: 'Bundle',
      type: 'collection',
      entry: bare(RESOURCES),
    });
    expect(new Set(quarantined.map(({ code }) => code))).toEqual(new Set(['not-a-plan-resource']));
    expect(dossiers).toHaveLength(RESOURCES.length - 2);
  });

  describe.each(Object.keys(SPELLINGS))('with references %s', (name) => {
    const entries = SPELLINGS[name] ?? [];
    test.each(['collection', 'searchset', 'document'])('says the same as a %s', (type) => {
      expect(said(type, entries)).toBe(EXPECTED);
    });
    test.each(['transaction', 'batch'])('says the same as a %s', (type) => {
      expect(said(type, entries.map(PUT))).toBe(EXPECTED);
    });
    test('says the same in any order, and with entries that are there again', () => {
      const some = fc.subarray([...entries], { maxLength: 4 });
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...entries], { minLength: entries.length }),
          some,
          (mixed, again) => {
            expect(said('collection', [...mixed, ...structuredClone(again)])).toBe(EXPECTED);
          },
        ),
        { numRuns: 15 },
      );
    });
  });
});
