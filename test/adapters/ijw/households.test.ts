import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { StandardName } from '../../../src/adapters/ijw/message-types.ts';
import { validateElements } from '../../../src/plan/fhir/part.ts';
import { settleDelivery } from '../../../src/plan/settle.ts';
import { opaque } from '../../support/deliveries.ts';
import { enrolledBy, foundAt, households, listedAt } from '../../support/households.ts';
import { mapped, tree, unaccountedPlaces } from '../../support/ijw-messages.ts';

const FORMATS: Readonly<Record<string, StandardName>> = { 'ijw-3.2': 'ijw', 'iwmo-3.2': 'iwmo' };

const sources = households().flatMap((household) =>
  household.world.sources.flatMap((source) => {
    const standard = FORMATS[source.format];
    return standard
      ? [[`${household.name} ${source.file}`, { household, ...source, standard }] as const]
      : [];
  }),
);

describe.each(sources)('%s', (_title, { household, file, org, standard }) => {
  const root = tree(readFileSync(join(household.folder, file)));
  const delivery = mapped(root, standard);
  const settled = settleDelivery(delivery, org, enrolledBy(org, household.world), { opaque });
  const facts = [...(settled.plans.get('plan')?.values() ?? [])].flat();
  const rows = household.facts.filter((row) => row.file === file && row.source === org);

  test('every listed fact is exactly one fact with its labels and subjects', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(foundAt(rows, facts)).toEqual(listedAt(rows));
  });

  test('every listed value is in its fact', () => {
    for (const row of rows) {
      const holding = facts.filter((fact) => fact.places.includes(row.location));
      expect(JSON.stringify(holding.map(({ elements }) => elements))).toContain(
        row.canary_normalised,
      );
    }
  });

  test('nothing is held back, nothing is left unaccounted for, everything is valid', () => {
    expect(settled.quarantined).toEqual([]);
    expect(unaccountedPlaces(root, delivery)).toEqual([]);
    for (const fact of facts)
      expect(validateElements(fact.resource.type, fact.elements)).toEqual([]);
  });
});

test('the sources at hand were tried', () => {
  expect(sources.length).toBeGreaterThanOrEqual(5);
});
