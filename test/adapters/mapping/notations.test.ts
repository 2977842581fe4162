import { describe, expect, test } from '@jest/globals';
import { readDate, type DateReading } from '../../../src/adapters/mapping/read-date.ts';
import { isScale, readDecimal } from '../../../src/adapters/mapping/read-decimal.ts';
import { issuesOf, mappingOf, observation } from '../../support/mappings.ts';

const date = (text: string, reading: Partial<DateReading> = {}) =>
  readDate(text, { format: 'yyyy-mm-dd', ...reading });

describe('a date', () => {
  test.each([
    ['dd.mm.yyyy', '5.3.2026', '2026-03-05'],
    ['yyyy/mm/dd', '2026/03/05', '2026-03-05'],
    ['mm/dd/yyyy', '03/05/2026', '2026-03-05'],
    ['ddmmyyyy', '05032026', '2026-03-05'],
    ['d month yyyy', '5 maart 2026', '2026-03-05'],
    ['d month yyyy', '5-mrt-2026', '2026-03-05'],
    ['d month yyyy', 'okt. 2026', '2026-10'],
    ['dd-mm-yy', '5-3-26', '2026-03-05'],
    ['dd/mm/yy', '05/03/88', '1988-03-05'],
    ['yymmdd', '440609', '1944-06-09'],
    ['epoch-s', '1772668800', '2026-03-05T00:00:00Z'],
    ['epoch-ms', '1772668800250', '2026-03-05T00:00:00.250Z'],
  ] as const)('written as %s', (format, text, expected) => {
    expect(date(text, { format, years: 1940 })).toBe(expected);
  });

  test.each([
    ['2026-03-05T09:30', '2026-03-05T09:30:00+01:00'],
    ['2026-07-05 9:30:15', '2026-07-05T09:30:15+02:00'],
    ['2026-03-05T09:30:00Z', '2026-03-05T09:30:00Z'],
    ['2026-03-05T09:30:00+0100', '2026-03-05T09:30:00+01:00'],
    ['2026-03-05T00:00:00', '2026-03-05T00:00:00+01:00'],
  ])('with a time of day, %s: of the Netherlands, unless it says otherwise', (text, expected) => {
    expect(date(text)).toBe(expected);
  });

  test('with a time is a day where the element takes a day: the day in the Netherlands', () => {
    expect(date('1988-03-14T00:00:00', { dayOnly: true })).toBe('1988-03-14');
    expect(date('2026-10-31T23:30:00Z', { dayOnly: true })).toBe('2026-11-01');
    expect(date('1793487600000', { format: 'epoch-ms', dayOnly: true })).toBe('2026-11-01');
    expect(date('14-03-2026 08:05', { format: 'dd-mm-yyyy' })).toBe('2026-03-14T08:05:00+01:00');
    expect(date('202603140805', { format: 'yyyymmdd' })).toBe('2026-03-14T08:05:00+01:00');
  });

  test('of which a part is zero is not known to that part', () => {
    expect(date('1961-00-00')).toBe('1961');
    expect(date('00-05-1961', { format: 'dd-mm-yyyy' })).toBe('1961-05');
    expect(date('19610000', { format: 'yyyymmdd' })).toBe('1961');
  });

  test.each([
    '2026-02-30T10:00:00',
    '2026-03-05T25:00',
    '2026-03T10:00',
    '00-2026',
    '5 maart 2026',
    '2026-W14',
    `2026-03-05${' '.repeat(100)}x`,
    '',
  ])('is not guessed: %s', (text) => {
    expect(date(text)).toBeUndefined();
  });

  test('with two digits for a year needs the hundred that is meant', () => {
    expect(date('5-3-26', { format: 'dd-mm-yy' })).toBeUndefined();
    const rule = observation({ effectiveDateTime: { field: 'd', date: 'dd-mm-yy' } });
    expect(issuesOf(mappingOf({ facts: [rule] }))).toEqual([
      '/items/0/facts/0/elements/effectiveDateTime needs years: the first of the hundred years that two digits may mean',
    ]);
    expect(issuesOf(mappingOf({ facts: [rule] }, { years: 1940 }))).toEqual([]);
  });
});

describe('a number', () => {
  test.each([
    ['€ 1.250,00', 1250],
    ['EUR 1.250,-', 1250],
    ['12,50-', -12.5],
    ['(12,50)', -12.5],
    ['-€ 12,50', -12.5],
    ['+ 12,50', 12.5],
    ['1 250,75 euro', 1250.75],
    [' 12,5 ', 12.5],
  ])('as it is printed: %s', (text, expected) => {
    expect(readDecimal(text, ',')).toBe(expected);
  });

  test.each(['12,50,', '1.25', '--5', '(-5)', '12 50', '€', '12%', '1e9', '5'.repeat(100)])(
    'is not guessed: %s',
    (text) => {
      expect(readDecimal(text, ',')).toBeUndefined();
    },
  );

  test.each([
    [127423, 0.01, 1274.23],
    [-5, 0.01, -0.05],
    ['110', -0.01, -1.1],
    [0.07, 100, 7],
    [1.1, 10, 11],
    [0, -0.01, 0],
  ])('%s times %s, exactly', (value, times, expected) => {
    expect(readDecimal(value, '.', times)).toBe(expected);
  });

  test('is moved by powers of ten only', () => {
    expect([1, 10, 0.01, -0.01, 1e-6].every(isScale)).toBe(true);
    expect([0, 2, 0.5, 1e9, Number.NaN].some(isScale)).toBe(false);
  });
});
