import { describe, expect, test } from '@jest/globals';
import { bulkParcels } from '../../src/cli/delivery/bulk-parcels.ts';
import { lineParcels } from '../../src/cli/delivery/line-parcels.ts';
import { lines, scratchFolder } from '../support/scratch-folder.ts';

const { put } = scratchFolder('bulk-folder');

describe('lines in parts', () => {
  test('hold every line once, with the number it has in its file', async () => {
    const many = Array.from({ length: 4500 }, (_, n) => ({ n }));
    const file = put('a.ndjson', lines('', ...many));
    const parts = await lineParcels(file, { mediaType: 'x', whole: false });
    const sent = await Promise.all(parts.map((part) => part.load()));
    expect(parts.length).toBeGreaterThan(1);
    expect(sent.map((body) => Buffer.from(body).toString()).join('')).toBe(lines(...many));
    expect(parts[1]?.placeOf('line 1/n')).toEqual({ file, place: 'line 502/n' });
    expect(await lineParcels(file, { mediaType: 'x', whole: true })).toHaveLength(1);
  });
});

describe('a folder of FHIR Bulk Data', () => {
  const patient = (id: string) => ({ resourceType: 'Patient', id });
  const about = (id: string, whom: string, more: object = {}) => ({
    resourceType: 'Observation',
    id,
    subject: { reference: `Patient/${whom}` },
    ...more,
  });

  test('goes out by household: whoever is spoken of together, with their practitioners', async () => {
    const people = Array.from({ length: 900 }, (_, n) => patient(`p${n}`));
    const observations = people.flatMap(({ id }, n) => [
      about(`o${n}`, id, n % 2 === 1 ? { focus: [{ reference: `Patient/p${n - 1}` }] } : {}),
      about(`q${n}`, id, { performer: [{ reference: 'Practitioner/x' }] }),
    ]);
    const group = {
      resourceType: 'Group',
      id: 'all',
      member: people.map(({ id }) => ({ entity: { reference: `Patient/${id}` } })),
    };
    const files = [
      put('Group.ndjson', lines(group)),
      put('Observation.ndjson', lines(...observations)),
      put('Patient.ndjson', lines(...people)),
      put('Practitioner.ndjson', lines({ resourceType: 'Practitioner', id: 'x' }, 'no resource')),
    ];
    const { parcels, unread } = await bulkParcels(files, { whole: true });
    expect(unread).toBe(1);
    expect(parcels.length).toBeGreaterThan(1);
    const bodies = await Promise.all(
      parcels.map(async (p) => Buffer.from(await p.load()).toString()),
    );
    for (const body of bodies.filter((text) => text.includes('"Observation"'))) {
      const sent = body
        .trim()
        .split('\n')
        .flatMap((line) =>
          line.startsWith('{') ? [JSON.parse(line) as { id: string; resourceType: string }] : [],
        );
      const ids = new Set(sent.map(({ resourceType, id }) => `${resourceType}/${id}`));
      for (const [, whom] of body.matchAll(/"reference":"([^"]+)"/g))
        if (!body.includes('"all"')) expect(ids).toContain(whom);
    }
    const all = bodies
      .join('')
      .split('\n')
      .filter((line) => line !== '');
    const once = all.filter((line) => !line.includes('"Practitioner"'));
    expect(new Set(once).size).toBe(once.length);
    expect(new Set(all).size).toBe(900 * 3 + 3);
  });

  test('cannot be complete about a household that is more than a request holds', async () => {
    const file = put(
      'Observation.ndjson',
      lines(...Array.from({ length: 50_001 }, (_, n) => about(`o${n}`, 'p'))),
    );
    await expect(bulkParcels([file], { whole: true })).rejects.toThrow('without --complete');
    const { parcels } = await bulkParcels([file], { whole: false });
    expect(parcels.length).toBeGreaterThan(20);
  });
});
