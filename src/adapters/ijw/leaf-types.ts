import * as lists from './code-lists.ts';
import type { StandardName } from './message-types.ts';
import { PRODUCTS } from './product-categories.ts';
import {
  ANSWERS,
  CHANGE_REASONS,
  REFERRERS,
  REFUSAL_REASONS,
  REQUEST_REASONS,
} from './request-codes.ts';

/**
 * What one text of a message must be.
 * @returns undefined when it is, else what is wrong; never with the text itself
 */
export type LeafType = (text: string, standard: StandardName) => string | undefined;

const matching =
  (pattern: RegExp, complaint: string): LeafType =>
  (text) =>
    pattern.test(text) ? undefined : complaint;

/** Some text that is not blank, of at most so many characters. */
export const text =
  (max: number): LeafType =>
  (value) => {
    if (value.trim() === '') return 'may not be blank';
    return Array.from(value).length > max ? `may have at most ${max} characters` : undefined;
  };

/** A whole number without sign, from 0 to so many nines. */
export const number =
  (max: number): LeafType =>
  (value) =>
    /^\+?\d{1,15}$/.test(value) && Number(value) <= max
      ? undefined
      : `must be a number up to ${max}`;

/** One of the codes of a list. */
export const code =
  (list: Readonly<Record<string, unknown>>): LeafType =>
  (value) =>
    Object.hasOwn(list, value) ? undefined : 'is no code of this list';

const listed = (...codes: readonly string[]): LeafType =>
  code(Object.fromEntries(codes.map((each) => [each, true])));

/** A day of the calendar, without time zone. */
export const date: LeafType = (value) => {
  const [year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return 'must be yyyy-mm-dd';
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? undefined : 'is a day that does not exist';
};

const stopReason: LeafType = (value, standard) =>
  code(lists.STOP_REASONS[standard].codes)(value, standard);

const category: LeafType = (value, standard) =>
  code(PRODUCTS[standard].categories)(value, standard);

/** The simple types of the standard's basic schema, by the name of what they hold. */
export const LEAVES = {
  bsn: matching(/^\d{9}$/, 'must be nine digits'),
  municipality: matching(/^\d{4}$/, 'must be a municipality code of four digits'),
  agb: matching(/^\d{8}$/, 'must be an AGB code of eight digits'),
  version: matching(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/, 'must be a version like 1.0.0'),
  initials: matching(/^[a-zA-ZÀ-ỳ]{1,6}$/, 'must be one to six letters'),
  phone: matching(/^\d{1,15}$/, 'must be one to fifteen digits'),
  time: matching(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/, 'must be a time hh:mm:ss'),
  country: matching(/^[A-Z]{2}$/, 'must be a country code of two letters'),
  comment: matching(/\S/, 'may not be blank'),
  yesNo: listed('1', '2'),
  dwelling: listed('AB', 'BY', 'TO', 'WW'),
  dateUse: code(lists.DATE_USE),
  sex: code(lists.SEX),
  nameUse: code(lists.NAME_USE),
  address: code(lists.ADDRESS),
  communication: code(lists.COMMUNICATION),
  relation: code(lists.RELATION),
  legalStatus: code(lists.LEGAL_STATUS),
  representation: code(lists.REPRESENTATION),
  unit: code(lists.UNITS),
  frequency: code(lists.FREQUENCIES),
  deliveryStatus: listed('1', '2', '3', '9'),
  changeReason: code(CHANGE_REASONS),
  requestReason: code(REQUEST_REASONS),
  referrer: code(REFERRERS),
  answer: code(ANSWERS),
  resultCode: matching(/^[0-9A-Za-z]{4}$/, 'is no code of this list'),
  refusalReason: code(REFUSAL_REASONS),
  category,
  stopReason,
  date,
} satisfies Readonly<Record<string, LeafType>>;
