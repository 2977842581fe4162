import { fhirDefinitions } from './definitions.ts';

/** True when a JSON value is a well-formed value of one FHIR primitive. */
export type PrimitiveCheck = (value: unknown) => boolean;

const MAX_INTEGER = 2 ** 31 - 1;
/** Characters that FHIR strings should not hold and that no text field of a dossier needs. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
const CODE = /^[^\s]+(?: [^\s]+)*$/;
/** Clocks finer than a nanosecond are a mistake; other R4 validators refuse them as well. */
const TOO_FINE = /\.\d{10}/;
/** A single text larger than this is no field of a plan (FHIR: strings up to 1 MB). */
const MAX_TEXT = 1024 * 1024;

const isText = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  value.length <= MAX_TEXT &&
  !CONTROL.test(value);

const isInteger = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MAX_INTEGER;

/** Days after the 28th exist only in some months; the pattern of FHIR does not look at that. */
function isRealDay(text: string): boolean {
  if (text.length < 10 || text.charAt(4) !== '-') return true;
  const day = Number(text.slice(8, 10));
  if (day <= 28) return true;
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0));
  return day <= lastDay.getUTCDate();
}

function byPattern(name: string): PrimitiveCheck {
  const pattern = new RegExp(`^(?:${fhirDefinitions.primitives[name] ?? ''})$`);
  return (value) => isText(value) && pattern.test(value);
}

function calendar(name: string): PrimitiveCheck {
  const matches = byPattern(name);
  return (value) => matches(value) && isRealDay(value as string) && !TOO_FINE.test(value as string);
}

const SPECIAL: Readonly<Record<string, PrimitiveCheck>> = {
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => isInteger(value, -MAX_INTEGER - 1),
  unsignedInt: (value) => isInteger(value, 0),
  positiveInt: (value) => isInteger(value, 1),
  string: isText,
  markdown: isText,
  code: (value) => isText(value) && CODE.test(value),
  base64Binary: (value) => isText(value) && BASE64.test(value),
  xhtml: (value) => isText(value) && value.startsWith('<div') && value.endsWith('</div>'),
  date: calendar('date'),
  dateTime: calendar('dateTime'),
  instant: calendar('instant'),
  time: calendar('time'),
};

/** Primitive type → its check; the patterns are those of FHIR R4 (datatypes page). */
export const primitiveChecks: ReadonlyMap<string, PrimitiveCheck> = new Map(
  Object.keys(fhirDefinitions.primitives).map((name) => [name, SPECIAL[name] ?? byPattern(name)]),
);
