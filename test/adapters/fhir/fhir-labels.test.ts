import { describe, expect, test } from '@jest/globals';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import type { MappedFact } from '../../../src/plan/delivery.ts';
import {
  bundle,
  DOMAIN,
  factsOf,
  goal,
  labelsOf,
  OWN,
  patient,
  read,
  relative,
  tag,
} from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';

describe('labels', () => {
  test.each([
    ['the domain it is marked with', { ...goal }, ['domain.finances plan.goals']],
    [
      'two domains',
      { ...goal, meta: { tag: [...tag('financien').tag, ...tag('justitie').tag] } },
      ['domain.finances domain.judicial plan.goals'],
    ],
    [
      'our own code system',
      { ...goal, meta: tag('domain.housing', OWN) },
      ['domain.housing plan.goals'],
    ],
    ['no mark', { ...goal, meta: undefined }, ['plan.goals unclassified']],
    ['an unknown mark', { ...goal, meta: tag('zzz') }, ['plan.goals unclassified']],
    [
      'an unknown code of ours',
      { ...goal, meta: tag('domain.zzz', OWN) },
      ['plan.goals unclassified'],
    ],
    [
      'a mark that is no subject matter does not take the place of one',
      { ...goal, meta: tag('identity.name', OWN) },
      ['identity.name plan.goals unclassified'],
    ],
    [
      'security adds',
      {
        ...goal,
        meta: { ...tag('financien'), security: [{ system: OWN, code: 'safety.signal' }] },
      },
      ['domain.finances plan.goals safety.signal'],
    ],
    [
      'unknown security withholds',
      { ...goal, meta: { ...tag('financien'), security: [{ system: OWN, code: 'zzz' }] } },
      ['domain.finances plan.goals unclassified'],
    ],
    [
      'what the source calls very restricted stays with it',
      {
        ...goal,
        meta: {
          ...tag('financien'),
          security: [
            { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' },
          ],
        },
      },
      ['domain.finances plan.goals unclassified'],
    ],
    [
      'security of others says nothing',
      {
        ...goal,
        meta: { ...tag('financien'), security: [{ system: 'urn:x', code: 'any-category' }] },
      },
      ['domain.finances plan.goals'],
    ],
  ])('%s', (_name, resource, expected) => {
    const clean = JSON.parse(JSON.stringify(resource)) as Resource;
    expect(labelsOf(clean)).toEqual(expected);
  });

  test('a source’s own codes are mapped by a table', () => {
    const coded = {
      ...goal,
      meta: undefined,
      category: [{ coding: [{ system: 'urn:omaha', code: '02' }] }],
    };
    const clean = JSON.parse(JSON.stringify(coded)) as Resource;
    const categories = { 'urn:omaha': { '02': 'domain.housing' } };
    expect(labelsOf(clean, { categories })).toEqual(['domain.housing plan.goals']);
    expect(labelsOf(clean)).toEqual(['plan.goals unclassified']);
    expect(() => fhirAdapter({ categories: { 'urn:x': { a: 'domain.zzz' } } })).toThrow(RangeError);
  });

  test('who is involved is sensitive where the source is', () => {
    const team = {
      resourceType: 'CareTeam',
      id: 't',
      subject: { reference: 'Patient/p' },
      participant: [{ role: [{ text: 'arts' }] }],
    };
    expect(labelsOf(team)).toEqual(['participation.team']);
    expect(labelsOf(team, { involvement: 'sensitive' })).toEqual(['participation.sensitive']);
  });

  test('an element that no row names is for the source only', () => {
    const facts = factsOf(bundle({ ...patient, photo: [{ title: 'pasfoto' }] }));
    expect(facts.map((f) => f.labels.join())).toContain('unclassified');
  });
});

describe('people', () => {
  test('own numbers and the BSN name the patient; absent and wrong BSNs do not', () => {
    const bsn = (value: string) => ({ system: 'http://fhir.nl/fhir/NamingSystem/bsn', value });
    const identifier = [
      { system: 'urn:nr', value: '12' },
      bsn('999904024'),
      bsn('999999999'),
      bsn('123456789'),
    ];
    const delivery = read(bundle({ ...patient, identifier }));
    expect(delivery.aliases.get('Patient/p')).toEqual(['urn:nr|12', '12', 'bsn:999904024']);
    expect(delivery.quarantined.map((q) => q.place)).toEqual([
      '/entry/0/resource/identifier/3/value',
    ]);
    expect(JSON.stringify(delivery.dossiers)).not.toMatch(/999999999|123456789/);
  });

  test('an agreement with a relative is about both, or about the patient when the relative is no member', () => {
    const plan = {
      resourceType: 'CarePlan',
      id: 'c',
      status: 'active',
      intent: 'plan',
      subject: { reference: 'Patient/p' },
      activity: [
        {
          detail: {
            status: 'stopped',
            description: 'samen koken',
            performer: [{ reference: 'RelatedPerson/r', display: 'Oma' }],
            code: { coding: [{ system: DOMAIN, code: 'basale-adl' }] },
          },
        },
      ],
    };
    const task = factsOf(bundle(patient, relative, plan)).find((f) => f.resource.type === 'Task');
    const owner = (fact?: MappedFact) => fact?.elements.find((e) => e.path[0] === 'owner')?.value;
    expect(task?.subjects).toEqual(['Patient/p', 'RelatedPerson/r']);
    expect(owner(task)).toEqual({ reference: 'person:RelatedPerson/r' });
    expect(task?.otherwise?.subjects).toEqual(['Patient/p']);
    expect(owner(task?.otherwise)).toEqual({ reference: 'local:RelatedPerson/r' });
    expect(task?.elements).toContainEqual({ path: ['businessStatus'], value: { text: 'stopped' } });
    expect(task?.elements).toContainEqual({ path: ['status'], value: 'cancelled' });
  });

  test('a relative is a member, or else a third party in the file of the patient', () => {
    const facts = factsOf(bundle(patient, relative)).filter((f) =>
      f.subjects.includes('RelatedPerson/r'),
    );
    expect(facts.map((f) => f.labels.join())).toEqual([
      'identity.household',
      'identity.name',
      'identity.household',
    ]);
    for (const fact of facts)
      expect(fact.otherwise).toMatchObject({
        labels: ['third-party'],
        subjects: ['Patient/p'],
        resource: { type: 'RelatedPerson' },
      });
  });

  test('what an observation focuses on is a person it is about as well', () => {
    const seen = {
      resourceType: 'Observation',
      id: 'o',
      status: 'final',
      code: { text: 'drinkt' },
      subject: { reference: 'Patient/p' },
      focus: [{ reference: 'RelatedPerson/r' }],
    };
    const [fact] = factsOf(bundle(patient, relative, seen)).filter(
      (f) => f.resource.type === 'Observation',
    );
    expect(fact?.subjects).toEqual(['Patient/p', 'RelatedPerson/r']);
  });

  test('a group of this delivery stands for its members', () => {
    const group = {
      resourceType: 'Group',
      id: 'h',
      type: 'person',
      actual: true,
      member: [{ entity: { reference: 'Patient/p' } }, { entity: { reference: 'Patient/q' } }],
    };
    const facts = factsOf(bundle(patient, group, { ...goal, subject: { reference: 'Group/h' } }));
    const [found] = facts.filter((f) => f.resource.type === 'Goal');
    expect(found?.subjects).toEqual(['Patient/p', 'Patient/q']);
    expect(found?.elements).toContainEqual({
      path: ['subject'],
      value: { reference: 'frame:Group' },
    });
  });

  test('a practitioner is known by those whom the facts that name them are about', () => {
    const note = {
      resourceType: 'Condition',
      id: 'c',
      meta: tag('justitie'),
      subject: { reference: 'Patient/p' },
      recorder: { reference: 'urn:uuid:2f1c0f7e-3f5a-4a34-9b33-0d6f2f6f2a11' },
    };
    const doctor = { resourceType: 'Practitioner', id: 'd', name: [{ text: 'dr. X' }] };
    const body = bundle(patient, note, doctor);
    Object.assign(body.entry[2]!, { fullUrl: 'urn:uuid:2f1c0f7e-3f5a-4a34-9b33-0d6f2f6f2a11' });
    expect(factsOf(body).find((f) => f.resource.type === 'Practitioner')?.subjects).toEqual([
      'Patient/p',
    ]);
  });
});
