import { buildHierarchy } from './hierarchy.ts';
import type { Hierarchy, Link } from './hierarchy.ts';

/** Languages in which every code of the product can be read. */
export const LANGUAGES = ['nl', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language of the product. */
export type Bilingual = Readonly<Record<Language, string>>;

/** What a code is called and, in one line, what it means. */
export type Wording = readonly [display: string, definition: string];

/** One row of a list: the code, its direct broader codes and its wording in each language. */
export interface Term extends Readonly<Record<Language, Wording>> {
  readonly code: string;
  /** Absent for a root, or in a list without levels. */
  readonly broader?: readonly string[];
}

/** A closed list of codes that people can read. What is not in it is refused everywhere. */
export interface CodeList<Row extends Term = Term> extends Hierarchy {
  readonly terms: readonly Row[];
  /** Child → parent pairs, in the order of the rows. */
  readonly links: readonly Link[];
  /** The row of a code; undefined for an unknown code. */
  find(code: string): Row | undefined;
  /** The name to show; an unknown code is shown as itself. */
  display(code: string, language: Language): string;
  /** The one-line definition; empty for an unknown code. */
  definition(code: string, language: Language): string;
}

/**
 * Builds a list from its rows, one per code.
 * @throws RangeError when a code occurs twice, a broader code is no row, or the levels are circular
 */
export function codeList<Row extends Term>(terms: readonly Row[]): CodeList<Row> {
  const rows = new Map(terms.map((term) => [term.code, term]));
  if (rows.size !== terms.length) throw new RangeError('a code occurs twice in one list');
  const links = terms.flatMap((term) => linksOf(term));
  for (const [, parent] of links) {
    if (!rows.has(parent)) throw new RangeError(`the broader code ${parent} is not in the list`);
  }
  const hierarchy = buildHierarchy(links, [...rows.keys()]);
  return {
    ...hierarchy,
    terms,
    links,
    codes: [...rows.keys()],
    find: (code) => rows.get(code),
    display: (code, language) => rows.get(code)?.[language][0] ?? code,
    definition: (code, language) => rows.get(code)?.[language][1] ?? '',
  };
}

function linksOf(term: Term): readonly Link[] {
  return (term.broader ?? []).map((parent) => [term.code, parent] as const);
}
