import { expect, test } from '@jest/globals';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';

const observation = (key: string, more: object, rule: object = {}) => ({
  resource: { type: 'Observation', key },
  labels: ['plan.goals'],
  elements: {
    status: { const: 'final' },
    'code.text': { const: key },
    subject: { subject: true },
    ...more,
  },
  ...rule,
});

function deliver(facts: readonly object[], body: unknown) {
  const read = readMapping({
    mapping: 'm',
    version: '1.0.0',
    items: [{ each: '/', dossier: '{nr}', subjects: [{ identifier: '{nr}' }], facts }],
  });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const delivery = read.adapter.read(body);
  if ('unreadable' in delivery) throw new Error('unreadable');
  return delivery;
}

/** Places of what no rule named, kept for the source alone. */
const keptIn = ({ dossiers }: ReturnType<typeof deliver>) =>
  dossiers.flatMap(({ facts }) =>
    facts.filter(({ labels }) => labels.includes('unclassified')).flatMap(({ places }) => places),
  );

test('a fact that is held back at its item takes nothing else of the item with it', () => {
  const invalid = observation('duur', {
    'effectivePeriod.start': 'van',
    'effectivePeriod.end': 'tot',
  });
  const wanting = observation('doel', { valueString: 'doel' }, { required: ['niet'] });
  const body = {
    nr: '1',
    van: '2026-02-01',
    tot: '2026-01-01',
    doel: 'x',
    los: 'a',
    in: { b: 'c' },
  };
  const delivery = deliver([invalid, wanting], body);
  expect(delivery.quarantined.map(({ place }) => place).sort()).toEqual(
    ['', '', '/doel', '/tot', '/van'].sort(),
  );
  expect(keptIn(delivery)).toEqual(['/los', '/in/b']);
});

test('an item whose dossier is not known is held back with everything in it', () => {
  const delivery = deliver([observation('x', { valueString: 'x' })], [{ x: 'a', y: 'b' }]);
  expect(delivery.quarantined.map(({ place }) => place)).toEqual(['/0']);
  expect(keptIn(delivery)).toEqual([]);
});

test('a value that is an item by itself and was held back is not kept as well', () => {
  const read = readMapping({
    mapping: 'm',
    version: '1.0.0',
    items: [
      {
        each: '/',
        dossier: '{nr}',
        subjects: [{ identifier: '{nr}' }],
        items: [{ each: 'datums', facts: [observation('{#}', { effectiveDateTime: '.' })] }],
      },
    ],
  });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const delivery = read.adapter.read({ nr: '1', datums: ['gisteren'] });
  if ('unreadable' in delivery) throw new Error('unreadable');
  expect(delivery.quarantined.map(({ place }) => place)).toEqual(['/datums/0']);
  expect(keptIn(delivery)).toEqual([]);
});
