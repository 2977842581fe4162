import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import type { MappedDelivery, MappedFact } from '../../../src/plan/delivery.ts';
import { readDelivery } from '../../../src/flows/read-delivery.ts';
import { unaccounted, unaccountedXml } from '../../support/accounting.ts';
import { bundle, patient } from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';
import { fhirXml } from '../../support/fhir-xml-writer.ts';
import { parseXmlElements } from '../../../src/wire/xml.ts';

const adapter = fhirAdapter();
function read(body: unknown, fhirVersion?: string): MappedDelivery {
  const delivery = adapter.read(body, { fhirVersion });
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  return delivery;
}
const about = { subject: { reference: 'Patient/p' } };
const values = (facts: readonly MappedFact[]) =>
  Object.fromEntries(
    facts.flatMap(({ elements }) => elements.map(({ path, value }) => [path.join('.'), value])),
  );
const said = (resource: Resource, fhirVersion?: string) => {
  const body = bundle(patient, resource);
  const delivery = read(body, fhirVersion);
  expect(unaccounted(body, delivery)).toEqual([]);
  // The same in XML, where an element does not show whether it may repeat.
  const xml = readDelivery(adapter, 'application/xml; fhirVersion=3.0', Buffer.from(fhirXml(body)));
  if (fhirVersion === undefined && !isR4(resource))
    expect(elements(xml)).toEqual(elements(delivery));
  return values(delivery.dossiers.flatMap((d) => (d.key === 'Patient/p' ? [] : d.facts)));
};
const elements = ({ dossiers }: MappedDelivery) =>
  dossiers.flatMap(({ key, facts }) => facts.map((fact) => [key, fact.labels, fact.elements]));
const isR4 = (resource: Resource) => Array.isArray(resource['relationship']);
const held = (resource: Resource, fhirVersion?: string) =>
  read(bundle(patient, resource), fhirVersion).quarantined.map(
    ({ place, text }) => `${place.replace('/entry/1/resource', '')} ${text}`,
  );

const goal = (status: string): Resource => ({
  resourceType: 'Goal',
  id: 'g',
  status,
  description: { text: 'lopen' },
  ...about,
});

describe('a goal: one word in STU3 is two in R4', () => {
  test.each([
    ['accepted', 'accepted', undefined],
    ['in-progress', 'active', 'in-progress'],
    ['sustaining', 'active', 'sustaining'],
    ['achieved', 'completed', 'achieved'],
    ['behind-target', 'active', 'behind-target'],
    ['cancelled', 'cancelled', undefined],
  ])('%s', (status, lifecycle, achievement) => {
    const found = said(goal(status));
    expect(found['lifecycleStatus']).toBe(lifecycle);
    const coding = (found['achievementStatus'] as { coding?: { code: string }[] } | undefined)
      ?.coding;
    expect(coding?.[0]?.code).toBe(achievement);
  });

  test('the fact is found where the word stood', () => {
    const [, dossier] = read(bundle(patient, goal('achieved'))).dossiers;
    const places = dossier?.facts.flatMap((fact) => fact.places) ?? [];
    expect(places).toContain('/entry/1/resource/status');
    expect(places.join()).not.toContain('lifecycleStatus');
  });

  test('a word that STU3 does not know holds it back', () => {
    expect(held(goal('zzz')).join()).toContain('/status not a code of the required value set');
  });
});

