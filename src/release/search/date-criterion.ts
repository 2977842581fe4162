import type { Instant } from '../../vocabulary/instant.ts';

const PREFIXES = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'] as const;
type Prefix = (typeof PREFIXES)[number];

/** A comparison with a date of some precision: the whole day, month or year counts. */
export interface DateCriterion {
  readonly prefix: Prefix;
  readonly from: Instant;
  /** Exclusive. */
  readonly until: Instant;
}

const DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/**
 * Reads `ge2026-11-01` or `lt2026-11-01T08:00:00Z` (FHIR R4, search.html#date); without a zone UTC.
 * @returns undefined when it is no date
 */
export function parseDateCriterion(text: string): DateCriterion | undefined {
  const prefix = PREFIXES.find((one) => text.startsWith(one));
  const match = DATE.exec(prefix ? text.slice(2) : text);
  const span = match ? spanOf(match) : undefined;
  return span ? { prefix: prefix ?? 'eq', ...span } : undefined;
}

function spanOf(match: RegExpExecArray): { from: Instant; until: Instant } | undefined {
  const [, year = '', month, day, time, second, fraction, zone = 'Z'] = match;
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const from = Date.parse(`${date}T${clockOf(time, second, fraction)}${zone}`);
  if (Number.isNaN(from)) return undefined;
  if (time) return { from, until: from + (fraction ? 1 : second ? 1000 : 60_000) };
  if (day) return { from, until: from + 86_400_000 };
  const start = new Date(from);
  const [years, months] = month ? [0, 1] : [1, 0];
  const until = Date.UTC(start.getUTCFullYear() + years, start.getUTCMonth() + months);
  return { from, until };
}

function clockOf(time?: string, second = '00', fraction = '.000'): string {
  return time ? `${time}:${second}${fraction.slice(0, 4)}` : '00:00:00.000';
}

const HOLDS: Readonly<Record<Prefix, (at: Instant, criterion: DateCriterion) => boolean>> = {
  eq: (at, { from, until }) => at >= from && at < until,
  ne: (at, { from, until }) => at < from || at >= until,
  gt: (at, { until }) => at >= until,
  sa: (at, { until }) => at >= until,
  lt: (at, { from }) => at < from,
  eb: (at, { from }) => at < from,
  ge: (at, { from }) => at >= from,
  le: (at, { until }) => at < until,
};

/** True when the instant meets the comparison. */
export function meetsDate(at: Instant, criterion: DateCriterion): boolean {
  return HOLDS[criterion.prefix](at, criterion);
}
