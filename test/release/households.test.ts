import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fhirAdapter } from '../../src/adapters/fhir/fhir-adapter.ts';
import type { Fact } from '../../src/plan/fact.ts';
import { settleDelivery } from '../../src/plan/settle.ts';
import { release } from '../../src/release/release.ts';
import { opaque } from '../support/deliveries.ts';
import { enrolledBy, households, readJson, type Household } from '../support/households.ts';
import { r4Errors } from './support/r4-definitions.ts';
import { inputOf } from './support/release-inputs.ts';

interface Told {
  readonly household: Household;
  readonly file: string;
  readonly org: string;
}

const bundles: Told[] = households().flatMap((household) =>
  household.world.sources
    .filter(({ format }) => format === 'fhir-r4')
    .map(({ file, org }) => ({ household, file, org })),
);

function factsOf({ household, file, org }: Told): Fact[] {
  const delivery = fhirAdapter().read(readJson(join(household.folder, file)));
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  const { plans } = settleDelivery(delivery, org, enrolledBy(org, household.world), { opaque });
  const since = Date.UTC(2026, 10, 1);
  return [...(plans.get('plan')?.values() ?? [])].flat().map((fact) => ({ ...fact, since }));
}

describe.each(bundles.map((told) => [`${told.household.name} ${told.file}`, told] as const))(
  '%s',
  (_title, told) => {
    const { household, file } = told;
    const facts = factsOf(told);
    const members = household.world.members;
    const rows = household.facts.filter((row) => row.file === file);
    const bytes = (permitted: readonly Fact[]) => {
      const ids = permitted.map(({ id }) => id);
      const { resources } = release({ ...inputOf(facts, ids, []), members });
      expect(resources.flatMap(r4Errors)).toEqual([]);
      return JSON.stringify(resources);
    };
    const stating = (location: string) => facts.filter(({ places }) => places.includes(location));

    test('a listed fact is there when it is permitted, and when it alone is', () => {
      const all = bytes(facts);
      const missing = rows.filter(
        ({ location, canary_normalised: canary }) =>
          !all.includes(canary) || !bytes(stating(location)).includes(canary),
      );
      expect(missing.map(({ id }) => id)).toEqual([]);
    });

    test('a listed fact is nowhere when it alone is withheld', () => {
      const leaked = rows.filter(({ location, canary_normalised: canary }) =>
        bytes(facts.filter(({ places }) => !places.includes(location))).includes(canary),
      );
      expect(leaked.map(({ id }) => id)).toEqual([]);
    });
  },
);
