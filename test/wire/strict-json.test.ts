import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describeJsonIssue, parseStrictJson } from '../../src/wire/strict-json.ts';
import type { StrictJson } from '../../src/wire/strict-json.ts';

const read = (text: string): StrictJson => parseStrictJson(Buffer.from(text));
const fault = (text: string | Uint8Array): string => {
  const result = typeof text === 'string' ? read(text) : parseStrictJson(text);
  return result.ok
    ? 'accepted'
    : `${result.issue.code} ${result.issue.line}:${result.issue.column}`;
};
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('a JSON text that can be read in one way only', () => {
  test('gives the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, space) => {
        const value: unknown = JSON.parse(text);
        const bytes = Buffer.from(JSON.stringify(value, null, space));
        const result = parseStrictJson(bytes);
        // Generated values may hold a name we refuse on purpose.
        if (result.ok) expect(result.value).toEqual(JSON.parse(bytes.toString()));
        else expect(['forbidden-member', 'number-out-of-range']).toContain(result.issue.code);
      }),
    );
  });

  test('takes exactly what JSON.parse takes, on mutilated texts', () => {
    const text = '{"a":[1,-2.5e3,"x\\u0041\\n",true,null],"b":{}}';
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(3), fc.string({ maxLength: 2 }), (at, cut, put) => {
        const broken = text.slice(0, at) + put + text.slice(at + cut);
        const result = parseStrictJson(Buffer.from(broken));
        const parsed = parses(Buffer.from(broken).toString());
        if (result.ok || result.issue.code === 'syntax') expect(result.ok).toBe(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  test('a view into a larger buffer is read from its own bytes only', () => {
    const whole = Buffer.from('xx{"a":1}yy');
    expect(parseStrictJson(new Uint8Array(whole.buffer, whole.byteOffset + 2, 7))).toEqual({
      ok: true,
      value: { a: 1 },
      nodes: 2,
    });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a JSON text that is refused', () => {
  test.each([
    ['{"a":1,"b":2,"a":3}', 'duplicate-member 1:14'],
    ['{"a":1,\n  "\\u0061":3}', 'duplicate-member 2:3'],
    [`{${Array.from({ length: 30 }, (_, i) => `"m${i}":0`).join()},"m7":1}`, 'duplicate-member'],
    ['{"__proto__":{"shared":true}}', 'forbidden-member 1:2'],
    ['{"\\u005f_proto__":1}', 'forbidden-member 1:2'],
    ['[{"constructor":1}]', 'forbidden-member 1:3'],
    ['{"prototype":1}', 'forbidden-member 1:2'],
    ['9007199254740992', 'number-out-of-range 1:1'],
    ['[1,\n -9007199254740993]', 'number-out-of-range 2:2'],
    ['1e400', 'number-out-of-range 1:1'],
    ['["\\ud800"]', 'lone-surrogate 1:3'],
    ['["\\udc00\\ud800"]', 'lone-surrogate 1:3'],
    ['["\\ud800\\u0041"]', 'lone-surrogate 1:3'],
    ['', 'syntax 1:1'],
    ['{"a":1} x', 'syntax 1:9'],
    ['{"a":1,}', 'syntax 1:8'],
    ['["a\tb"]', 'syntax 1:4'],
    [nested(65), 'too-deep 1:65'],
  ])('%s', (text, expected) => expect(fault(text)).toContain(expected));

  test('bytes that are not UTF-8, and a byte order mark', () => {
    expect(fault(Buffer.from([0x22, 0xff, 0x22]))).toBe('not-utf8 1:1');
    expect(fault(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe('not-utf8 1:1');
    expect(fault(Buffer.from('\ufeff{}'))).toBe('byte-order-mark 1:1');
    expect(fault(Buffer.from('{}', 'utf16le'))).toContain('syntax');
  });

  test('limits are inclusive', () => {
    expect(fault(nested(64))).toBe('accepted');
    const four = Buffer.from('[1,2,{"a":"deep"}]');
    expect(parseStrictJson(four, { maxDepth: 2, maxNodes: 5 }).ok).toBe(true);
    expect(parseStrictJson(four, { maxDepth: 1, maxNodes: 5 }).ok).toBe(false);
    expect(parseStrictJson(four, { maxDepth: 2, maxNodes: 4 }).ok).toBe(false);
  });

  test('the sentence names the place and nothing of the text', () => {
    const result = read('{"bsn":"999900006","bsn":1}');
    expect(result.ok ? '' : describeJsonIssue(result.issue)).toBe(
      'line 1, column 20: this member occurs twice in its object',
    );
  });

  test('hostile sizes are refused quickly and without the stack', () => {
    const deep = Buffer.from(nested(100_000));
    const wide = Buffer.from(`[${'1,'.repeat(1_000_000)}1]`);
    const members = Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":0`).join();
    const started = performance.now();
    expect(parseStrictJson(deep).ok).toBe(false);
    expect(parseStrictJson(wide).ok).toBe(false);
    expect(fault(`{${members}}`)).toContain('too-many-values');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

const SUITE = '../shared/data/vectors/json-test-suite/test_parsing';
/** Valid JSON that two readers could take for two things. */
const REFUSED_ON_PURPOSE = [
  'y_object_duplicated_key.json',
  'y_object_duplicated_key_and_value.json',
];

const suite = (): void => {
  const names = readdirSync(SUITE);
  const accepted = (name: string): boolean => parseStrictJson(readFileSync(`${SUITE}/${name}`)).ok;

  test('every n_ file is refused', () => {
    const invalid = names.filter((name) => name.startsWith('n_'));
    expect(invalid).toHaveLength(188);
    expect(invalid.filter(accepted)).toEqual([]);
  });
  test('every y_ file is accepted but the ones listed', () => {
    const valid = names.filter((name) => name.startsWith('y_'));
    expect(valid).toHaveLength(95);
    expect(valid.filter((name) => !accepted(name))).toEqual(REFUSED_ON_PURPOSE);
  });
  test('no i_ file throws', () => {
    for (const name of names.filter((each) => each.startsWith('i_')))
      expect(() => accepted(name)).not.toThrow();
  });
};
if (existsSync(SUITE)) describe('JSONTestSuite', suite);
