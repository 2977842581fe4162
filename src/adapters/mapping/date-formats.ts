/** How the day of a date can be written; a time of day may stand behind it. */
export const DATE_FORMATS = [
  'yyyy-mm-dd',
  'dd-mm-yyyy',
  'dd/mm/yyyy',
  'yyyymmdd',
  'dd.mm.yyyy',
  'yyyy/mm/dd',
  'mm/dd/yyyy',
  'ddmmyyyy',
  'd month yyyy',
  'dd-mm-yy',
  'dd/mm/yy',
  'dd.mm.yy',
  'yymmdd',
  'epoch-s',
  'epoch-ms',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** True when years are written with two digits: then it must be said which hundred is meant. */
export function hasShortYears(format: DateFormat): boolean {
  return /(?<!y)yy(?!y)/.test(format);
}

/** How precise a date is stated to be. */
export const PRECISIONS = ['day', 'month', 'year', 'unknown'] as const;
export type Precision = (typeof PRECISIONS)[number];
