import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import { unaccounted } from '../../support/accounting.ts';
import {
  bundle,
  factsOf,
  goal,
  held,
  labelsOf,
  patient,
  read,
  tag,
} from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';
import { readJson } from '../../support/households.ts';

describe('the body', () => {
  test.each([
    ['not an object', []],
    ['a message', { resourceType: 'Bundle', type: 'message' }],
    ['a Bundle without a type', { resourceType: 'Bundle' }],
    ['a resource without an id', { resourceType: 'Goal' }],
  ])('%s is unreadable as a whole', (_name, body) => {
    expect(fhirAdapter().read(body)).toHaveProperty('unreadable');
  });

  test('one resource is a dossier of its own', () => {
    expect(read(patient).dossiers.map((d) => d.key)).toEqual(['Patient/p']);
  });

  test('depth is refused before anything is read', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    expect(
      fhirAdapter().read({ resourceType: 'Bundle', type: 'collection', entry: deep }),
    ).toMatchObject({
      unreadable: [{ code: 'too-large' }],
    });
  });

  test('more of one element than a call takes arguments', () => {
    const name = Array.from({ length: 130_000 }, () => ({ text: 'x' }));
    expect(fhirAdapter().read({ ...patient, name })).toMatchObject({
      unreadable: [{ code: 'too-large' }],
    });
  });

  const noId = Object.fromEntries(Object.entries(goal).filter(([name]) => name !== 'id'));

  test('a transaction puts, posts and deletes; anything else is held back', () => {
    const request = (method: string, url: string) => ({ method, url });
    const delivery = read({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: patient, request: request('PUT', 'Patient/p') },
        {
          fullUrl: 'urn:uuid:2f1c0f7e-3f5a-4a34-9b33-0d6f2f6f2a11',
          resource: noId,
          request: request('POST', 'Goal'),
        },
        { request: request('DELETE', 'Goal/old') },
        { request: request('DELETE', 'Patient/p') },
        { resource: { ...goal, id: 'x' }, request: request('PUT', 'Goal/y') },
        { resource: { ...goal, id: 'z' }, request: request('PATCH', 'Goal/z') },
        { request: request('DELETE', 'Goal?identifier=1') },
      ],
    });
    expect(delivery.dossiers.map((d) => d.key)).toEqual([
      'Patient/p',
      'Goal/2f1c0f7e-3f5a-4a34-9b33-0d6f2f6f2a11',
    ]);
    expect(delivery.withdrawn).toEqual(['Goal/old']);
    expect(delivery.quarantined.map((q) => q.place)).toEqual([
      '/entry/4/resource',
      '/entry/5/resource',
      '/entry/6',
    ]);
  });

  test.each([
    ['no plan resource', { resourceType: 'Appointment', id: 'a' }, 'not-a-plan-resource'],
    ['a type that is a secret', { resourceType: 'Q1 Daan', id: 'a' }, 'not-a-plan-resource'],
    ['not valid', { ...goal, lifecycleStatus: 'zzz' }, 'invalid-resource'],
    [
      'a modifier extension',
      {
        ...goal,
        target: [{ modifierExtension: [{ url: 'urn:x', valueBoolean: true }], dueDate: '2027' }],
      },
      'invalid-resource',
    ],
    ['implicit rules', { ...goal, implicitRules: 'urn:x' }, 'invalid-resource'],
    [
      'about nobody',
      { resourceType: 'Observation', id: 'o', status: 'final', code: { text: 'x' } },
      'no-subject',
    ],
    [
      'a practitioner nobody refers to',
      { resourceType: 'Practitioner', id: 'd', name: [{ text: 'dr. X' }] },
      'no-subject',
    ],
  ])('%s is held back as a whole', (_name, resource, code) => {
    const delivery = read(bundle(patient, resource));
    expect(delivery.dossiers.map((d) => d.key)).toEqual(['Patient/p']);
    expect(delivery.quarantined.map((q) => q.code)).toContain(code);
    expect(JSON.stringify(delivery.quarantined)).not.toMatch(/Q1 Daan|zzz/);
  });
});

describe('what does not pass', () => {
  const rich = {
    ...goal,
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Qtekst</div>' },
    contained: [{ resourceType: 'Practitioner', id: 'in', name: [{ text: 'Qbinnen' }] }],
    extension: [{ url: 'urn:x', valueString: 'Qextensie' }],
    _lifecycleStatus: { extension: [{ url: 'urn:x', valueString: 'Qprimitief' }] },
    subject: { reference: 'Patient/p', display: 'Qnaam', type: 'Patient' },
    expressedBy: { reference: '#in', display: 'Qwie' },
    addresses: [
      { reference: 'Condition/c', display: 'Qziekte' },
      { reference: 'https://elders.example/Condition/d' },
    ],
    description: { text: 'rekeningen', extension: [{ url: 'urn:x', valueString: 'Qdiep' }] },
  };

  test('narrative, displays, contained resources and extensions', () => {
    const text = JSON.stringify(factsOf(bundle(patient, rich)));
    expect(text).toContain('rekeningen');
    expect(text).not.toMatch(/Q[a-z]+/);
    expect(text).not.toContain('elders');
  });

  test('what was content is held back by place, and everything is accounted for', () => {
    const body = bundle(patient, rich);
    expect(held(body)).toEqual(
      expect.arrayContaining([
        '/entry/1/resource/contained unmapped',
        '/entry/1/resource/extension/0 unmapped',
        '/entry/1/resource/expressedBy/reference unmapped',
        '/entry/1/resource/addresses/1/reference unmapped',
      ]),
    );
    expect(unaccounted(body, read(body))).toEqual([]);
  });

  test('a value that is not valid without what was left out is held back', () => {
    const stage = {
      resourceType: 'Condition',
      id: 'c',
      meta: tag('justitie'),
      subject: { reference: 'Patient/p' },
      stage: [{ assessment: [{ reference: 'ClinicalImpression/x' }], type: { text: 'soort' } }],
    };
    const body = bundle(patient, stage);
    expect(labelsOf(stage)).toEqual([]);
    expect(held(body)).toContain('/entry/1/resource/stage/0/type/text invalid-value');
    expect(unaccounted(body, read(body))).toEqual([]);
  });
});

describe('accounting', () => {
  const folders = ['hl7-fhir-r4-examples', 'nictiz-nl-core-r4-zib2020', 'synthea-r4'].map(
    (name) => `../shared/data/${name}`,
  );
  const files = folders
    .filter((f) => existsSync(f))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((f) => f.endsWith('.json'))
        .map((f) => `${folder}/${f}`),
    );

  test('every value of real resources is a fact, held back, or ignorable', () => {
    for (const file of files) {
      const body = readJson(file) as Resource;
      const whole = body['resourceType'] === 'Bundle' ? body : bundle(body);
      const delivery = fhirAdapter().read(whole);
      if (!('unreadable' in delivery))
        expect([file, unaccounted(whole, delivery)]).toEqual([file, []]);
    }
  });
});
