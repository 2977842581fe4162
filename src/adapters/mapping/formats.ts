import type { DateFormat } from './mapping-document.ts';

/** How precise a date is stated to be. */
export const PRECISIONS = ['day', 'month', 'year', 'unknown'] as const;
export type Precision = (typeof PRECISIONS)[number];

const PATTERNS: Readonly<Record<DateFormat, RegExp>> = {
  'yyyy-mm-dd': /^(?<y>\d{4})(?:-(?<m>\d{1,2})(?:-(?<d>\d{1,2}))?)?$/,
  'dd-mm-yyyy': /^(?:(?:(?<d>\d{1,2})-)?(?<m>\d{1,2})-)?(?<y>\d{4})$/,
  'dd/mm/yyyy': /^(?:(?:(?<d>\d{1,2})\/)?(?<m>\d{1,2})\/)?(?<y>\d{4})$/,
  yyyymmdd: /^(?<y>\d{4})(?:(?<m>\d{2})(?<d>\d{2})?)?$/,
};

/**
 * A date in FHIR's notation, as precise as it is written and no more precise than stated.
 * Date-times with an offset pass where the format is ISO.
 * @returns undefined when the text is not a date of this format; null when it is said to be unknown
 */
export function readDate(
  text: string,
  format: DateFormat,
  precision: Precision = 'day',
): string | null | undefined {
  if (precision === 'unknown') return null;
  if (text.includes('T')) return format === 'yyyy-mm-dd' && precision === 'day' ? text : undefined;
  const parts = PATTERNS[format].exec(text)?.groups;
  if (!parts) return undefined;
  const { y, m, d } = parts;
  const all = [y, m?.padStart(2, '0'), d?.padStart(2, '0')].filter((p) => p !== undefined);
  return all.slice(0, precision === 'year' ? 1 : precision === 'month' ? 2 : 3).join('-');
}

const GROUPED: Readonly<Record<'.' | ',', RegExp>> = {
  '.': /^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/,
  ',': /^-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/,
};

/**
 * A number; `separator` is the decimal sign, the other one may group thousands.
 * @returns undefined when the value is no number of this format
 */
export function readDecimal(value: unknown, separator: '.' | ','): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !GROUPED[separator].test(value)) return undefined;
  const plain =
    separator === ',' ? value.replaceAll('.', '').replace(',', '.') : value.replaceAll(',', '');
  return Number(plain);
}
