import { localDayOf, localInstant, localTimeOf } from '../../vocabulary/local-time.ts';
import type { DateFormat, Precision } from './date-formats.ts';

const PATTERNS: Readonly<Record<DateFormat, RegExp>> = {
  'yyyy-mm-dd': /^(?<y>\d{4})(?:-(?<m>\d{1,2})(?:-(?<d>\d{1,2}))?)?$/,
  'dd-mm-yyyy': /^(?:(?:(?<d>\d{1,2})-)?(?<m>\d{1,2})-)?(?<y>\d{4})$/,
  'dd/mm/yyyy': /^(?:(?:(?<d>\d{1,2})\/)?(?<m>\d{1,2})\/)?(?<y>\d{4})$/,
  yyyymmdd: /^(?<y>\d{4})(?:(?<m>\d{2})(?<d>\d{2})?)?$/,
  'dd.mm.yyyy': /^(?:(?:(?<d>\d{1,2})\.)?(?<m>\d{1,2})\.)?(?<y>\d{4})$/,
  'yyyy/mm/dd': /^(?<y>\d{4})(?:\/(?<m>\d{1,2})(?:\/(?<d>\d{1,2}))?)?$/,
  'mm/dd/yyyy': /^(?:(?<m>\d{1,2})\/(?:(?<d>\d{1,2})\/)?)?(?<y>\d{4})$/,
  ddmmyyyy: /^(?:(?:(?<d>\d{2}))?(?<m>\d{2}))?(?<y>\d{4})$/,
  'd month yyyy': /^(?:(?:(?<d>\d{1,2})[ -])?(?<m>[A-Za-z]{3,10})\.?[ -])?(?<y>\d{4})$/,
  'dd-mm-yy': /^(?:(?<d>\d{1,2})-)?(?<m>\d{1,2})-(?<y>\d{2})$/,
  'dd/mm/yy': /^(?:(?<d>\d{1,2})\/)?(?<m>\d{1,2})\/(?<y>\d{2})$/,
  'dd.mm.yy': /^(?:(?<d>\d{1,2})\.)?(?<m>\d{1,2})\.(?<y>\d{2})$/,
  yymmdd: /^(?<y>\d{2})(?<m>\d{2})(?<d>\d{2})$/,
  'epoch-s': /^(?!)/,
  'epoch-ms': /^(?!)/,
};

const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    ['jan', 'januari', 'january'],
    ['feb', 'februari', 'february'],
    ['mrt', 'maa', 'maart', 'mar', 'march'],
    ['apr', 'april'],
    ['mei', 'may'],
    ['jun', 'juni', 'june'],
    ['jul', 'juli', 'july'],
    ['aug', 'augustus', 'august'],
    ['sep', 'sept', 'september'],
    ['okt', 'oktober', 'oct', 'october'],
    ['nov', 'november'],
    ['dec', 'december'],
  ].flatMap((names, i) => names.map((name) => [name, i + 1] as const)),
);

/** No date is written longer. */
const MAX_LENGTH = 64;

/** What has to be known to read a date. */
export interface DateReading {
  readonly format: DateFormat;
  readonly precision?: Precision;
  /** First of the hundred years to which years of two digits belong. */
  readonly years?: number | undefined;
  /** The element takes a day without a time. */
  readonly dayOnly?: boolean;
}

/**
 * A date in FHIR's notation, as precise as it is written and no more precise than stated. A time of
 * day without an offset is that of the Netherlands; a day or month `00` is not known.
 * @returns undefined when the text is not a date of this format; null when it is said to be unknown
 */
export function readDate(text: string, reading: DateReading): string | null | undefined {
  const { format, precision = 'day' } = reading;
  if (precision === 'unknown') return null;
  const moment = text.length > MAX_LENGTH ? undefined : momentOf(text.trim(), format);
  const day = moment && dayOf(moment.day, reading);
  if (!moment || day === undefined) return undefined;
  if (precision !== 'day') return day.slice(0, precision === 'year' ? 4 : 7);
  if (moment.time === undefined) return day;
  if (!isDay(day) || !/^(?:[01]\d|2[0-3]):[0-5]\d/.test(moment.time)) return undefined;
  return withTime(day, { ...moment, time: moment.time }, reading);
}

