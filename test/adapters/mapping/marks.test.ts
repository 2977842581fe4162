import { describe, expect, test } from '@jest/globals';
import {
  factsOfMapping,
  mappingOf,
  observation,
  row,
  rows,
  runMapping,
} from '../../support/mappings.ts';

const DEBTS = {
  each: 'schulden',
  tighten: { field: 'soort', codes: { boete: 'domain.judicial' } },
};
const debt = (more: object) => ({ aan: 'CJIB', ...more });

describe('a mark that the source puts on a record', () => {
  const labelsOf = (rule: object, ...all: Record<string, unknown>[]) =>
    factsOfMapping(mappingOf({ ...rule, items: [DEBTS] }), rows(...all))
      .filter(({ labels }) => !labels.includes('unclassified'))
      .map(({ labels }) => labels.join());

  test('holds for a fact of the item around it that reads a value there', () => {
    const rule = { facts: [observation({ valueString: 'schulden/aan' })] };
    const marked = row({ schulden: debt({ soort: 'boete' }) });
    expect(labelsOf(rule, marked)).toEqual(['domain.housing,domain.judicial']);
    expect(labelsOf(rule, row({ schulden: debt({}) }))).toEqual(['domain.housing']);
  });

  test('holds for a fact that looks a value of it up', () => {
    const find = { in: 'schulden', by: 'nr', is: 'nr' };
    const rule = { facts: [observation({ valueString: { find, get: 'aan' } })] };
    const schulden = [debt({ nr: 1, soort: 'boete' }), debt({ nr: 2 })];
    expect(labelsOf(rule, row({ nr: 1, schulden }), row({ nr: 2, schulden }))).toEqual([
      'domain.housing,domain.judicial',
      'domain.housing',
    ]);
  });

  test('holds for what a fact is otherwise, by what that reads itself', () => {
    const otherwise = observation({ valueString: 'schulden/aan' }, { labels: ['third-party'] });
    const rule = { facts: [{ ...observation({ valueString: 'v' }), otherwise }] };
    const body = rows(row({ v: 'x', schulden: debt({ soort: 'boete' }) }));
    const [fact] = factsOfMapping(mappingOf({ ...rule, items: [DEBTS] }), body);
    expect(fact?.labels).toEqual(['domain.housing']);
    expect(fact?.otherwise?.labels).toEqual(['domain.judicial', 'third-party']);
  });

  test('is no mark where the rule is for records of another kind', () => {
    const items = [{ ...DEBTS, when: { field: 'stand', is: ['open'] } }];
    const body = rows(row({ schulden: debt({ soort: 'boete' }) }));
    const facts = [observation({ valueString: 'schulden/aan' })];
    const labels = factsOfMapping(mappingOf({ facts, items }), body).map((f) => f.labels.join());
    expect(labels).toContain('domain.housing');
  });
});

describe('records that say something else in one place', () => {
  const named = mappingOf({
    dossier: 'd',
    ignore: ['nr'],
    facts: [
      observation({ 'note[n].text': 'v' }, { resource: { type: 'Observation', key: 'een' } }),
    ],
  });

  test('are all held back, by the place of each', () => {
    const { dossiers, quarantined } = runMapping(
      named,
      rows(row({ v: 'rood' }), row({ v: 'blauw' }), row({ v: 'rood' })),
    );
    expect(dossiers.flatMap(({ facts }) => facts)).toEqual([]);
    expect(quarantined.map(({ place }) => place)).toEqual(['/rows/0/v', '/rows/1/v', '/rows/2/v']);
    expect(quarantined[0]?.text).toContain('a key of its own');
  });

  test('are no contradiction when they say the same, or of another dossier', () => {
    expect(factsOfMapping(named, rows(row({ v: 'rood' }), row({ v: 'rood' })))).toHaveLength(2);
    const apart = mappingOf({
      facts: [observation({ 'note[n].text': 'v' })],
    });
    const both = rows(row({ nr: 1, v: 'rood' }), row({ nr: 2, v: 'blauw' }));
    expect(factsOfMapping(apart, both)).toHaveLength(2);
  });
});
