import fc from 'fast-check';
import type { StandardName } from '../../src/adapters/ijw/message-types.ts';
import { children, leaf, maybe } from './message-kinds.ts';

export const DIGITS = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const WORDS = fc.stringMatching(/^[A-Za-zéëïç' -]{0,8}[A-Za-z]$/);
export const oneOf = (...codes: readonly string[]) =>
  leaf(fc.constantFrom(...codes), '', 'ZZ', ' ');
export const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i).padStart(2, '0'));

export const text = (max: number) =>
  leaf(
    WORDS.map((word) => word.slice(-max)),
    '',
    '  ',
    'x'.repeat(max + 1),
  );
export const number = (max: number) =>
  leaf(fc.nat(max).map(String), '', '-1', '1.0', 'x', String(max + 1));
const NO_DAYS = ['', '2026-02-30', '2026-6-1', '2026-06-01T00:00:00', '01-06-2026'] as const;
export const day = (half: 'first' | 'second') =>
  leaf(
    fc
      .date({
        min: new Date(half === 'first' ? '2026-01-01' : '2026-07-01'),
        max: new Date(half === 'first' ? '2026-06-30' : '2026-12-31'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10)),
    ...NO_DAYS,
  );
const BORN = leaf(fc.constantFrom('2010-11-14', '1980-02-29', '1935-01-01'), ...NO_DAYS);
export const COMMENT = leaf(WORDS, '', ' ');
export const VERSION = leaf(fc.constant('1.0.0'), '', '1.0', '1.0.0-a');
export const YES_NO = oneOf('1', '2');
export const BSN = leaf(fc.constant('999904024'), '', '99990402', '9999040240', '99990402x');

const surname = children('base', { Achternaam: text(200), Voorvoegsel: maybe(text(10)) });
const BIRTH = children('base', { Datum: BORN, DatumGebruik: maybe(oneOf('1', '2', '3')) });
const INITIALS = leaf(fc.constantFrom('A', 'ABCDEF', 'É'), '', 'A.B.', 'ABCDEFG');
const SHORT_NAME = children('base', {
  Geslachtsnaam: surname,
  Voornamen: maybe(text(200)),
  Voorletters: maybe(INITIALS),
});
export const FULL_NAME = children('base', {
  Geslachtsnaam: surname,
  Partnernaam: maybe(surname),
  Voornamen: maybe(text(200)),
  Voorletters: maybe(INITIALS),
  NaamGebruik: oneOf('1', '2', '3', '4', '5', '6'),
});
const PHONE = children('base', {
  Telefoonnummer: leaf(DIGITS(10), '', '06-12345678', '1'.repeat(16)),
  Landnummer: leaf(fc.constantFrom('0031', '31', '+32'), '', '00031'),
});
const ADDRESS = children('base', {
  Huis: maybe(
    children('base', {
      Huisnummer: number(99_999),
      Huisletter: maybe(text(1)),
      HuisnummerToevoeging: maybe(text(4)),
      AanduidingWoonadres: maybe(oneOf('AB', 'BY', 'TO', 'WW')),
    }),
  ),
  Postcode: maybe(text(8)),
  Straatnaam: maybe(text(24)),
  Plaatsnaam: maybe(text(80)),
  LandCode: maybe(leaf(fc.constantFrom('NL', 'BE'), '', 'nl', 'NLD')),
});
export const CONTACT = children('message', {
  Soort: oneOf('01', '02', '03', '04'),
  Adres: maybe(ADDRESS),
  Organisatie: maybe(text(35)),
  Telefoon: maybe(children('base', { Telefoon01: PHONE, Telefoon02: maybe(PHONE) })),
  Emailadres: maybe(text(80)),
  Periode: maybe(
    children('base', { Begindatum: maybe(day('first')), Einddatum: maybe(day('second')) }),
  ),
});
export const SIZE = children('base', {
  Volume: number(99_999_999),
  Eenheid: oneOf('01', '04', '14', '16', '82', '83', '84'),
  Frequentie: oneOf('1', '2', '4', '6'),
});
export const BUDGET = number(99_999_999);
export const NUMBER = number(999_999_999);
export const REFERENCE = text(36);
export const RELATION = children('message', {
  Nummer: text(20),
  Volgorde: maybe(number(99)),
  Soort: oneOf(...range(3, 25)),
  Geboortedatum: maybe(BIRTH),
  Geslacht: maybe(oneOf('0', '1', '2')),
  Naam: FULL_NAME,
  Contact: CONTACT,
});

const CATEGORIES: Readonly<Record<StandardName, readonly string[]>> = {
  ijw: [...range(31, 38), ...range(40, 55)],
  iwmo: range(1, 18),
};
export const STOP_REASONS: Readonly<Record<StandardName, readonly string[]>> = {
  ijw: ['02', '20', ...range(31, 39)],
  iwmo: ['02', ...range(19, 23), '31', ...range(36, 39)],
};
export const product = (standard: StandardName) =>
  children('base', { Categorie: oneOf(...CATEGORIES[standard]), Code: maybe(text(5)) });

export const person = {
  Bsn: BSN,
  Geboortedatum: BIRTH,
  Geslacht: oneOf('0', '1', '2'),
  Naam: SHORT_NAME,
};
export const delivered = (standard: StandardName) => ({
  ToewijzingNummer: maybe(NUMBER),
  Product: maybe(product(standard)),
  ToewijzingIngangsdatum: maybe(day('first')),
  Begindatum: day('first'),
  StatusAanlevering: leaf(fc.constantFrom('1', '3'), '', '0', '4', '01'),
});
export const wished = {
  GewensteIngangsdatum: day('first'),
  Einddatum: maybe(day('second')),
  Omvang: maybe(SIZE),
  Budget: maybe(BUDGET),
};
