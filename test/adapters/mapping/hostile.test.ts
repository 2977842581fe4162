import { describe, expect, test } from '@jest/globals';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';
import {
  factsOfMapping,
  issuesOf,
  mappingOf,
  observation,
  row,
  rows,
  runMapping,
} from '../../support/mappings.ts';

const fact = observation({ valueString: 'v' });
const item = (more: Record<string, unknown>) => mappingOf({ facts: [{ ...fact, ...more }] });
const elements = (more: Record<string, unknown>) => mappingOf({ facts: [observation(more)] });

describe('what is wrong with a mapping is said at its place', () => {
  test.each([
    [
      'a member that does not exist',
      { ...mappingOf({ facts: [] }), extra: 1 },
      '/extra is not known here',
    ],
    ['no version', { mapping: 'x', items: [{ each: '/' }] }, '/version'],
    [
      'an unknown category',
      item({ labels: ['domain.zzz'] }),
      '/items/0/facts/0/labels/0 is not a data category',
    ],
    [
      'an unknown category in a code list',
      item({ labels: [{ field: 'x', codes: { a: 'zzz' } }] }),
      '/items/0/facts/0/labels/0/codes is not a data category',
    ],
    [
      'a code list that is not there',
      item({ labels: [{ field: 'x', codes: 'constructor' }] }),
      '/items/0/facts/0/labels/0/codes names no list under codes',
    ],
    [
      'an unknown statute',
      item({ law: 'zzz' }),
      '/items/0/facts/0/law is not a statute of the vocabulary',
    ],
    [
      'an unknown resource type',
      item({ resource: { type: 'Appointment', key: 'x' } }),
      '/items/0/facts/0/resource/type is not a resource type',
    ],
    [
      'a Patient by key',
      item({ resource: { type: 'Patient', key: 'x' } }),
      '/items/0/facts/0/resource/type is not a resource type',
    ],
    [
      'an unknown element',
      elements({ valueStrin: 'v' }),
      '/items/0/facts/0/elements/valueStrin Observation has no element valueStrin',
    ],
    [
      'an element with parts',
      elements({ code: 'v' }),
      '/items/0/facts/0/elements/code code has parts: go on to one of them',
    ],
    [
      'a repeating element without a key',
      elements({ 'component.valueString': 'v' }),
      'component repeats: give the item a [key]',
    ],
    ['a key where nothing repeats', elements({ 'code[x].text': 'v' }), 'code does not repeat'],
    [
      'an extension',
      elements({ 'extension[x].url': 'v' }),
      'extension cannot be written by a mapping',
    ],
    ['narrative', elements({ 'text.div': 'v' }), 'text cannot be written by a mapping'],
    ['a display', elements({ 'subject.display': 'v' }), 'a reference is written as a whole'],
    [
      'a constant of the wrong kind',
      elements({ valueInteger: { const: 'x' } }),
      'is not a integer',
    ],
    [
      'a constant outside its value set',
      elements({ status: { const: 'zzz' } }),
      'is not a code that status may have',
    ],
    [
      'a code list outside the value set',
      elements({ status: { field: 's', codes: { a: 'zzz' } } }),
      'holds a code that status may not have',
    ],
    ['a field for a reference', elements({ subject: 'v' }), 'takes a reference, not a field'],
    ['a reference for a field', elements({ valueString: { subject: true } }), 'not a reference'],
    [
      'a reference to the wrong type',
      elements({ subject: { reference: 'Task', key: 'x' } }),
      'subject may refer to Patient, Group',
    ],
    ['an open brace', elements({ valueString: { text: '{v' } }), 'is not a template'],
    ['a path with a hole', elements({ valueString: 'a//b' }), 'is not a path'],
    [
      'people that are not listed',
      mappingOf({ subjects: [{ people: 'lid', all: true }], facts: [fact] }),
      '/items/0/subjects/0/people names no list under people',
    ],
    [
      'a fact about nobody',
      { mapping: 'x', version: '1.0.0', items: [{ each: '/', dossier: 'd', facts: [fact] }] },
      '/items/0/facts/0 needs subjects',
    ],
    [
      'a fact in no dossier',
      {
        mapping: 'x',
        version: '1.0.0',
        items: [{ each: '/', subjects: [{ identifier: 'x' }], facts: [fact] }],
      },
      '/items/0 needs a dossier',
    ],
    [
      'two ways of saying a value',
      elements({ valueString: { const: 'x', text: 'y' } }),
      '/items/0/facts/0/elements/valueString is none of the forms',
    ],
  ])('%s', (_name, document, expected) => {
    expect(issuesOf(document).join('\n')).toContain(expected);
  });
});

