import { CATEGORIES } from '../../vocabulary/categories.ts';
import type { Language } from '../../vocabulary/code-list.ts';
import { element } from './browser.ts';
import { el } from './nodes.ts';

/** Categories that only stand above others: too broad for a fact. */
const BROAD = new Set(CATEGORIES.links.map(([, broader]) => broader));

/** Lists the labels that a fact can have, in the language of the page. */
export function showCategories(language: Language): void {
  const rows = CATEGORIES.codes
    .filter((code) => !BROAD.has(code))
    .flatMap((code) => [
      el('dt', {}, el('code', {}, code)),
      el('dd', {}, CATEGORIES.definition(code, language)),
    ]);
  element('categories').replaceChildren(...rows);
}
