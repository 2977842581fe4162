import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { goal, patient, read, relative } from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';
import { readDelivery } from '../../../src/flows/read-delivery.ts';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import { fhirXml } from '../../support/fhir-xml-writer.ts';

const coding = [{ system: 'http://snomed.info/sct', code: '364703007' }];
const subject = { reference: 'Patient/p' };
const RESOURCES: readonly Resource[] = [
  { ...patient, birthDate: '2012-05-09', name: [{ family: 'Jansen', given: ['Daan'] }] },
  relative,
  {
    ...goal,
    startDate: '2026-01-01',
    target: [{ measure: { coding }, detailString: 'elke week', dueDate: '2026-06-01' }],
  },
  {
    resourceType: 'Condition',
    id: 'c',
    code: { coding, text: 'x' },
    subject,
    recordedDate: '2026-01-01',
  },
  {
    resourceType: 'Observation',
    id: 'o',
    status: 'final',
    code: { coding },
    subject,
    valueQuantity: { value: 4.5, unit: 'punten' },
    component: [{ code: { text: 'deel' }, valueString: 'x' }],
  },
  {
    resourceType: 'CarePlan',
    id: 'pl',
    status: 'active',
    intent: 'plan',
    subject,
    activity: [{ detail: { status: 'scheduled', code: { coding }, description: 'wekelijks' } }],
  },
  {
    resourceType: 'Task',
    id: 'k',
    status: 'requested',
    intent: 'plan',
    code: { coding },
    for: subject,
  },
];

type Path = readonly (string | number)[];

/** Every value below an object, but what says which resource it is. */
function leavesOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null)
    return at.length === 1 && /^(resourceType|id)$/.test(String(at[0])) ? [] : [at];
  return Object.entries(value).flatMap(([name, each]) =>
    leavesOf(each, [...at, Array.isArray(value) ? Number(name) : name]),
  );
}

/** A copy with something else at a place. */
function put(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[name] = put(copy[name], rest, by);
  return copy;
}

const WRONG = [{ Qnaam: 'Qwaarde' }, [['Qwaarde']], true, '', 'Q\u0000', null] as const;

interface Broken {
  readonly body: unknown;
  readonly at: string;
  readonly index: number;
}

const broken: fc.Arbitrary<Broken> = fc
  .tuple(fc.nat(RESOURCES.length - 1), fc.nat(), fc.constantFrom(...WRONG))
  .map(([index, choice, wrong]) => {
    const resource = RESOURCES[index] ?? {};
    const leaves = leavesOf(resource);
    const path = leaves[choice % leaves.length] ?? [];
    const entry = RESOURCES.map((each, i) => ({
      resource: i === index ? put(each, path, wrong) : each,
    }));
    const body = { resourceType: 'Bundle', type: 'collection', entry };
    return { body, index, at: `/entry/${index}/resource/${path.join('/')}` };
  });

/** The value itself, something in it, or what it is in, short of the whole resource. */
const names = (place: string, at: string, index: number): boolean =>
  place === at ||
  place.startsWith(`${at}/`) ||
  (at.startsWith(`${place}/`) && place.length > `/entry/${index}/resource`.length);

const saidOf = (body: unknown, but: string) =>
  JSON.stringify(
    read(body).dossiers.filter(({ key }) => key !== but),
    (name, value: unknown) => (name === 'places' ? [] : value),
  );
const WHOLE = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: RESOURCES.map((resource) => ({ resource })),
};

test('as they are they are taken whole', () => {
  expect(read(WHOLE).quarantined).toEqual([]);
});

describe('a resource with one thing wrong', () => {
  test('is held back, the complaint names the place and never the value, and the others go in', () => {
    fc.assert(
      fc.property(broken, ({ body, at, index }) => {
        const { resourceType, id } = RESOURCES[index] ?? {};
        const key = `${String(resourceType)}/${String(id)}`;
        const { dossiers, quarantined } = read(body);
        expect(dossiers.map((dossier) => dossier.key)).not.toContain(key);
        const places = quarantined.map(({ place }) => place);
        expect(places.some((place) => names(place, at, index))).toBe(true);
        expect(quarantined.every(({ place }) => place.startsWith(`/entry/${index}/`))).toBe(true);
        expect(JSON.stringify(quarantined.map(({ text }) => text))).not.toMatch(/Q/);
        expect(saidOf(body, key)).toBe(saidOf(WHOLE, key));
      }),
      { numRuns: 200 },
    );
  });

  test('is held back in XML too, with the line', () => {
    const xml = fhirXml(WHOLE);
    const adapter = fhirAdapter();
    const inside = xml.indexOf('<resource>');
    const values = [...xml.matchAll(/ value="[^"]*"/g)].filter(({ index }) => index > inside);
    fc.assert(
      fc.property(fc.nat(values.length - 1), (choice) => {
        const { index } = values[choice] ?? { index: 0 };
        const wrong = `${xml.slice(0, index)} waarde="Qwaarde"${xml.slice(index)}`;
        const line = wrong.slice(0, index).split('\n').length;
        const { quarantined } = readDelivery(adapter, 'application/fhir+xml', Buffer.from(wrong));
        expect(quarantined.some(({ text }) => text.startsWith(`line ${line}: `))).toBe(true);
        expect(JSON.stringify(quarantined)).not.toContain('Qwaarde');
      }),
      { numRuns: 40 },
    );
  });
});
