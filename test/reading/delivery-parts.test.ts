import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MappedDelivery, MappedFact } from '../../src/adapters/delivery.ts';
import { partsOf, TakenParts } from '../../src/reading/delivery-parts.ts';

const text = fc.string({ maxLength: 8 });
const texts = fc.array(text, { maxLength: 5 });
const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<never>;
const core = fc.record(
  {
    resource: fc.record({ type: fc.constant('Goal' as const), key: text }),
    elements: fc.array(fc.record({ path: texts, value }), { maxLength: 4 }),
    labels: texts,
    subjects: texts,
    alongside: texts,
    law: text,
    involvement: fc.constant('sensitive' as const),
    places: texts,
  },
  { requiredKeys: ['resource', 'elements', 'labels', 'subjects', 'places'] },
);
const fact: fc.Arbitrary<MappedFact> = fc
  .tuple(core, fc.option(core, { nil: undefined }))
  .map(([one, other]) => (other === undefined ? one : { ...one, otherwise: other }));
const quarantined = fc.record({
  place: text,
  code: fc.constantFrom('unmapped' as const, 'invalid-value' as const),
  text,
});
const delivery: fc.Arbitrary<MappedDelivery> = fc.record(
  {
    mapping: text,
    dossiers: fc.array(
      fc.record(
        { key: text, facts: fc.array(fact, { maxLength: 6 }), shared: fc.constant(true as const) },
        { requiredKeys: ['key', 'facts'] },
      ),
      { maxLength: 5 },
    ),
    withdrawn: texts,
    asOf: fc.array(fc.tuple(text, fc.nat())).map((entries) => new Map(entries)),
    quarantined: fc.array(quarantined, { maxLength: 5 }),
    aliases: fc.array(fc.tuple(text, texts)).map((entries) => new Map(entries)),
    ignored: texts,
    knownBy: fc.array(fc.tuple(text, text)).map((entries) => new Map(entries)),
    about: texts,
    held: texts,
    astray: fc.boolean(),
  },
  { requiredKeys: ['mapping', 'dossiers', 'withdrawn', 'quarantined', 'aliases', 'ignored'] },
);

const crossed = (sent: MappedDelivery): MappedDelivery => {
  const taken = new TakenParts();
  for (const part of partsOf(sent)) taken.take(structuredClone(part));
  return taken.whole();
};

test('a delivery that crosses in parts is the same delivery', () => {
  fc.assert(
    fc.property(delivery, (sent) => {
      expect(crossed(sent)).toEqual(sent);
      expect(Object.keys(crossed(sent)).sort()).toEqual(Object.keys(sent).sort());
    }),
    { numRuns: 300 },
  );
});

const SAMPLE: MappedFact = {
  resource: { type: 'Goal', key: 'k' },
  elements: [{ path: ['description', 'text'], value: { coding: [{ code: 'x' }] } }],
  labels: ['plan.goals'],
  subjects: ['p'],
  places: ['/0'],
};
const manyFacts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...SAMPLE, places: [`/${i}`] }));

test.each([
  ['one dossier', [{ key: 'a', facts: manyFacts(30_000) }]],
  ['many', Array.from({ length: 20_000 }, (_, i) => ({ key: `d${i}`, facts: manyFacts(1) }))],
  [
    'some of each, empty ones between',
    Array.from({ length: 60 }, (_, i) => ({ key: `d${i}`, facts: manyFacts((i % 3) * 700) })),
  ],
])('no part of a large delivery is large: %s', (_, dossiers) => {
  const places = Array.from({ length: 60_000 }, (_place, i) => `/${i}`);
  const sent: MappedDelivery = {
    mapping: 'm',
    dossiers,
    withdrawn: places,
    quarantined: places.map((place) => ({ place, code: 'unmapped', text: 't' })),
    aliases: new Map(places.map((place) => [place, [place]])),
    ignored: places,
  };
  for (const part of partsOf(sent)) expect(JSON.stringify(part).length).toBeLessThan(400_000);
  const got = crossed(sent);
  expect(got.dossiers.length).toBe(dossiers.length);
  expect(JSON.stringify({ ...got, aliases: [...got.aliases] })).toBe(
    JSON.stringify({ ...got, ...sent, aliases: [...sent.aliases] }),
  );
});
