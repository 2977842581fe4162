import type { Instant } from './instant.ts';

const AMSTERDAM = new Intl.DateTimeFormat('en', {
  timeZone: 'Europe/Amsterdam',
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/**
 * The instant of a day and time of day in the Netherlands.
 * @param day `yyyy-mm-dd`, a day of the calendar
 * @param time `hh:mm:ss`, with or without a fraction; 00:00 without one
 * @returns undefined when either is not written so. A time that summer time skips is an hour later,
 *   one that occurs twice is the first of the two
 */
export function localInstant(day: string, time = '00:00:00'): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}:\d{2}(\.\d+)?$/.test(time))
    return undefined;
  const asUtc = Date.parse(`${day}T${time.slice(0, 12)}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  if (asUtc < BEFORE_ZONES) return asUtc;
  const early = asUtc - offsetAt(asUtc - 2 * HOUR);
  const late = asUtc - offsetAt(early);
  return late + offsetAt(late) === asUtc && late > early ? late : early;
}

/** The day in the Netherlands at an instant: `yyyy-mm-dd`. */
export function localDayOf(at: Instant): string {
  return new Date(at + offsetAt(at)).toISOString().slice(0, 10);
}

/** The day and time of day in the Netherlands at an instant, with the offset: `2026-11-01T09:30:00+01:00`. */
export function localTimeOf(at: Instant): string {
  const offset = at < BEFORE_ZONES ? 0 : Math.round(offsetAt(at) / 60_000);
  const local = new Date(at + offset * 60_000).toISOString().replace(/(?:\.000)?Z$/, '');
  const part = (minutes: number) => String(minutes).padStart(2, '0');
  const size = Math.abs(offset);
  const sign = offset < 0 ? '-' : '+';
  return `${local}${sign}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}

const HOUR = 3_600_000;
/** Days before this one are only compared: what the sun said then does not matter. */
const BEFORE_ZONES = Date.UTC(1900, 0, 1);

/** Offsets by quarter of an hour, in which clocks never change: messages repeat their days. */
const offsets = new Map<number, number>();
const QUARTER = HOUR / 4;
const MOST_OFFSETS = 100_000;
/** Before, clocks changed at odd seconds too. */
const MODERN = Date.UTC(1950, 0, 1);

/** How much local time is ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: Instant): number {
  if (at < MODERN) return workOutOffset(at);
  const quarter = Math.floor(at / QUARTER);
  const known = offsets.get(quarter);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = workOutOffset(at);
  offsets.set(quarter, offset);
  return offset;
}

function workOutOffset(at: Instant): number {
  const whole = Math.floor(at / 1000) * 1000;
  const part = new Map(AMSTERDAM.formatToParts(whole).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(part.get(type));
  const local = Date.UTC(
    number('year'),
    number('month') - 1,
    number('day'),
    ...[number('hour'), number('minute'), number('second')],
  );
  return local - whole;
}