describe('a hostile body', () => {
  const body = JSON.parse(
    '{"rows":[{"nr":1,"client":"C1","v":"x","__proto__":{"labels":["plan.goals"]},"constructor":{"name":"q"}}]}',
  ) as unknown;

  test('names of Object.prototype are fields like others', () => {
    const facts = factsOfMapping(mappingOf({ facts: [fact] }), body);
    expect(facts.map((f) => f.labels.join())).toEqual([
      'domain.housing',
      'unclassified',
      'unclassified',
    ]);
    expect(({} as Record<string, unknown>)['labels']).toBeUndefined();
  });

  test('fields that are not there are not found in prototypes', () => {
    const document = mappingOf({
      facts: [
        observation({ valueString: 'toString' }),
        observation({ valueString: 'constructor/name' }),
      ],
    });
    expect(factsOfMapping(document, rows(row()))).toEqual([]);
  });

  test('objects without a prototype are read as well', () => {
    const bare = Object.assign(Object.create(null) as object, { nr: 1, client: 'C1', v: 'x' });
    expect(factsOfMapping(mappingOf({ facts: [fact] }), { rows: [bare] })).toHaveLength(1);
  });

  test('codes do not lead into prototypes', () => {
    const document = mappingOf({
      facts: [
        observation(
          { valueString: 'v' },
          { labels: [{ field: 'soort', codes: { a: 'domain.finances' } }] },
        ),
      ],
    });
    const labels = (soort: string) =>
      factsOfMapping(document, rows(row({ v: 'x', soort })))[0]?.labels;
    expect([labels('toString'), labels('__proto__'), labels('constructor')]).toEqual([
      ['unclassified'],
      ['unclassified'],
      ['unclassified'],
    ]);
  });

  test('depth and size are refused as a whole', () => {
    const read = readMapping(mappingOf({ facts: [fact] }));
    if (!read.ok) throw new Error('the mapping is right');
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i += 1) deep = { rows: deep };
    const wide = { rows: Array.from({ length: 2_100_000 }, () => 1) };
    for (const large of [deep, wide])
      expect(read.adapter.read(large)).toMatchObject({ unreadable: [{ code: 'too-large' }] });
  });
});

describe('a hostile author', () => {
  const nested = (depth: number): Record<string, unknown> => ({
    each: '/rows',
    ...(depth > 0 ? { items: [nested(depth - 1)] } : {}),
  });
  const many = { rows: Array.from({ length: 300 }, (_, nr) => row({ nr, v: 'x'.repeat(1000) })) };
  const refused = (document: unknown, body: unknown) => {
    const read = readMapping(document);
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    const start = performance.now();
    const answer = read.adapter.read(body);
    return [answer, performance.now() - start] as const;
  };

  test('loops in loops end', () => {
    const [answer, ms] = refused({ mapping: 'x', version: '1.0.0', items: [nested(6)] }, many);
    expect(answer).toMatchObject({ unreadable: [{ code: 'too-large' }] });
    expect(ms).toBeLessThan(20_000);
  });

  test('a field of endless codes ends before it is taken apart', () => {
    const document = mappingOf({
      tighten: { field: 'v', codes: { a: 'safety.signal' }, split: ';' },
      facts: [fact],
    });
    const [answer, ms] = refused(document, rows(row({ v: 'a;'.repeat(10_000_000) })));
    expect(answer).toMatchObject({ unreadable: [{ code: 'too-large' }] });
    expect(ms).toBeLessThan(5_000);
  });

  test('text that multiplies ends', () => {
    const text = '{v}'.repeat(150);
    const document = mappingOf({
      facts: Array.from({ length: 100 }, () => observation({ valueString: { text } })),
    });
    expect(refused(document, many)[0]).toMatchObject({ unreadable: [{ code: 'too-large' }] });
  });

  test('a document without end is refused before it is read', () => {
    let deep: unknown = { each: '/' };
    for (let i = 0; i < 10_000; i += 1) deep = { each: '/', items: [deep] };
    expect(issuesOf({ mapping: 'x', version: '1.0.0', items: [deep] }).join()).toContain(
      'nested deeper',
    );
    expect(
      issuesOf(mappingOf({ facts: Array.from({ length: 101 }, () => fact) })).join(),
    ).toContain('is too long');
  });

  test('what looks like code or a pattern is text', () => {
    const script = '${process.exit(1)}';
    const document = mappingOf({
      facts: [observation({ valueString: { const: script } }, { needs: ['nr'] })],
    });
    expect(runMapping(document, rows(row())).dossiers[0]?.facts[0]?.elements).toContainEqual({
      path: ['valueString'],
      value: script,
    });
  });
});
