import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import { validateElements } from '../../../src/plan/fhir/part.ts';
import { unaccounted } from '../../support/accounting.ts';
import { damaged, damages } from '../../support/damaged-trees.ts';
import { bundle, patient } from '../../support/fhir-bundles.ts';
import { readJson } from '../../support/households.ts';

const reference = { reference: 'Practitioner/d', display: 'wie' };
const about = { subject: { reference: 'Patient/p' } };
const coding = [{ system: 'http://snomed.info/sct', code: '364703007' }];
/** Everything that STU3 says otherwise, once. */
const older = bundle(
  patient,
  { resourceType: 'RelatedPerson', id: 'r', patient: about.subject, relationship: { text: 'oma' } },
  {
    resourceType: 'Goal',
    id: 'g',
    status: 'on-target',
    description: { text: 'x' },
    target: { measure: { coding }, dueDate: '2027-01-01' },
    ...about,
  },
  {
    resourceType: 'Condition',
    id: 'c',
    clinicalStatus: 'active',
    _clinicalStatus: { extension: [{ url: 'urn:x', valueString: 'y' }] },
    verificationStatus: 'confirmed',
    assertedDate: '2026',
    stage: { summary: { text: 'vroeg' } },
    context: { reference: 'Encounter/e' },
    ...about,
  },
  {
    resourceType: 'Observation',
    id: 'o',
    status: 'final',
    code: { coding },
    comment: 'tekst',
    interpretation: { text: 'laag' },
    related: [
      { type: 'has-member', target: { reference: 'Observation/x' } },
      { type: 'replaces', target: { reference: 'Observation/y' } },
    ],
    component: [{ code: { coding }, interpretation: { text: 'b' } }],
    ...about,
  },
  {
    resourceType: 'CarePlan',
    id: 'p',
    status: 'suspended',
    intent: 'plan',
    author: [reference],
    activity: [
      {
        detail: {
          category: { coding },
          code: { coding },
          status: 'cancelled',
          statusReason: 'verhuisd',
          prohibited: false,
          performer: [reference],
        },
      },
    ],
    ...about,
  },
  {
    resourceType: 'ProcedureRequest',
    id: 'q',
    status: 'active',
    intent: 'plan',
    code: { coding },
    requester: { agent: reference, onBehalfOf: { reference: 'Organization/o' } },
    performer: reference,
    ...about,
  },
  {
    resourceType: 'Communication',
    id: 'm',
    status: 'aborted',
    notDone: false,
    topic: [{ reference: 'Goal/g' }],
    payload: [{ contentString: 'x' }],
    ...about,
  },
);

describe('damaged bodies', () => {
  const sources = [
    ['R4', readJson('test/data/households/gezin-van-dalen/sources/ggz-bundle.json'), undefined],
    ['STU3 that shows', older, undefined],
    ['STU3 that is said', older, '3.0'],
  ] as const;

  test.each(sources)(
    '%s: every value is a fact, held back, or ignorable, and every fact is valid R4',
    (_name, source, fhirVersion) => {
      fc.assert(
        fc.property(damages, (all) => {
          const body = damaged(source, all);
          const delivery = fhirAdapter().read(body, { fhirVersion });
          if ('unreadable' in delivery) return;
          expect(unaccounted(body, delivery)).toEqual([]);
          for (const { resource, elements } of delivery.dossiers.flatMap((each) => each.facts))
            expect(validateElements(resource.type, elements)).toEqual([]);
        }),
        { numRuns: 120 },
      );
    },
  );

  test('undamaged, all of it is read', () => {
    const delivery = fhirAdapter().read(older);
    expect('unreadable' in delivery ? [] : delivery.dossiers.map((each) => each.key)).toEqual([
      ...['Patient/p', 'RelatedPerson/r', 'Goal/g', 'Condition/c', 'Observation/o', 'CarePlan/p'],
      ...['ServiceRequest/q', 'Communication/m'],
    ]);
  });
});