describe('what R4 says otherwise', () => {
  test('a condition', () => {
    const condition = {
      resourceType: 'Condition',
      id: 'c',
      clinicalStatus: 'active',
      verificationStatus: 'confirmed',
      code: { coding: [{ system: 'http://hl7.org/fhir/v3/RoleCode', code: 'MTH' }], text: 'x' },
      assertedDate: '2026-01-01',
      context: { reference: 'Encounter/e' },
      stage: { summary: { text: 'vroeg' } },
      ...about,
    };
    const found = said(condition);
    expect(found).toMatchObject({
      clinicalStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' },
        ],
      },
      code: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'MTH' }],
      },
      stage: [{ summary: { text: 'vroeg' } }],
    });
    expect(held(condition)).toEqual([
      '/assertedDate R4 knows when a condition was recorded, not when it was asserted',
      '/context the encounter or episode around it is not taken over from STU3',
    ]);
  });

  test('an observation', () => {
    const observation = {
      resourceType: 'Observation',
      id: 'o',
      status: 'final',
      code: { text: 'Hb' },
      comment: 'nuchter',
      interpretation: { text: 'laag' },
      related: [
        { type: 'has-member', target: { reference: 'Observation/x' } },
        { type: 'replaces', target: { reference: 'Observation/y' } },
      ],
      component: [{ code: { text: 'a' }, interpretation: { text: 'b' } }],
      ...about,
    };
    expect(said(observation)).toMatchObject({
      'note.#0': { text: 'nuchter' },
      interpretation: [{ text: 'laag' }],
      hasMember: [{ reference: 'local:Observation/x' }],
      component: [{ code: { text: 'a' }, interpretation: [{ text: 'b' }] }],
    });
    expect(held(observation)).toEqual(['/related/1 R4 has no element for this kind of relation']);
  });

  test('a request for a procedure becomes a ServiceRequest, and so do references to it', () => {
    const request = {
      resourceType: 'ProcedureRequest',
      id: 'r',
      status: 'suspended',
      intent: 'plan',
      code: { text: 'fysiotherapie' },
      requester: {
        agent: { reference: 'Practitioner/d' },
        onBehalfOf: { reference: 'Organization/o' },
      },
      performer: { reference: 'Practitioner/d' },
      ...about,
    };
    const delivery = read(bundle(patient, request));
    const [, dossier] = delivery.dossiers;
    expect(dossier?.key).toBe('ServiceRequest/r');
    expect(values(dossier?.facts ?? [])).toMatchObject({
      status: 'on-hold',
      requester: { reference: 'local:Practitioner/d' },
      performer: [{ reference: 'local:Practitioner/d' }],
    });
    const based = { ...goal('accepted'), addresses: [{ reference: 'ProcedureRequest/r' }] };
    expect(said(based)['addresses']).toEqual([{ reference: 'local:ServiceRequest/r' }]);
    const gone = { request: { method: 'DELETE', url: 'ProcedureRequest/old' } };
    expect(read({ resourceType: 'Bundle', type: 'transaction', entry: [gone] }).withdrawn).toEqual([
      'ServiceRequest/old',
    ]);
  });

  test('a plan: what must not be done, why it stopped, who made it', () => {
    const plan = (detail: Resource) => ({
      resourceType: 'CarePlan',
      id: 'c',
      meta: { profile: ['http://fhir.nl/fhir/StructureDefinition/nl-core-careplan'] },
      status: 'cancelled',
      intent: 'plan',
      author: [{ reference: 'Practitioner/a' }, { reference: 'Practitioner/b' }],
      activity: [{ detail: { status: 'cancelled', ...detail } }],
      ...about,
    });
    expect(said(plan({ statusReason: 'verhuisd' }))).toMatchObject({
      statusReason: { text: 'verhuisd' },
      contributor: [{ reference: 'local:Practitioner/a' }, { reference: 'local:Practitioner/b' }],
    });
    expect(held(plan({ prohibited: true })).join()).toContain('must not be done');
  });

  test.each([
    [
      'a message that was not sent',
      { resourceType: 'Communication', status: 'completed', notDone: true },
    ],
    ['an animal', { resourceType: 'Patient', animal: { species: { text: 'hond' } } }],
    ['a resource of both', { ...goal('accepted'), lifecycleStatus: 'active' }],
  ])('%s is refused by itself', (_name, resource) => {
    const body = bundle(patient, { id: 'x', ...resource });
    const delivery = read(body);
    expect(delivery.dossiers.map((d) => d.key)).toEqual(['Patient/p']);
    expect(delivery.quarantined.map((each) => each.place)).toEqual(['/entry/1/resource']);
    expect(unaccounted(body, delivery)).toEqual([]);
  });
});

describe('of which release', () => {
  const silent: Resource = {
    resourceType: 'RelatedPerson',
    id: 'r',
    patient: { reference: 'Patient/p' },
    relationship: { text: 'zoon' },
  };

  test('the way a member is written shows it', () => {
    expect(said(silent)['relationship']).toEqual([{ text: 'zoon' }]);
    expect(said({ ...silent, relationship: [{ text: 'zoon' }] })['relationship']).toEqual([
      { text: 'zoon' },
    ]);
  });

  test('who asks is a part in STU3 and a reference in R4', () => {
    const task = (requester: Resource): Resource => ({
      resourceType: 'Task',
      id: 't',
      status: 'requested',
      intent: 'order',
      for: { reference: 'Patient/p' },
      requester,
      focus: { reference: 'Goal/g' },
    });
    const reference = { reference: 'Practitioner/d' };
    const expected = { reference: 'local:Practitioner/d' };
    expect(said(task({ agent: reference }))['requester']).toEqual(expected);
    expect(said(task(reference), '4.0')['requester']).toEqual(expected);
  });

  test('what the sender says decides', () => {
    expect(held(silent, '4.0').join()).toContain('/relationship this element is a list');
    expect(said(silent, '3.0')['relationship']).toEqual([{ text: 'zoon' }]);
    expect(held({ ...goal('x'), lifecycleStatus: 'active' }, '3.0').join()).toContain(
      '/lifecycleStatus Goal has no element of this name',
    );
    expect(adapter.read(patient, { fhirVersion: '5.0' })).toHaveProperty('unreadable');
  });

  test('a goal of STU3 is never read as one of R4', () => {
    expect(read(bundle(patient, goal('achieved')), '4.0').dossiers.map((d) => d.key)).toEqual([
      'Patient/p',
    ]);
  });

  test('the media type says it at the door', () => {
    const xml = `<Goal xmlns="http://hl7.org/fhir"><id value="g"/><description><text value="x"/></description><subject><reference value="Patient/p"/></subject><status value="achieved"/></Goal>`;
    const delivery = readDelivery(
      adapter,
      'application/fhir+xml; fhirVersion=3.0',
      Buffer.from(xml),
    );
    expect(values(delivery.dossiers.flatMap((d) => d.facts))['lifecycleStatus']).toBe('completed');
    expect(() =>
      readDelivery(adapter, 'application/fhir+xml; fhirVersion=5.0', Buffer.from(xml)),
    ).toThrow();
  });
});

describe('real ones', () => {
  const folder = '../shared/data/nictiz-stu3-bglz-ggz-eoverdracht';
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.xml'))
    : [];

  test('every value is a fact, held back, or ignorable', () => {
    for (const file of files) {
      const bytes = readFileSync(`${folder}/${file}`);
      const parsed = parseXmlElements(bytes);
      if (!parsed.ok) continue;
      const delivery = readDelivery(adapter, 'application/fhir+xml', bytes);
      expect([file, unaccountedXml(parsed.value, delivery)]).toEqual([file, []]);
    }
  });
});
