import { describe, expect, test } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { fhirAdapter } from '../../src/adapters/fhir/fhir-adapter.ts';
import type { Fact } from '../../src/plan/fact.ts';
import { settleDelivery } from '../../src/plan/settle.ts';
import { isPublicNamespace } from '../../src/release/public-namespaces.ts';
import { release } from '../../src/release/release.ts';
import { opaque } from '../support/deliveries.ts';
import { r4Errors } from './support/r4-definitions.ts';
import { inputOf } from './support/release-inputs.ts';

const OWN = 'https://epd.ggz-waterkant.example';
const subject = { reference: 'Patient/p' };
const code = (system: string) => ({ coding: [{ system, code: 'x1' }] });

/** Everything in which a source can write its own address. */
const BUNDLE = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      resourceType: 'Patient',
      id: 'p',
      identifier: [
        { system: `${OWN}/patientnummer`, value: 'C-77120' },
        { system: 'urn:oid:2.16.840.1.113883.2.4.6.6.77', value: 'C-77121' },
        { system: 'urn:ietf:rfc:3986', value: `${OWN}/patient/9` },
        { system: 'http://fhir.nl/fhir/NamingSystem/bsn', value: '999904024' },
      ],
      name: [{ family: 'Waterman' }],
      telecom: [
        { system: 'url', value: 'www.ggz-waterkant.example/mijn' },
        { system: 'url', value: `${OWN}/mijn` },
        { system: 'email', value: 'waterman@post.example' },
      ],
      photo: [{ contentType: 'image/png', url: `${OWN}/foto.png` }],
    },
    {
      resourceType: 'Observation',
      id: 'o',
      status: 'final',
      subject,
      code: {
        coding: [
          { system: `${OWN}/vragenlijst`, code: 'OQ45' },
          { system: 'http://snomed.info/sct', code: '271686003' },
        ],
      },
      valueQuantity: { value: 7, unit: 'punten', system: `${OWN}/eenheid`, code: 'pt' },
      component: [{ code: code(`${OWN}/onderdeel`), valueString: `${OWN}/uitslag` }],
    },
    {
      resourceType: 'ServiceRequest',
      id: 's',
      status: 'active',
      intent: 'order',
      subject,
      code: code(`${OWN}/product`),
      instantiatesUri: [`${OWN}/zorgpad`, 'http://loinc.org/pad'],
      instantiatesCanonical: [`${OWN}/plan|2`],
    },
    {
      resourceType: 'Practitioner',
      id: 'd',
      name: [{ family: 'Kok' }],
      telecom: [
        { system: 'email', value: 'kok@ggz-waterkant.example' },
        { system: 'phone', value: '+31201234567' },
      ],
    },
    {
      resourceType: 'Goal',
      id: 'g',
      lifecycleStatus: 'active',
      subject,
      description: { text: 'Beter slapen' },
      category: [code(`${OWN}/soort`)],
      expressedBy: { reference: 'Practitioner/d' },
    },
  ].map((resource) => ({ resource })),
};

function facts(): Fact[] {
  const delivery = fhirAdapter().read(BUNDLE);
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  const people = new Map([['Patient/p', [{ planId: 'plan', memberId: 'daan' }]]]);
  const enrolled = new Map([...people, ['C-77120', [{ planId: 'plan', memberId: 'daan' }]]]);
  const { plans } = settleDelivery(delivery, 'org-ggz', enrolled, { opaque });
  const since = Date.UTC(2026, 10, 1);
  return [...(plans.get('plan')?.values() ?? [])].flat().map((fact) => ({ ...fact, since }));
}

const FACTS = facts();

function released(named: readonly string[], permitted = FACTS): readonly Resource[] {
  const ids = permitted.map(({ id }) => id);
  return release(inputOf(FACTS, ids, named)).resources;
}

const hosts = (resources: readonly Resource[]) =>
  JSON.stringify(resources).match(/ggz-waterkant|2\.4\.6\.6\.77/g) ?? [];

describe('a source that may not be named', () => {
  test('is not named by an address either', () => {
    expect(FACTS.length).toBeGreaterThan(12);
    expect(hosts(released([]))).toEqual([]);
  });

  test('still says what it says: numbers, codes and people keep what is theirs', () => {
    const text = JSON.stringify(released([]));
    const kept = ['C-77120', 'C-77121', '999904024', 'OQ45', 'snomed.info', 'pt', 'waterman@post'];
    expect(kept.filter((one) => !text.includes(one))).toEqual([]);
    expect(text).toContain('http://fhir.nl/fhir/NamingSystem/bsn');
    expect(text).toContain('http://loinc.org/pad');
  });

  test('stays valid R4, whichever of its facts are permitted', () => {
    const each = FACTS.map((fact) => released([], [fact]));
    expect([released([]), ...each].flatMap((one) => one.flatMap(r4Errors))).toEqual([]);
    expect(each.flatMap(hosts)).toEqual([]);
  });

  test('is known to itself, and to whoever may know it, by everything it wrote', () => {
    const named = released(['org-ggz']);
    expect(hosts(named).length).toBeGreaterThan(12);
    expect(JSON.stringify(named)).toContain(`${OWN}/patientnummer`);
    expect(named.flatMap(r4Errors)).toEqual([]);
  });
});

describe('a public namespace', () => {
  test.each([
    'http://snomed.info/sct',
    'http://terminology.hl7.org/CodeSystem/v3-ActCode',
    'https://planpoort.nl/fhir/CodeSystem/role',
    'http://decor.nictiz.nl/x|1.2',
    'urn:ietf:bcp:47',
    'urn:oid:2.16.840.1.113883.2.4.6.3',
    'urn:oid:2.16.840.1.113883.6.96',
  ])('%s', (uri) => {
    expect(isPublicNamespace(uri)).toBe(true);
  });

  test.each([
    '',
    'patientnummer',
    'https://snomed.info.ggz.example/sct',
    'https://snomed.info@ggz.example/sct',
    'https://ggz@snomed.info/sct',
    'https://ggz.example/http://snomed.info/sct',
    'https://nosnomed.info/',
    'http://snomed.info:8443/',
    'urn:oid:2.16.840.1.113883.2.4.6.33',
    'urn:oid:2.16.840.1.113883.3.1',
    'urn:oid:1.2.3',
    'urn:uuid:6f9619ff-8b86-d011-b42d-00c04fc964ff',
    'mailto:info@ggz.example',
  ])('is not %s', (uri) => {
    expect(isPublicNamespace(uri)).toBe(false);
  });
});
