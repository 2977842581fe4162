import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CODE_MAPS } from '../../../src/adapters/fhir/code-maps/known-codes.ts';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import { readDelivery } from '../../../src/flows/read-delivery.ts';
import { CATEGORIES } from '../../../src/vocabulary/categories.ts';
import { goal, labelsOf, OWN, tag } from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';

const SNOMED = 'http://snomed.info/sct';
const coded = (code: string, system = SNOMED) => ({ coding: [{ system, code }] });
const about = { subject: { reference: 'Patient/p' } };
const observation = (more: Resource): Resource => ({
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  ...about,
  ...more,
});
const condition = (more: Resource): Resource => ({
  resourceType: 'Condition',
  id: 'c',
  ...about,
  ...more,
});

describe('the maps', () => {
  test.each(CODE_MAPS.map((map) => [map.map, map] as const))('%s is sound', (_name, map) => {
    const codes = map.rows.map((row) => row.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(map.version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const { means, source, labels } of map.rows) {
      expect([means.trim(), source.trim()]).not.toContain('');
      expect(labels.length).toBeGreaterThan(0);
      expect(labels.filter((label) => !CATEGORIES.knows(label))).toEqual([]);
    }
  });

  test('no code system belongs to two maps', () => {
    const systems = CODE_MAPS.flatMap((map) => map.systems);
    expect(new Set(systems).size).toBe(systems.length);
  });
});

describe('what a resource is about, by its own code', () => {
  test.each([
    ['SNOMED CT', observation({ code: coded('364703007') }), 'domain.work-education'],
    [
      'SNOMED CT by its OID',
      observation({ code: coded('364703007', 'urn:oid:2.16.840.1.113883.6.96') }),
      'domain.work-education',
    ],
    [
      'ICF, the longest line that fits',
      observation({ code: coded('d7701', 'http://hl7.org/fhir/sid/icf-nl') }),
      'domain.domestic-relations',
    ],
    [
      'ICF with a qualifier',
      observation({ code: coded('d510.3', 'http://hl7.org/fhir/sid/icf-nl') }),
      'domain.basic-adl',
    ],
    [
      'Omaha',
      condition({ code: coded('01', 'urn:oid:2.16.840.1.113883.6.98') }),
      'domain.finances',
    ],
    [
      'a product of the Wmo',
      {
        resourceType: 'ServiceRequest',
        id: 's',
        status: 'active',
        intent: 'order',
        ...about,
        code: coded('07', 'https://planpoort.nl/fhir/CodeSystem/iwmo-wmo020-productcategorie'),
      },
      'domain.time-use plan.agreements',
    ],
    [
      'vital signs',
      observation({
        category: [
          coded('vital-signs', 'http://terminology.hl7.org/CodeSystem/observation-category'),
        ],
        code: coded('8310-5', 'http://loinc.org'),
      }),
      'domain.physical-health',
    ],
    ['an unknown code', observation({ code: coded('999') }), 'unclassified'],
    [
      'a chapter that may be about anything',
      observation({ code: coded('d160', 'http://hl7.org/fhir/sid/icf-nl') }),
      'unclassified',
    ],
    [
      'a code of an unknown system',
      observation({ code: coded('364703007', 'urn:x') }),
      'unclassified',
    ],
    ['only text', observation({ code: { text: 'werk' } }), 'unclassified'],
    [
      'only a kind of thing',
      condition({ category: [coded('282291009')], code: coded('999') }),
      'unclassified',
    ],
    ['religion has no life domain', observation({ code: coded('160538000') }), 'unclassified'],
    [
      'a known category and an unknown code',
      observation({
        category: [
          coded('vital-signs', 'http://terminology.hl7.org/CodeSystem/observation-category'),
        ],
        code: coded('999'),
      }),
      'domain.physical-health unclassified',
    ],
  ])('%s', (_name, resource, expected) => {
    expect(labelsOf(resource)).toEqual([expected]);
  });

  test('a goal is about what it measures', () => {
    const walking = {
      ...goal,
      meta: undefined,
      target: [{ measure: coded('129006008'), dueDate: '2027' }],
    };
    const clean = JSON.parse(JSON.stringify(walking)) as Resource;
    expect(new Set(labelsOf(clean))).toEqual(new Set(['domain.basic-adl plan.goals']));
    const mixed = { ...clean, category: [coded('999')] };
    expect(new Set(labelsOf(mixed))).toEqual(new Set(['domain.basic-adl plan.goals unclassified']));
  });
});

describe('legal situation', () => {
  const OID = 'urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.2';
  const status = (code: unknown) => labelsOf(condition({ category: [coded('303186005')], code }));
  test.each([
    ['OTS', ['safety.measure']],
    ['PIJ', ['domain.judicial safety.measure']],
    ['TBS', ['domain.judicial safety.measure']],
    ['ZM', ['domain.mental-health safety.measure']],
    ['IBS', ['domain.mental-health safety.measure']],
    ['nieuw', ['safety.measure']],
  ])('%s', (code, expected) => {
    expect(status(coded(code, OID))).toEqual(expected);
  });

  test('the code alone says it too, and so does the profile', () => {
    expect(
      labelsOf(condition({ code: coded('8', 'urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.3') })),
    ).toEqual(['safety.measure']);
    const profile = [
      'http://nictiz.nl/fhir/StructureDefinition/nl-core-LegalSituation-LegalStatus',
    ];
    expect(labelsOf(condition({ meta: { profile }, code: { text: 'x' } }))).toEqual([
      'safety.measure unclassified',
    ]);
  });
});

describe('marks and codes only tighten', () => {
  test('a source that marks another domain does not take away what the code says', () => {
    const marked = { meta: tag('financien') };
    expect(labelsOf(observation({ ...marked, code: coded('228366006') }))).toEqual([
      'domain.addiction domain.finances',
    ]);
    expect(labelsOf(observation({ ...marked, code: coded('999') }))).toEqual(['domain.finances']);
    expect(
      labelsOf(
        observation({ ...marked, code: { text: 'x' }, valueCodeableConcept: coded('387341002') }),
      ),
    ).toEqual(['domain.addiction domain.finances']);
  });

  test('a child in a family situation is somebody else', () => {
    const child = { code: coded('67822003'), valueDateTime: '2015-03-02' };
    expect(labelsOf(observation({ code: coded('365470003'), component: [child] }))).toEqual([
      'domain.domestic-relations identity.birth third-party',
    ]);
  });

  test('a line of a report is free text', () => {
    const profile = ['http://nictiz.nl/fhir/StructureDefinition/nl-core-SOAPReport.SOAPLine'];
    expect(
      labelsOf(observation({ meta: { profile }, code: coded('255362007'), valueString: 'x' })),
    ).toEqual(['notes.free-text unclassified']);
  });

  const anyCode = fc.constantFrom(
    ...CODE_MAPS.flatMap((map) =>
      map.rows.slice(0, 12).map((row) => coded(row.code, map.systems[0])),
    ),
  );
  const anyMark = fc.constantFrom(
    'domain.finances',
    'domain.addiction',
    'safety.signal',
    'identity.name',
  );
  const labelSet = (resource: Resource) => new Set(labelsOf(resource)[0]?.split(' ') ?? []);

  test('more codes never take a label away; a mark takes away only that nothing was known', () => {
    fc.assert(
      fc.property(anyCode, fc.array(anyCode, { maxLength: 3 }), anyMark, (code, more, mark) => {
        const bare = observation({ code });
        const component = more.map((each) => ({ code: each }));
        const fuller = observation(more.length === 0 ? { code } : { code, component });
        const marked = { ...fuller, meta: tag(mark, OWN) };
        const before = labelSet(bare);
        const after = labelSet(fuller);
        for (const label of before) expect(after).toContain(label);
        for (const label of after)
          if (label !== 'unclassified') expect(labelSet(marked)).toContain(label);
        expect(labelSet(marked)).toContain(mark);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the Dutch examples', () => {
  const folder = '../shared/data/nictiz-nl-core-r4-zib2020/examples';
  const adapter = fhirAdapter();
  test.each([
    ['DrugUse-01', ['domain.addiction']],
    ['AlcoholUse-01', ['domain.addiction']],
    ['FunctionalOrMentalStatus-01', ['domain.basic-adl']],
    ['TreatmentObjective-01', ['domain.basic-adl', 'plan.goals']],
    ['LivingSituation.HouseType-01', ['domain.housing']],
    ['ParticipationInSociety.SocialNetwork-01', ['domain.social-network']],
    ['LifeStance-01', ['unclassified']],
  ])('%s', (name, expected) => {
    if (!existsSync(folder)) return;
    const bytes = readFileSync(`${folder}/nl-core-${name}.xml`);
    const facts = readDelivery(adapter, 'application/fhir+xml', bytes).dossiers.flatMap(
      (d) => d.facts,
    );
    for (const fact of facts)
      expect(fact.labels.filter((label) => label !== 'notes.free-text')).toEqual(expected);
  });
});
