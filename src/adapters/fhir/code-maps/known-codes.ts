import { isMembers } from '../../../plan/fhir/issue.ts';
import { CATEGORIES } from '../../../vocabulary/categories.ts';
import { PRODUCTS } from '../../ijw/product-categories.ts';
import icf from './icf.json' with { type: 'json' };
import legalStatus from './legal-status.json' with { type: 'json' };
import loinc from './loinc.json' with { type: 'json' };
import observationCategory from './observation-category.json' with { type: 'json' };
import omaha from './omaha.json' with { type: 'json' };
import organizationType from './organization-type.json' with { type: 'json' };
import representation from './representation.json' with { type: 'json' };
import snomedCt from './snomed-ct.json' with { type: 'json' };
import uziRole from './uzi-role.json' with { type: 'json' };
import vektisSpecialty from './vektis-specialty.json' with { type: 'json' };

/** One line of a map: a code, and the categories of what it says. */
interface CodeRow {
  readonly code: string;
  /** What the code stands for, for people who review the map. */
  readonly means: string;
  readonly labels: readonly string[];
  /** Where that is written down. */
  readonly source: string;
  /** As a category it settles what the resource is about, whatever its own code is. */
  readonly decides?: boolean;
}

/** A map of one code system: data, reviewed like code. */
export interface CodeMap {
  readonly map: string;
  /** Raised with every change of a line. */
  readonly version: string;
  readonly about: string;
  /** Every name that the code system goes by. */
  readonly systems: readonly string[];
  /** `prefix`: a code belongs to the longest line that it begins with. */
  readonly match: string;
  readonly rows: readonly CodeRow[];
}

/** The categories of products of Jeugdwet and Wmo, as the messages of iJw and iWmo are read. */
const products: readonly CodeMap[] = Object.entries(PRODUCTS).map(
  ([name, { category, categories }]) => ({
    map: `${name}-product-category`,
    version: '1.0.0',
    about: 'Productcategorieën, zoals ook de berichten worden gelezen.',
    systems: [category],
    match: 'exact',
    rows: Object.entries(categories).map(([code, { text, label }]) => ({
      ...{ code, means: text, labels: [label], source: `${name} 3.2` },
    })),
  }),
);

/** Every map that is shipped. A code that none of them knows says nothing: nobody guesses. */
export const CODE_MAPS: readonly CodeMap[] = [
  ...[snomedCt, loinc, icf, omaha, observationCategory],
  ...[legalStatus, representation, uziRole, vektisSpecialty, organizationType],
  ...products,
];

/** What a known code says. */
export type KnownCode = Pick<CodeRow, 'labels' | 'decides'>;

type Lookup = (code: string) => KnownCode | undefined;

function lookupOf({ rows, match }: CodeMap): Lookup {
  const byCode = new Map(rows.map((row) => [row.code, row]));
  if (match !== 'prefix') return (code) => byCode.get(code);
  return (code) => {
    for (let end = code.length; end > 0; end -= 1) {
      const row = byCode.get(code.slice(0, end));
      if (row) return row;
    }
    return undefined;
  };
}

function compile(maps: readonly CodeMap[]): ReadonlyMap<string, Lookup> {
  for (const { map, rows } of maps)
    for (const { code, labels } of rows)
      if (!labels.every((label) => CATEGORIES.knows(label)))
        throw new RangeError(`${map} ${code}: unknown category`);
  return new Map(maps.flatMap((map) => map.systems.map((system) => [system, lookupOf(map)])));
}

const lookups = compile(CODE_MAPS);

/** What a coding says by the maps; undefined when no map knows it. */
export function knownCode(coding: unknown): KnownCode | undefined {
  if (!isMembers(coding)) return undefined;
  const { system, code } = coding;
  if (typeof system !== 'string' || typeof code !== 'string') return undefined;
  return lookups.get(system)?.(code);
}

/** Every coding in a value, however deep. */
export function codesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap(codesIn);
  if (!isMembers(value)) return [];
  const own = typeof value['code'] === 'string' ? [value] : [];
  return [...own, ...Object.values(value).flatMap(codesIn)];
}

/** The categories of what codings say together. */
export function labelsOfCodes(codings: readonly unknown[]): readonly string[] {
  return [...new Set(codings.flatMap((coding) => knownCode(coding)?.labels ?? []))];
}
