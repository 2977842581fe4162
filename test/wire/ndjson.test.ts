import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drain } from '../../src/plan/drain.ts';
import { parseNdjson } from '../../src/wire/ndjson.ts';
import type { Ndjson } from '../../src/wire/ndjson.ts';

const read = (text: string | Uint8Array): Ndjson =>
  drain(parseNdjson(typeof text === 'string' ? Buffer.from(text) : text));

function lines(text: string | Uint8Array): readonly [number, unknown][] {
  const result = read(text);
  if (!result.ok) throw new Error(result.text);
  return result.lines.map(({ number, value }) => [number, value]);
}

function unread(text: string | Uint8Array): readonly [number, string][] {
  const result = read(text);
  if (!result.ok) throw new Error(result.text);
  return result.unread.map(({ number, text: why }) => [number, why]);
}

describe('lines of JSON', () => {
  const three: readonly [number, unknown][] = [
    [1, { a: 1 }],
    [2, { b: 'x' }],
    [3, 7],
  ];

  test.each([
    ['LF', '{"a":1}\n{"b":"x"}\n7\n'],
    ['CR LF', '{"a":1}\r\n{"b":"x"}\r\n7\r\n'],
    ['no end at the last line', '{"a":1}\n{"b":"x"}\n7'],
    ['a byte order mark at the beginning', '\uFEFF{"a":1}\n{"b":"x"}\n7\n'],
    ['space around', ' {"a":1} \n\t{"b":"x"}\n 7\n   \n'],
  ])('are read with %s', (_name, text) => {
    expect(lines(text)).toEqual(three);
  });

  test('blank lines hold nothing and count', () => {
    expect(lines('\n{"a":1}\n\n \t\r\n{"b":"x"}\n')).toEqual([
      [2, { a: 1 }],
      [5, { b: 'x' }],
    ]);
  });

  test.each([
    ['what is no JSON', '{"a":}', 'column 6: this is not JSON'],
    ['two values', '{} {}', 'column 4: this is not JSON'],
    ['two values with a lone CR between', '{}\r{}', 'column 4: this is not JSON'],
    ['a member twice', '{"a":1,"a":2}', 'column 8: this member occurs twice in its object'],
    ['a forbidden name', '{"__proto__":1}', 'column 2: this member name is not allowed'],
    ['a second mark', '\uFEFF{}', 'column 1: the text starts with a byte order mark'],
    ['a torn value', '{"a":"x', 'column 8: this is not JSON'],
    [
      'too deep',
      '['.repeat(65) + ']'.repeat(65),
      'column 65: arrays and objects are nested too deeply',
    ],
  ])('of which one holds %s lose that line only', (_name, bad, why) => {
    const text = `1\n${bad}\n3\n`;
    expect(lines(text)).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(unread(text)).toEqual([[2, why]]);
  });

  test('of which one is no UTF-8 lose that line only', () => {
    const text = Buffer.concat([Buffer.from('1\n"'), Buffer.of(0xc3, 0x28), Buffer.from('"\n3')]);
    expect(unread(text)).toEqual([[2, 'column 1: the text is not valid UTF-8']]);
    expect(lines(text)).toHaveLength(2);
  });

  test.each([
    ['nothing but blank lines', '\n \n', 'no line holds anything'],
    ['a text over many lines', '{\n"a": 1,\n"b": 2\n}', 'no line can be read; line 1: column 2'],
  ])('are refused as a whole: %s', (_name, text, why) => {
    const result = read(text);
    expect(result).toMatchObject({ ok: false });
    if (!result.ok) expect(result.text).toContain(why);
  });

  test('are bounded together, not one by one', () => {
    const limits = { maxDepth: 4, maxNodes: 30, maxLines: 5 };
    const many = (count: number, text: string) => Buffer.from(`${text}\n`.repeat(count));
    expect(drain(parseNdjson(many(5, '[1,2,3,4]'), limits))).toMatchObject({ ok: true });
    expect(drain(parseNdjson(many(5, '[1,2,3,4,5,6]'), limits))).toMatchObject({ ok: false });
    expect(drain(parseNdjson(many(6, '1'), limits))).toMatchObject({ ok: false });
  });

  test('give what each line gives alone, whatever stands between them', () => {
    const line = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.constantFrom('', ' ', '\r'),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.constantFrom('\n', '\r\n'), (all, end) => {
        const result = read(all.join(end));
        const found = result.ok ? result.lines.map(({ number, value }) => ({ number, value })) : [];
        const expected = all.flatMap((text, i) => {
          const alone = read(text);
          return alone.ok ? alone.lines.map(({ value }) => ({ number: i + 1, value })) : [];
        });
        expect(found).toEqual(expected);
      }),
    );
  });
});
