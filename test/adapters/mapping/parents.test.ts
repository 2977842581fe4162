import { describe, expect, test } from '@jest/globals';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';

const fact = (path: string, key = 'k') => ({
  resource: { type: 'Observation', key },
  labels: ['plan.goals'],
  elements: {
    status: { const: 'final' },
    'code.text': { const: 'x' },
    subject: { subject: true },
    valueString: path,
  },
});
const document = (items: readonly object[], more: object = {}) => ({
  mapping: 'm',
  version: '1.0.0',
  ...more,
  items,
});
const client = { each: '/clienten', dossier: '{nr}', subjects: [{ identifier: '{nr}' }] };
const issuesOf = (mapping: object) => {
  const read = readMapping(mapping);
  return read.ok ? [] : read.issues.map(({ place }) => place);
};

describe('a path goes up no further than the file', () => {
  const inner = (path: string) => [{ ...client, items: [{ each: 'doelen', facts: [fact(path)] }] }];

  test.each([
    ['^/nr', []],
    ['^^/systeem', []],
    ['^^^/systeem', ['/items/0/items/0/facts/0/elements/valueString']],
    ['^^^^/x', ['/items/0/items/0/facts/0/elements/valueString']],
  ])('%s from the second level', (path, places) => {
    expect(issuesOf(document(inner(path)))).toEqual(places);
  });

  test('from an item of the file itself there is one item around it', () => {
    const absolute = [{ ...client, items: [{ each: '/doelen', facts: [fact('^^/x')] }] }];
    expect(issuesOf(document(absolute))).toEqual(['/items/0/items/0/facts/0/elements/valueString']);
  });

  test('in lists of items, keys, templates, people, conditions and what a find leads to', () => {
    const find = { in: '^/doelen', by: '^^^/nr', is: 'doel' };
    const wrong = {
      ...client,
      each: '^/clienten',
      people: { lid: { each: 'leden', key: '^^^/nr', identifier: '{^^/nr}' } },
      when: { field: '^^/soort', is: ['a'] },
      facts: [
        {
          ...fact('nr', '{^^#}'),
          labels: [{ find, labels: [{ field: '^^^^/x', codes: { a: 'plan.goals' } }] }],
        },
      ],
    };
    expect(issuesOf(document([wrong])).sort()).toEqual(
      [
        '/items/0/each',
        '/items/0/facts/0/labels/0/find/by',
        '/items/0/facts/0/labels/0/labels/0/field',
        '/items/0/facts/0/resource/key',
        '/items/0/people/lid/key',
        '/items/0/when/field',
      ].sort(),
    );
  });
});

test('the numbers of the items around it tell an item from its namesakes', () => {
  const read = readMapping(
    document([{ ...client, items: [{ each: 'doelen', facts: [fact('tekst', '{^#}-{#}')] }] }]),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const delivery = read.adapter.read({
    clienten: [
      { nr: 'a', doelen: [{ tekst: 'x' }] },
      { nr: 'b', doelen: [{ tekst: 'y' }, { tekst: 'z' }] },
    ],
  });
  if ('unreadable' in delivery) throw new Error();
  const keys = delivery.dossiers.flatMap(({ facts }) => facts.map(({ resource }) => resource));
  const written = keys.flatMap((resource) => ('key' in resource ? [resource.key] : []));
  expect(written.filter((key) => !key.includes('unnamed'))).toEqual(['a/1-1', 'b/2-1', 'b/2-2']);
});
