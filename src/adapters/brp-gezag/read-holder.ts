import { readBsn } from '../bsn.ts';
import type { StatedHolder } from './stated-authority.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const PERSON = ['burgerservicenummer', 'naam', 'geslacht', 'geboorte', 'leeftijd'];
const MAX_NAME = 200;

/** Whether an object has members that are not known here: they may change what it means. */
export function hasUnknown(value: JsonObject, known: readonly string[]): boolean {
  return Object.keys(value).some((name) => !known.includes(name));
}

/** A person as an answer names one, and whether everything said of them was understood. */
export interface ReadHolder {
  readonly holder: StatedHolder;
  readonly understood: boolean;
}

const NOBODY_KNOWN: StatedHolder = {};

/** Kinds of parent that some answers name: whether one has a number. */
const PARENTS: ReadonlyMap<unknown, boolean> = new Map([
  ['OuderMetBsn', true],
  ['OuderZonderBsn', false],
]);

/** A parent. A number that cannot be a BSN says nothing of who it is. */
export function readParent(value: unknown): ReadHolder {
  if (!isObject(value)) return { holder: NOBODY_KNOWN, understood: value === undefined };
  const { type, ...person } = value;
  const numbered = person['burgerservicenummer'] !== undefined;
  const agrees = type === undefined || PARENTS.get(type) === numbered;
  return readPerson(person, agrees);
}

function readPerson(person: JsonObject, understood: boolean): ReadHolder {
  return { holder: personIn(person), understood: understood && !hasUnknown(person, PERSON) };
}

/** A third party: known, unknown, or (in the first version of the answer) just a person. */
export function readThird(value: unknown): ReadHolder {
  if (!isObject(value)) return { holder: NOBODY_KNOWN, understood: value === undefined };
  const { type, ...person } = value;
  if (type === undefined || type === 'BekendeDerde') return readPerson(person, true);
  const understood = type === 'OnbekendeDerde' && Object.keys(person).length === 0;
  return { holder: NOBODY_KNOWN, understood };
}

/** The minor's BSN; undefined when there is none that can be one. */
export function readMinor(value: unknown): { bsn: string | undefined; understood: boolean } {
  if (!isObject(value)) return { bsn: undefined, understood: false };
  return { bsn: bsnIn(value), understood: !hasUnknown(value, PERSON) };
}

/** The number of a person; undefined when it is absent, means nobody, or is none. */
export function bsnIn({ burgerservicenummer: text }: JsonObject): string | undefined {
  const bsn = typeof text === 'string' ? readBsn(text) : undefined;
  return bsn === 'absent' ? undefined : bsn;
}

function personIn(person: JsonObject): StatedHolder {
  const bsn = bsnIn(person);
  // A number that was given and is none: the name beside it may be of anybody.
  if (bsn === undefined && person['burgerservicenummer'] !== undefined) return NOBODY_KNOWN;
  const name = nameIn(person['naam']);
  return { ...(bsn === undefined ? {} : { bsn }), ...(name === undefined ? {} : { name }) };
}

function nameIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const said = ['voornamen', 'voorvoegsel', 'geslachtsnaam'].map((part) => value[part]);
  const parts = typeof value['volledigeNaam'] === 'string' ? [value['volledigeNaam']] : said;
  const name = parts
    .filter((part) => typeof part === 'string')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
  return name === '' ? undefined : Array.from(name).slice(0, MAX_NAME).join('');
}
