import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FactRecord } from '../../src/flows/ports.ts';
import { packHeads, unpackHeads } from '../../src/store/packed-heads.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('a', 'b', '/entry/1/resource/code', '/', ''));
const head: fc.Arbitrary<FactRecord> = fc
  .record(
    {
      id: text,
      source: text,
      labels: fc.array(text, { maxLength: 3 }),
      subjects: fc.array(text, { maxLength: 3 }),
      law: text,
      dossier: text,
      places: fc.array(text, { maxLength: 4 }),
      resource: fc.record({
        type: fc.constantFrom('Patient' as const, 'Goal' as const),
        key: text,
      }),
      since: fc.nat(),
      mapping: text,
      involvement: fc.constantFrom('team' as const, 'sensitive' as const),
    },
    {
      requiredKeys: [
        ...(['id', 'source', 'labels', 'subjects', 'dossier', 'places'] as const),
        ...(['resource', 'since', 'mapping'] as const),
      ],
    },
  )
  .map((record) => ({ ...record }));

describe('the heads of a sheet', () => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(head, { maxLength: 8 }), (heads) => {
        expect(unpackHeads(packHeads(heads))).toEqual(heads);
      }),
    );
  });

  test('hold what they name, and no content', () => {
    const fact = { ...sample(), elements: [{ path: ['name'], value: 'geheim' }] };
    expect(packHeads([fact])).not.toContain('geheim');
    expect(unpackHeads(packHeads([fact]))).toEqual([sample()]);
  });

  test.each(['[]', '{}', '{"v":2,"texts":[],"lists":[],"rows":[]}', '{"v":1,"rows":[[]]}'])(
    'of another format do not open: %s',
    (other) => expect(() => unpackHeads(other)).toThrow('another format'),
  );

  test('repeat no text of other facts', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ ...sample(), id: `fact ${i}` }));
    expect(packHeads(many).length).toBeLessThan(JSON.stringify(many).length / 3);
  });
});

function sample(): FactRecord {
  return {
    id: 'fact',
    source: 'org-school',
    labels: ['plan.goals', 'domain.housing'],
    subjects: ['member'],
    dossier: 'dossier',
    places: ['/entry/1/resource/description/text', '/entry/1/resource/lifecycleStatus'],
    resource: { type: 'Goal', key: 'key' },
    since: 1_700_000_000_000,
    mapping: 'fhir-r4 1.0.0',
  };
}
