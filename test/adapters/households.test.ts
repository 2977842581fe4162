import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fhirAdapter } from '../../src/adapters/fhir/fhir-adapter.ts';
import { readMapping } from '../../src/adapters/mapping/read-mapping.ts';
import { withPlaces } from '../../src/adapters/delivery.ts';
import type { Adapter, MappedDelivery } from '../../src/adapters/delivery.ts';
import { readBody } from '../../src/flows/read-body.ts';
import { validateElements } from '../../src/plan/fhir/part.ts';
import { settleDelivery } from '../../src/plan/settle.ts';
import { unaccounted } from '../support/accounting.ts';
import { opaque } from '../support/deliveries.ts';
import { enrolledBy, foundAt, households, listedAt, readJson } from '../support/households.ts';
import type { Household, World } from '../support/households.ts';

const SENSITIVE = ['mental-health-care', 'addiction-care'];

function adapterFor(format: string, org: string, world: World): Adapter | undefined {
  const kind = world.organisations.find((o) => o.id === org)?.kind ?? '';
  if (format === 'fhir-r4')
    return fhirAdapter({ involvement: SENSITIVE.includes(kind) ? 'sensitive' : 'team' });
  const mapping = `examples/mappings/${format}.json`;
  if (!existsSync(mapping)) return undefined;
  const read = readMapping(readJson(mapping));
  if (!read.ok) throw new Error(JSON.stringify(read.issues, null, 1));
  return read.adapter;
}

interface Source {
  readonly title: string;
  readonly household: Household;
  readonly file: string;
  readonly org: string;
  readonly adapter: Adapter;
}

const sources: Source[] = households().flatMap((household) =>
  household.world.sources.flatMap(({ file, org, format }) => {
    const adapter = adapterFor(format, org, household.world);
    return adapter ? [{ title: `${household.name} ${file}`, household, file, org, adapter }] : [];
  }),
);

const bodyOf = ({ household, file, adapter }: Source) =>
  readBody(adapter.accepts[0] ?? '', readFileSync(join(household.folder, file)), adapter.syntax);

function read(source: Source): MappedDelivery {
  const { value, placeOf } = bodyOf(source);
  const delivery = withPlaces(source.adapter.read(value), placeOf);
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  return delivery;
}

describe.each(sources.map((source) => [source.title, source] as const))('%s', (_title, source) => {
  const { household, file, org } = source;
  const delivery = read(source);
  const settled = settleDelivery(delivery, org, enrolledBy(org, household.world), { opaque });
  const facts = [...(settled.plans.get('plan')?.values() ?? [])].flat();
  const rows = household.facts.filter((row) => row.file === file && row.source === org);

  test('every listed fact is exactly one fact with its labels and subjects', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(foundAt(rows, facts)).toEqual(listedAt(rows));
  });

  test('every listed value is in its fact and in no fact with other labels or subjects', () => {
    for (const row of rows) {
      const value = row.canary_normalised;
      const holding = facts.filter((f) => JSON.stringify(f.elements).includes(value));
      expect([row.id, holding.length > 0]).toEqual([row.id, true]);
      const allowed = household.facts
        .filter((other) => other.source === org && other.canary_normalised === value)
        .map(
          (other) =>
            `${other.labels.split(';').sort().join()} ${other.subjects.split(';').sort().join()}`,
        );
      for (const fact of holding)
        expect(allowed).toContain(`${fact.labels.join()} ${fact.subjects.join()}`);
    }
  });

  test('nothing is held back, nothing is left unaccounted for, everything is valid', () => {
    expect(settled.quarantined).toEqual([]);
    const { value, placeOf } = bodyOf(source);
    expect(unaccounted(value, delivery, placeOf)).toEqual([]);
    for (const fact of facts)
      expect(validateElements(fact.resource.type, fact.elements)).toEqual([]);
  });
});

test('the sources at hand were tried', () => {
  expect(sources.length).toBeGreaterThanOrEqual(11);
  expect(readFileSync(join(sources[0]!.household.folder, 'facts.csv'), 'utf8')).toContain('canary');
});
