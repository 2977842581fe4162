import { describe, expect, test } from '@jest/globals';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { everythingBundle } from '../../src/release/bundles.ts';
import { validateResource } from '../../src/plan/fhir/validate.ts';
import { release } from '../../src/release/release.ts';
import { householdFacts } from './support/household-facts.ts';
import { r4Errors } from './support/r4-definitions.ts';
import { inputOf } from './support/release-inputs.ts';

const FACTS = householdFacts();

/** Every reference in a value. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { reference } = value as { reference?: unknown };
  const here = typeof reference === 'string' ? [reference] : [];
  return [...here, ...Object.values(value).flatMap(referencesIn)];
}

/** What two validators have against a resource: the published definitions, and the plan's own. */
function problems(resource: Resource): string[] {
  const { resourceType, id } = resource;
  const own = validateResource(resource).map(({ place, text }) => `${text} at ${place}`);
  return [...r4Errors(resource), ...own].map((told) => `${resourceType}/${id ?? ''}: ${told}`);
}

describe('every released resource is valid FHIR R4', () => {
  test('the validator refuses what is not valid', () => {
    const empty = { resourceType: 'Goal', id: 'x' } as Resource;
    expect(r4Errors(empty)).not.toEqual([]);
    const unbound = { resourceType: 'Patient', gender: 'man' } as unknown as Resource;
    expect(problems(unbound)).toHaveLength(1);
  });

  test('whatever subset of the facts is permitted', () => {
    fc.assert(
      fc.property(fc.subarray(FACTS), (permitted) => {
        const released = release(
          inputOf(
            FACTS,
            permitted.map((fact) => fact.id),
          ),
        );
        expect(released.resources.flatMap(problems)).toEqual([]);
        const places = new Set(released.resources.map((r) => `${r.resourceType}/${r.id ?? ''}`));
        const dangling = referencesIn(released.resources).filter((target) => !places.has(target));
        expect(dangling).toEqual([]);
        expect(places.size).toBe(released.resources.length);
      }),
      { numRuns: 150 },
    );
  });

  test('every fact alone, and all but one', () => {
    for (const one of FACTS) {
      const others = FACTS.filter((fact) => fact !== one).map((fact) => fact.id);
      for (const permitted of [[one.id], others]) {
        expect(release(inputOf(FACTS, permitted)).resources.flatMap(problems)).toEqual([]);
      }
    }
  });

  test('the Bundle around them is valid too', () => {
    const released = release(
      inputOf(
        FACTS,
        FACTS.map((fact) => fact.id),
      ),
    );
    const bundle = everythingBundle(released, 'https://gate.example/fhir').resource as Bundle;
    expect(r4Errors(bundle)).toEqual([]);
  });
});
