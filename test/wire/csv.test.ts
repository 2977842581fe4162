import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeCsvIssue, parseStrictCsv } from '../../src/wire/csv.ts';
import type { CsvOptions } from '../../src/wire/csv.ts';

const parse = (text: string, options?: CsvOptions) => parseStrictCsv(Buffer.from(text), options);
const valueOf = (text: string, options?: CsvOptions): unknown => {
  const parsed = parse(text, options);
  return parsed.ok ? parsed.value : describeCsvIssue(parsed.issue);
};

describe('what is read', () => {
  test.each([
    ['a comma', 'a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['a semicolon', 'a;b\n1;2,5\n', [{ a: '1', b: '2,5' }]],
    ['a tab', 'a\tb\n1\t2;3\n', [{ a: '1', b: '2;3' }]],
    ['one column', 'a\n1\n2\n', [{ a: '1' }, { a: '2' }]],
    ['a byte order mark', '\uFEFFa;b\r\n1;2\r\n', [{ a: '1', b: '2' }]],
    ['no line end at the end', 'a;b\n1;2', [{ a: '1', b: '2' }]],
    ['quotes doubled inside', 'a;b\n"zei ""nee""";2\n', [{ a: 'zei "nee"', b: '2' }]],
    [
      'line breaks and separators in quotes',
      'a;b\r\n"x;\ny\r\nz";2\r\n',
      [{ a: 'x;\ny\r\nz', b: '2' }],
    ],
    ['a quoted header with a separator', '"a,b";c\n1;2\n', [{ 'a,b': '1', c: '2' }]],
    ['empty cells are absent', 'a;b;c\n1;; \n', [{ a: '1' }]],
    ['empty lines are no records', 'a;b\n\n1;2\n\n', [{ a: '1', b: '2' }]],
    ['a record of nothing', 'a;b\n;\n1;2\n', [null, { a: '1', b: '2' }]],
    ['column names trimmed', 'a ; b\n1;2\n', [{ a: '1', b: '2' }]],
    ['an unnamed column without values', 'a;b;\n1;2;\n', [{ a: '1', b: '2' }]],
    ['a header alone', 'a;b\n', []],
    ['names of methods', 'toString;valueOf\n1;2\n', [{ toString: '1', valueOf: '2' }]],
  ])('%s', (_name, text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  test('a declared separator, and no header', () => {
    expect(valueOf('a,b;c\n1,2;3\n', { separator: ';' })).toEqual([{ 'a,b': '1,2', c: '3' }]);
    expect(valueOf('x;y\n', { header: false })).toEqual([{ 1: 'x', 2: 'y' }]);
  });

  test('places are record and column; the header is record 1, a record may be many lines', () => {
    const parsed = parse('a;b/c\n"1\n2";\n\n3;4\n');
    if (!parsed.ok) throw new Error('is right');
    expect(parsed.value).toEqual([{ a: '1\n2' }, { a: '3', 'b/c': '4' }]);
    expect(['/0/a', '/1/b~1c', '/1', ''].map(parsed.placeOf)).toEqual([
      'record 2, a',
      'record 3, b/c',
      'record 3',
      '',
    ]);
    const bare = parse('x;y\n', { header: false });
    expect(bare.ok && bare.placeOf('/0/2')).toBe('record 1, 2');
  });
});

describe('what is refused, by record', () => {
  test.each([
    ['a short record', 'a;b\n1;2\n3\n', 'record 3: this record does not have as many cells'],
    ['a long record', 'a;b\n1;2;3\n', 'record 2: this record does not have as many cells'],
    ['a column twice', 'a;b;a \n1;2;3\n', 'record 1: the header names a column twice'],
    ['a value without a column', 'a;b;\n1;2;3\n', 'record 2: this record has a value in a column'],
    ['a name that is not allowed', 'a;__proto__\n1;2\n', 'record 1: the header holds a name'],
    ['an open quote', 'a;b\n1;"2\n3;4\n', 'record 2: quotes'],
    ['a quote inside a cell', 'a;b\n1;2"3\n', 'record 2: quotes'],
    ['text after a quote', 'a;b\n1;"2"3\n', 'record 2: quotes'],
    ['mixed line ends', 'a;b\r\n1;2\n', 'record 2: all records must end in the same way'],
    ['old line ends', 'a;b\r1;2\r', 'record 1: all records must end in the same way'],
    ['an unclear separator', 'a;b,c\n1;2,3\n', 'record 1: the header holds several separators'],
    ['nothing', '', 'record 1: there is no header'],
    ['blank lines only', '\n\n', 'record 1: there is no header'],
  ])('%s', (_name, text, expected) => {
    expect(valueOf(text)).toContain(expected);
  });

  test('another encoding', () => {
    expect(parseStrictCsv(Buffer.from('naam\nCaf\xe9\n', 'latin1'))).toEqual({
      ok: false,
      issue: { code: 'not-utf8', record: 1 },
    });
  });

  test('more than its bounds', () => {
    const limits = { maxRecords: 3, maxCells: 100, maxCell: 5 };
    const rows = (n: number) => Buffer.from('a\n' + '1\n'.repeat(n));
    expect(parseStrictCsv(rows(2), {}, limits).ok).toBe(true);
    expect(parseStrictCsv(rows(3), {}, limits)).toMatchObject({
      issue: { code: 'too-many-records' },
    });
    const long = Buffer.from('a\n"12345"\n');
    expect(parseStrictCsv(long, {}, limits)).toMatchObject({ issue: { code: 'cell-too-long' } });
    const wide = Buffer.from(`a${';'.repeat(200)}\n`);
    expect(parseStrictCsv(wide, {}, limits)).toMatchObject({ issue: { code: 'too-many-cells' } });
  });
});

describe('laws', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ';', ',', '\n', '\r', '\t', ' ') });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

  test('what was written between quotes is read back, whatever is in it', () => {
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 4 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const width = rows[0]?.length ?? 1;
        const header = Array.from({ length: width }, (_, i) => `k${i}`);
        const text = [header, ...rows].map((row) => row.map(quoted).join(';') + end).join('');
        const expected = rows.map((row) => {
          const filled = row.flatMap((value, i) => (value.trim() === '' ? [] : [[`k${i}`, value]]));
          return filled.length === 0 ? null : (Object.fromEntries(filled) as unknown);
        });
        const parsed = valueOf(text, { separator: ';' });
        // A record of one empty cell is an empty line to a reader of CSV.
        if (width > 1) expect(parsed).toEqual(expected);
        else expect((parsed as unknown[]).filter(Boolean)).toEqual(expected.filter(Boolean));
      }),
      { numRuns: 300 },
    );
  });

  test('any text is read or refused with a record; nothing of it is in the complaint', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('QZX', '"', ';', ',', '\n', '\r\n') }),
        (text) => {
          const parsed = parse(text);
          if (!parsed.ok) expect(describeCsvIssue(parsed.issue)).not.toContain('QZX');
        },
      ),
      { numRuns: 500 },
    );
  });
});
