import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBsn } from '../../src/adapters/bsn.ts';

/** The check on the digits, written as a sum over places. */
const passes = (digits: string): boolean => {
  const sum = Array.from(digits).reduce((all, d, i) => all + Number(d) * (i === 8 ? -1 : 9 - i), 0);
  return sum % 11 === 0;
};

describe('a citizen service number', () => {
  test.each([
    ['999900006', '999900006'],
    ['999999990', '999999990'],
    ['000000012', '000000012'],
    ['000000024', '000000024'],
    ['000000036', '000000036'],
    ['10000008', '010000008'],
    ['000000000', 'absent'],
    ['00000000', 'absent'],
    ['999999999', 'absent'],
    ['999900007', undefined],
    ['1234567', undefined],
    ['0999900006', undefined],
    [' 999900006', undefined],
    ['99990000６', undefined],
    ['', undefined],
  ])('%j is read as %j', (text, expected) => {
    expect(readBsn(text)).toBe(expected);
  });

  test('is what passes the check, and nothing else', () => {
    const digits = fc.stringMatching(/^[0-9]{9}$/);
    fc.assert(
      fc.property(digits, (text) => {
        const expected = /^(0{9}|9{9})$/.test(text) ? 'absent' : passes(text) ? text : undefined;
        expect(readBsn(text)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('with one digit changed is none', () => {
    const changed = { at: fc.nat(8), by: fc.integer({ min: 1, max: 9 }) };
    fc.assert(
      fc.property(fc.record(changed), ({ at, by }) => {
        const digits = Array.from('999904024');
        digits[at] = String((Number(digits[at]) + by) % 10);
        expect(readBsn(digits.join(''))).toBeUndefined();
      }),
    );
  });
});
