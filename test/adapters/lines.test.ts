import { describe, expect, test } from '@jest/globals';
import type { Adapter, MappedDelivery } from '../../src/adapters/delivery.ts';
import { fhirAdapter } from '../../src/adapters/fhir/fhir-adapter.ts';
import { readMapping } from '../../src/adapters/mapping/read-mapping.ts';
import { readDelivery } from '../../src/flows/read-delivery.ts';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import { bundle, goal, patient, read as readBundle } from '../support/fhir-bundles.ts';
import { mappingOf, observation, row } from '../support/mappings.ts';

const fhir = fhirAdapter();
const text = (...lines: readonly unknown[]): Buffer =>
  Buffer.from(
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
const readLines = (adapter: Adapter, ...lines: readonly unknown[]): MappedDelivery =>
  readDelivery(adapter, 'application/x-ndjson', text(...lines));
const codes = ({ quarantined }: MappedDelivery) => quarantined.map((q) => `${q.place} ${q.code}`);
const keys = ({ dossiers }: MappedDelivery) => dossiers.map((d) => d.key);

describe('lines of FHIR resources', () => {
  test('say what the same resources say in one Bundle', () => {
    const lines = readLines(fhir, patient, goal);
    const whole = readBundle(bundle(patient, goal));
    const bare = ({ dossiers }: MappedDelivery) =>
      dossiers.map((d) => d.facts.map((fact) => ({ ...fact, places: [] })));
    expect(bare(lines)).toEqual(bare(whole));
    expect(lines.aliases).toEqual(whole.aliases);
    expect(lines.dossiers[1]?.facts[0]?.places[0]).toMatch(/^line 2\//);
  });

  test('lose a bad line only, and are then complete about nobody', () => {
    const delivery = readLines(fhir, patient, '{"resourceType":', goal);
    expect(keys(delivery)).toEqual(['Patient/p', 'Goal/g']);
    expect(codes(delivery)).toContain('line 2 unreadable');
    expect(delivery.astray).toBe(true);
    expect(readLines(fhir, patient, goal)).toMatchObject({ astray: false, about: ['Patient/p'] });
  });

  test.each([
    ['no resource', 7],
    ['no type', { id: 'x' }],
    ['no id', { resourceType: 'Goal' }],
  ])('hold back a line with %s', (_name, line) => {
    const delivery = readLines(fhir, patient, line);
    expect(codes(delivery)).toContain('line 2 invalid-resource');
    expect(delivery.astray).toBe(true);
  });

  test('know whose resource it was that could not be read', () => {
    const delivery = readLines(fhir, patient, { ...goal, lifecycleStatus: 'no such status' });
    expect(delivery).toMatchObject({ held: ['Goal/g'], astray: false });
  });

  test('take the same resource once, and none of two that differ', () => {
    expect(keys(readLines(fhir, patient, goal, goal))).toEqual(['Patient/p', 'Goal/g']);
    const torn = readLines(fhir, patient, goal, { ...goal, description: { text: 'anders' } });
    expect(keys(torn)).toEqual(['Patient/p']);
    expect(torn.held).toEqual(['Goal/g']);
    expect(codes(torn)).toEqual(['line 2 invalid-resource', 'line 3 invalid-resource']);
  });

  test('take back what a Bulk Data listing of deletions names', () => {
    const deletions = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'DELETE', url: 'Goal/old' } }],
    };
    expect(readLines(fhir, patient, deletions).withdrawn).toEqual(['Goal/old']);
  });

  test('refuse more facts than one delivery may hold', () => {
    const note = Array.from({ length: 1000 }, () => ({ text: 'a' }));
    const many = Array.from({ length: 51 }, (_, i) => ({ ...goal, id: `g${i}`, note }));
    expect(() => readLines(fhir, patient, ...many)).toThrow(GatewayError);
  });
});

describe('lines of documents of a mapping', () => {
  const adapterOf = (document: unknown): Adapter => {
    const read = readMapping(document);
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    return read.adapter;
  };
  const mapping = mappingOf({ facts: [observation({ valueString: 'wat' })] }, {});
  const perRow = { ...mapping, items: [{ ...(mapping['items'] as object[])[0], each: '/' }] };
  const adapter = adapterOf(perRow);

  test('give a dossier each, with places of their own line', () => {
    const delivery = readLines(adapter, row({ nr: 1, wat: 'a' }), '', row({ nr: 2, wat: 'b' }));
    expect(keys(delivery)).toEqual(['row/1', 'row/2']);
    expect(delivery.dossiers[1]?.facts[0]?.places).toEqual(['line 3/wat']);
    expect(delivery.about).toEqual(['C1']);
  });

  test('leave the dossier of a line alone of which nothing could be read', () => {
    const wrong = {
      ...perRow,
      items: [{ ...perRow.items[0], facts: [observation({ valueInteger: 'wat' })] }],
    };
    const delivery = readLines(adapterOf(wrong), row({ nr: 1, wat: 'x' }), row({ nr: 2, wat: 3 }));
    expect(keys(delivery)).toEqual(['row/2']);
    expect(delivery).toMatchObject({ held: ['row/1'], astray: false });
  });

  test('hold back a dossier that stands on several lines, and touch nothing of it', () => {
    const delivery = readLines(
      adapter,
      row({ nr: 1, wat: 'a' }),
      row({ nr: 2, wat: 'b' }),
      row({ nr: 1, wat: 'c' }),
    );
    expect(keys(delivery)).toEqual(['row/2']);
    expect(delivery.held).toEqual(['row/1']);
    expect(codes(delivery)).toEqual(['line 1/wat invalid-value', 'line 3/wat invalid-value']);
  });

  test('are bounded together', () => {
    const [one, two] = ['o', 'p'].map((key) => ({
      ...observation({ valueString: 'wat' }),
      resource: { type: 'Observation', key },
    }));
    const twice = adapterOf({ ...perRow, items: [{ ...perRow.items[0], facts: [one, two] }] });
    const many = Array.from({ length: 25_001 }, (_, i) => row({ nr: i, wat: 'a' }));
    expect(() => readLines(twice, ...many)).toThrow(GatewayError);
  });

  test('are no way to write XML or CSV', () => {
    const csv = adapterOf({ ...mappingOf({ facts: [] }), format: 'csv' });
    expect(() => readLines(csv, row())).toThrow(GatewayError);
  });
});
