import { describe, expect, test } from '@jest/globals';
import { parseStrictCsv } from '../../src/wire/csv.ts';
import type { CsvBlocks } from '../../src/wire/csv-blocks.ts';

function read(text: string, blocks: CsvBlocks) {
  const result = parseStrictCsv(Buffer.from(text), { separator: ';', blocks });
  if (!result.ok) throw new Error(`${result.issue.code} ${result.issue.record}`);
  return result;
}

const EXPORT = `Export;v3;;
Gemeente;Voorbeeld;;

Client;88213;;
Schulden
Nr;Aan;Bedrag;
1;Energie;"1.250,00";
2;"Verhuurder
en zoon";;
Nr;Aan;Bedrag;
3;Winkel;5;

Totaal;;1255
Bron;Bedrag
UWV;900
Client;88214
Schulden

Nr;Aan
1;Bank
`;
const BLOCKS = {
  starts: 'Client',
  tables: { schulden: { title: 'Schulden' }, inkomsten: { header: ['Bron', 'Bedrag'] } },
};

describe('a CSV text of several tables', () => {
  const { value, placeOf } = read(EXPORT, BLOCKS);

  test('is a list of groups with the rows of each table; nothing is lost in between', () => {
    expect(value).toEqual([
      {
        records: [
          { 1: 'Export', 2: 'v3' },
          { 1: 'Gemeente', 2: 'Voorbeeld' },
        ],
      },
      {
        records: [
          { 1: 'Client', 2: '88213' },
          { 1: 'Totaal', 3: '1255' },
        ],
        schulden: [
          { Nr: '1', Aan: 'Energie', Bedrag: '1.250,00' },
          { Nr: '2', Aan: 'Verhuurder\nen zoon' },
          { Nr: '3', Aan: 'Winkel', Bedrag: '5' },
        ],
        inkomsten: [{ Bron: 'UWV', Bedrag: '900' }],
      },
      { records: [{ 1: 'Client', 2: '88214' }], schulden: [{ Nr: '1', Aan: 'Bank' }] },
    ]);
  });

  test('knows the record of every value', () => {
    expect(placeOf('/1/records/0/2')).toBe('record 3, 2');
    expect(placeOf('/1/schulden/1/Aan')).toBe('record 7, Aan');
    expect(placeOf('/1/schulden/2/Nr')).toBe('record 9, Nr');
    expect(placeOf('/1/inkomsten/0')).toBe('record 12');
    expect([placeOf(''), placeOf('/2')]).toEqual(['', 'record 13']);
  });

  test('is one group when nothing starts another', () => {
    const { value: groups } = read('A;1\nB;2', {});
    expect(groups).toEqual([
      {
        records: [
          { 1: 'A', 2: '1' },
          { 1: 'B', 2: '2' },
        ],
      },
    ]);
  });

  test.each([
    ['1;2;3;4', 'ragged 2'],
    ['Nr;Nr', 'duplicate-column 3'],
  ])('is refused where values may stand in the wrong column: %s', (line, fault) => {
    const text = `Nr;Aan\n${line === 'Nr;Nr' ? `1;x\n${line}` : line}`;
    expect(() => read(text, { tables: { t: { header: ['Nr'] } } })).toThrow(fault);
  });

  test('columns of one name are numbered where that was agreed on', () => {
    const text = 'score;uitleg;score;uitleg\n1;een;2;twee\n';
    const read = (repeated?: boolean) => parseStrictCsv(Buffer.from(text), { repeated });
    const named = { score: '1', uitleg: 'een', 'score (2)': '2', 'uitleg (2)': 'twee' };
    expect(read(true)).toMatchObject({ ok: true, value: [named] });
    expect(read()).toMatchObject({ ok: false, issue: { code: 'duplicate-column' } });
    const clash = Buffer.from('a;a;a (2)\n1;2;3\n');
    expect(parseStrictCsv(clash, { repeated: true }).ok).toBe(false);
  });

  test('has no rows of forbidden names', () => {
    expect(() => read('__proto__;a\n1;2', { tables: { t: { header: ['__proto__'] } } })).toThrow(
      'forbidden-column 1',
    );
  });
});
