import { compilePattern, MAX_MATCHED } from './pattern.ts';

/** What is wrong with a text, never with the text itself; undefined when nothing is. */
export type TextCheck = (text: string) => string | undefined;

/** A type of texts: how white space counts, and what is checked of what is left. */
export interface SimpleType {
  readonly collapses: boolean;
  readonly isNumber: boolean;
  readonly checks: readonly TextCheck[];
}

const matching =
  (pattern: RegExp, complaint: string): TextCheck =>
  (text) =>
    pattern.test(text) ? undefined : complaint;

const string = (collapses: boolean): SimpleType => ({ collapses, isNumber: false, checks: [] });
const number = (pattern: RegExp, complaint: string): SimpleType => ({
  collapses: true,
  isNumber: true,
  checks: [matching(pattern, complaint)],
});
const other = (...checks: readonly TextCheck[]): SimpleType => ({
  collapses: true,
  isNumber: false,
  checks,
});

const ZONE = '(Z|[+-]\\d{2}:\\d{2})?';
const TIME = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?';
const DATE = '\\d{4}-\\d{2}-\\d{2}';

/** A day of the calendar. */
const exists: TextCheck = (text) => {
  const day = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (!day) return 'must be a date';
  const [year, month, date] = day.slice(1).map(Number) as [number, number, number];
  const at = new Date(Date.UTC(2000, 0, 1));
  at.setUTCFullYear(year, month - 1, date);
  return year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === date
    ? undefined
    : 'is a day that does not exist';
};

/** The types of XML Schema that schemas of messages are built from. */
export const BUILT_IN: ReadonlyMap<string, SimpleType> = new Map([
  ['string', string(false)],
  ['normalizedString', string(true)],
  ['token', string(true)],
  ['boolean', other(matching(/^(true|false|0|1)$/, 'must be true or false'))],
  ['integer', number(/^[+-]?\d{1,30}$/, 'must be a whole number')],
  ['int', number(/^[+-]?\d{1,10}$/, 'must be a whole number')],
  ['long', number(/^[+-]?\d{1,19}$/, 'must be a whole number')],
  ['nonNegativeInteger', number(/^(\+?\d{1,30}|-0+)$/, 'must be a whole number from 0')],
  ['positiveInteger', number(/^\+?0*[1-9]\d{0,29}$/, 'must be a whole number from 1')],
  ['decimal', number(/^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})$/, 'must be a number')],
  ['date', other(matching(new RegExp(`^${DATE}${ZONE}$`), 'must be a date'), exists)],
  ['time', other(matching(new RegExp(`^${TIME}${ZONE}$`), 'must be a time'))],
  [
    'dateTime',
    other(matching(new RegExp(`^${DATE}T${TIME}${ZONE}$`), 'must be a date and time'), exists),
  ],
]);

/** One facet of a restriction, as it is written. */
export interface Facet {
  readonly name: string;
  readonly value: string;
}

/**
 * A type restricted further. Enumerations of one step are alternatives, and so are its patterns.
 * @throws RangeError for a facet or a value that is not known here
 */
export function restricted(base: SimpleType, facets: readonly Facet[]): SimpleType {
  const values = (name: string) => facets.filter((f) => f.name === name).map((f) => f.value);
  const codes = values('enumeration');
  const patterns = values('pattern');
  const rest = facets.filter(
    ({ name }) => !['enumeration', 'pattern', 'whiteSpace'].includes(name),
  );
  const collapses = base.collapses || values('whiteSpace').some((value) => value !== 'preserve');
  return {
    ...base,
    collapses,
    checks: [
      ...base.checks,
      ...rest.map((facet) => bound(facet, base)),
      ...(codes.length === 0 ? [] : [listed(codes)]),
      ...(patterns.length === 0 ? [] : [patterned(patterns)]),
    ],
  };
}

function listed(codes: readonly string[]): TextCheck {
  const known = new Set(codes);
  return (text) => (known.has(text) ? undefined : 'is no code of this list');
}

function patterned(patterns: readonly string[]): TextCheck {
  const tests = patterns.map(compilePattern);
  return (text) => {
    if (text.length > MAX_MATCHED) return 'is too long to be checked';
    return tests.some((test) => test(text)) ? undefined : 'is not written as it must be';
  };
}

/** Facets that bound a length or a number. */
function bound({ name, value }: Facet, base: SimpleType): TextCheck {
  const limit = Number(value);
  if (value.trim() === '' || !Number.isFinite(limit)) throw new RangeError(`${name} is no number`);
  const length = LENGTHS[name];
  if (length && !base.isNumber)
    return (text) =>
      length(Array.from(text).length, limit) ? undefined : LENGTH_TEXT(name, limit);
  const range = RANGES[name];
  if (range && base.isNumber)
    return (text) => (range(Number(text), limit) ? undefined : `must be within its bounds`);
  if (name === 'totalDigits')
    return (text) =>
      text.replaceAll(/[^0-9]/g, '').replace(/^0+/, '').length <= limit
        ? undefined
        : `may have at most ${limit} digits`;
  throw new RangeError(`${name} is not known here`);
}

const LENGTH_TEXT = (name: string, limit: number): string =>
  name === 'minLength'
    ? `must have at least ${limit} characters`
    : `may have at most ${limit} characters`;

type Compare = (value: number, limit: number) => boolean;
const LENGTHS: Readonly<Record<string, Compare>> = {
  length: (value, limit) => value === limit,
  minLength: (value, limit) => value >= limit,
  maxLength: (value, limit) => value <= limit,
};
const RANGES: Readonly<Record<string, Compare>> = {
  minInclusive: (value, limit) => value >= limit,
  maxInclusive: (value, limit) => value <= limit,
  minExclusive: (value, limit) => value > limit,
  maxExclusive: (value, limit) => value < limit,
};

/** What is wrong with a text of a type. */
export function checkText({ collapses, checks }: SimpleType, text: string): string | undefined {
  const read = collapses ? text.trim().replaceAll(/\s+/g, ' ') : text;
  for (const check of checks) {
    const wrong = check(read);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
