import { describe, expect, test } from '@jest/globals';
import { unaccounted } from '../../support/accounting.ts';
import {
  factsOfMapping,
  mappingOf,
  observation,
  row,
  rows,
  runMapping,
  valueAt,
} from '../../support/mappings.ts';

describe('items', () => {
  test('look-ups lead to another item, or to unclassified', () => {
    const labels = [
      {
        find: { in: '/problemen', by: 'nr', is: 'probleem' },
        labels: [{ field: 'soort', codes: { geld: 'domain.finances' } }],
      },
    ];
    const document = mappingOf(
      { facts: [observation({ valueString: 'v' }, { labels })] },
      { ignore: ['/problemen'] },
    );
    const problemen = [
      { nr: 1, soort: 'geld' },
      { nr: 2, soort: 'anders' },
      { nr: 3, soort: 'geld' },
      { nr: 3, soort: 'geld' },
    ];
    const labelsFor = (probleem: unknown) =>
      factsOfMapping(document, { problemen, ...rows(row({ probleem, v: 'x' })) })[0]?.labels;
    expect([1, 2, 3, 9, null].map(labelsFor)).toEqual([
      ['domain.finances'],
      ['unclassified'],
      ['unclassified'],
      ['unclassified'],
      ['unclassified'],
    ]);
  });

  test('references lead to what another rule makes in the same dossier', () => {
    const item = {
      facts: [
        observation({ valueString: 'v', 'focus[d]': { reference: 'Goal', key: '{doel}' } }),
        {
          resource: { type: 'Goal', key: '{doel}' },
          labels: ['plan.goals'],
          elements: { 'description.text': 'v' },
        },
      ],
    };
    const [first, second] = factsOfMapping(mappingOf(item), rows(row({ doel: 'D1', v: 'x' })));
    expect(second?.resource).toEqual({ type: 'Goal', key: 'row/1/D1' });
    expect(valueAt(first, 'focus')).toEqual({ reference: 'local:Goal/row/1/D1' });
  });

  test('conditions, needs and required fields', () => {
    const item = {
      when: { field: 'soort', is: ['a'] },
      facts: [observation({ valueString: 'v' }, { required: ['moet'] })],
    };
    const at = (more: Record<string, unknown>) => {
      const delivery = runMapping(mappingOf(item), rows(row({ v: 'x', ...more })));
      return [
        ...delivery.dossiers.flatMap((d) => d.facts.map((f) => f.labels.join())),
        ...delivery.quarantined.map((q) => q.code),
      ];
    };
    expect(at({ soort: 'a', moet: 1 })).toEqual(['domain.housing', 'unclassified']);
    expect(at({ soort: 'a' })).toEqual(['invalid-value', 'invalid-value']);
    expect(at({ soort: 'b', moet: 1 })).toEqual(['unclassified', 'unclassified', 'unclassified']);
  });

  test('the statute: of the mapping, of the item, of a code', () => {
    const law = { field: 'wet', codes: { w: 'wgs' } };
    const document = mappingOf(
      { law, facts: [observation({ valueString: 'v' })] },
      { law: 'jeugdwet' },
    );
    expect(factsOfMapping(document, rows(row({ v: 'x', wet: 'w' })))[0]?.law).toBe('wgs');
    expect(factsOfMapping(document, rows(row({ v: 'x' })))[0]?.law).toBe('jeugdwet');
    expect(
      runMapping(document, rows(row({ v: 'x', wet: 'zzz' }))).quarantined.map((q) => q.code),
    ).toEqual(['unknown-code', 'unknown-code']);
  });

  test('an item without its dossier key is held back', () => {
    const delivery = runMapping(
      mappingOf({ facts: [observation({ valueString: 'v' })] }),
      rows({ client: 'C1', v: 'x' }),
    );
    expect(delivery.dossiers).toEqual([]);
    expect(delivery.quarantined).toMatchObject([{ place: '/rows/0', code: 'invalid-value' }]);
  });

  test('a dossier that now says nothing is stated as empty', () => {
    expect(runMapping(mappingOf({ facts: [] }), rows(row())).dossiers.map((d) => d.key)).toEqual([
      'row/1',
    ]);
  });
});

describe('what no rule names', () => {
  test('stays with the source, about the people of the item', () => {
    const body = { ...rows(row({ v: 'x', extra: { diep: 'geheim' } })), elders: 'los' };
    const delivery = runMapping(
      mappingOf({ ignore: ['client'], facts: [observation({ valueString: 'v' })] }),
      body,
    );
    const [, rest] = delivery.dossiers.flatMap((d) => d.facts);
    expect(rest).toMatchObject({
      labels: ['unclassified'],
      subjects: ['C1'],
      places: ['/rows/0/extra/diep'],
      resource: { type: 'Communication' },
    });
    expect(valueAt(rest, 'payload.contentString')).toBe('geheim');
    expect(delivery.quarantined).toMatchObject([{ place: '/elders', code: 'unmapped' }]);
    expect(unaccounted(body, delivery)).toEqual([]);
  });
});
