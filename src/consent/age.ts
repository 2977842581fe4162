import type { Instant } from '../vocabulary/instant.ts';
import type { Member } from './people.ts';

/** The ages, in whole years, that a person may have; equal when the birth date is exact. */
export interface AgeRange {
  readonly youngest: number;
  readonly oldest: number;
}

interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const AMSTERDAM = new Intl.DateTimeFormat('en', {
  timeZone: 'Europe/Amsterdam',
  calendar: 'gregory',
  numberingSystem: 'latn',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});

/**
 * The youngest and the oldest age a person may have on the local date of an instant.
 * A birthday begins at 00:00 in Amsterdam; who was born on 29 February turns on 1 March in common
 * years (DECISION 3). An imprecise date stands for every day it may mean (COD170 DatumGebruik).
 * @returns undefined when the birth date is unknown or is no calendar date
 */
export function ageAt(
  birth: Pick<Member, 'birthDate' | 'birthPrecision'>,
  at: Instant,
): AgeRange | undefined {
  const born = possibleBirthDates(birth);
  if (!born) return undefined;
  const today = localDate(at);
  return { youngest: wholeYears(born.latest, today), oldest: wholeYears(born.earliest, today) };
}

/** Years between two dates; the birthday counts once month and day are reached. */
function wholeYears(born: CalendarDate, today: CalendarDate): number {
  const reached = today.month > born.month || (today.month === born.month && today.day >= born.day);
  return today.year - born.year - (reached ? 0 : 1);
}

/** The date that was asked for last: everybody asks for that of now. */
let latest: { readonly span: number; readonly date: CalendarDate } | undefined;

function localDate(at: Instant): CalendarDate {
  const span = spanOf(at);
  if (latest?.span !== span) latest = { span, date: calendarDate(at) };
  return latest.date;
}

const QUARTER_MS = 900_000;

/** A quarter of an hour has one date: since 1970 Amsterdam differs by whole hours from UTC. Before, every instant by itself. */
function spanOf(at: Instant): number {
  return at < 0 ? at : Math.floor(at / QUARTER_MS);
}

function calendarDate(at: Instant): CalendarDate {
  const parts = AMSTERDAM.formatToParts(at);
  const read = (type: 'year' | 'month' | 'day') =>
    Number(parts.find((part) => part.type === type)?.value);
  return { year: read('year'), month: read('month'), day: read('day') };
}

function possibleBirthDates({
  birthDate,
  birthPrecision,
}: Pick<Member, 'birthDate' | 'birthPrecision'>) {
  if (birthDate === null || birthPrecision === 'unknown') return undefined;
  const read = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(birthDate);
  if (!read) return undefined;
  const year = Number(read[1]);
  const month = birthPrecision === 'year' ? undefined : numberOf(read[2]);
  const day = birthPrecision === 'day' && month !== undefined ? numberOf(read[3]) : undefined;
  const earliest = { year, month: month ?? 1, day: day ?? 1 };
  const latestMonth = month ?? 12;
  const latest = { year, month: latestMonth, day: day ?? daysIn(year, latestMonth) };
  return isCalendarDate(earliest) ? { earliest, latest } : undefined;
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function isCalendarDate({ year, month, day }: CalendarDate): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
