import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { localInstant } from '../../src/vocabulary/local-time.ts';

const iso = (day: string, time?: string) => {
  const at = localInstant(day, time);
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('local time in the Netherlands', () => {
  test.each([
    ['2026-10-01', '09:30:00', '2026-10-01T07:30:00.000Z'],
    ['2026-12-01', '09:30:00.5', '2026-12-01T08:30:00.500Z'],
    ['2026-07-01', undefined, '2026-06-30T22:00:00.000Z'],
    // Summer time begins: 02:30 does not exist.
    ['2026-03-29', '02:30:00', '2026-03-29T01:30:00.000Z'],
    // It ends: 02:30 occurs twice.
    ['2026-10-25', '02:30:00', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '03:30:00', '2026-10-25T02:30:00.000Z'],
    ['0001-01-01', '00:00:00', '0001-01-01T00:00:00.000Z'],
    ['2026-10-1', '09:30:00', undefined],
    ['2026-13-01', '09:30:00', undefined],
    ['2026-10-01', '9:30', undefined],
    ['2026-10-01', '25:30:00', undefined],
  ])('%s %s', (day, time, expected) => {
    expect(iso(day, time)).toBe(expected);
  });

  test('keeps the order of days', () => {
    const day = fc.date({
      noInvalidDate: true,
      min: new Date('1890-01-01'),
      max: new Date('2999-12-31'),
    });
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [x, y] = [a, b].map((each) => each.toISOString().slice(0, 10)).sort();
        const [from, to] = [localInstant(x ?? ''), localInstant(y ?? '')];
        expect(from).toBeDefined();
        expect((from ?? 0) < (to ?? 0)).toBe(x !== y);
      }),
    );
  });
});