/** A time of day needs a whole day before it, and one of the calendar. */
function isDay(day: string): boolean {
  const at = day.length === 10 ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

interface Moment {
  readonly day: string;
  readonly time?: string;
  readonly offset?: string;
}

const OFFSET = '(?<offset>Z|[+-]\\d{2}:?\\d{2})?';
const TIME = new RegExp(
  `^(?<day>.*?\\d)(?:T| +|, *)(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)? *${OFFSET}$`,
);
const COMPACT = new RegExp(
  `^(?<day>\\d{8})T?(?<hour>\\d{2})(?<minute>\\d{2})(?<second>\\d{2})?${OFFSET}$`,
);

/** Day, time of day and offset, each as it is written. */
function momentOf(text: string, format: DateFormat): Moment | undefined {
  if (format === 'epoch-s' || format === 'epoch-ms') return instantOf(text, format);
  const compact = format === 'yyyymmdd' ? COMPACT.exec(text) : null;
  const {
    day,
    hour = '',
    minute = '',
    second = '00',
    fraction,
    offset,
  } = (compact ?? TIME.exec(text))?.groups ?? {};
  if (day === undefined) return { day: text };
  const whole = `${hour.padStart(2, '0')}:${minute}:${second}`;
  return momentAt(day, fraction === undefined ? whole : `${whole}.${fraction}`, offset);
}

function momentAt(day: string, time: string, offset: string | undefined): Moment {
  if (offset === undefined) return { day, time };
  const plain = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  return { day, time, offset: plain };
}

/** Not further than a day that FHIR can write. */
const LAST_INSTANT = Date.UTC(9999, 0, 1);

function instantOf(text: string, format: 'epoch-s' | 'epoch-ms'): Moment | undefined {
  if (!/^-?\d{1,15}$/.test(text)) return undefined;
  const at = Number(text) * (format === 'epoch-s' ? 1000 : 1);
  if (Math.abs(at) > LAST_INSTANT) return undefined;
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  return { day, time: time.replace(/(?:\.000)?Z$/, ''), offset: 'Z' };
}

function dayOf(text: string, { format, years }: DateReading): string | undefined {
  const iso = format === 'epoch-s' || format === 'epoch-ms' ? 'yyyy-mm-dd' : format;
  const { y, m, d } = PATTERNS[iso].exec(text)?.groups ?? {};
  const year = yearOf(y, years);
  const month = monthOf(m);
  if (year === undefined || month === undefined) return undefined;
  const known = [month, Number(d ?? 0)];
  const upTo = known.includes(0) ? known.indexOf(0) : 2;
  return [year, ...known.slice(0, upTo).map((part) => String(part).padStart(2, '0'))].join('-');
}

/** Two digits are a year of the hundred that begins with `from`. */
function yearOf(text = '', from: number | undefined): string | undefined {
  if (text.length === 4) return text;
  if (text.length !== 2 || from === undefined) return undefined;
  return String(from + ((((Number(text) - from) % 100) + 100) % 100));
}

/** 0 when it is not known. */
function monthOf(text = '0'): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : MONTHS.get(text.toLowerCase());
}

function withTime(
  day: string,
  { time, offset }: Moment & { readonly time: string },
  { dayOnly = false }: DateReading,
): string | undefined {
  if (offset === undefined) {
    const at = localInstant(day, time);
    if (dayOnly || at === undefined) return at === undefined ? undefined : day;
    return localTimeOf(at);
  }
  const whole = `${day}T${time}${offset}`;
  const at = Date.parse(whole);
  if (Number.isNaN(at)) return undefined;
  return dayOnly ? localDayOf(at) : whole;
}
