import type { Check } from './check.ts';
import { compileCondition } from './conditions.ts';
import { compileTighten } from './labels.ts';
import type { ItemRule } from './mapping-document.ts';
import { PlaceList } from './places.ts';
import { itemsAt } from './scope.ts';
import type { Scope } from './scope.ts';

/** Notes for every item that the source marks (`tighten`) the labels that it adds. */
export type Marker = (around: Scope) => void;

/**
 * Compiles what item rules say of marks alone. They are found before any fact is made, because a
 * value of a marked item may be read by another rule: from the item around it, or by looking it up.
 * @param check of which the issues are not reported: the rules themselves were checked before
 */
export function compileMarks(rules: readonly ItemRule[], check: Check): Marker {
  const compiled = rules.filter(hasMark).map((rule) => compileMark(rule, check));
  return (around) => compiled.forEach((mark) => mark(around));
}

function hasMark({ tighten, items = [] }: ItemRule): boolean {
  return tighten !== undefined || items.some(hasMark);
}

function compileMark(rule: ItemRule, check: Check): Marker {
  const each = check.paths(rule.each, '');
  const when = compileCondition(rule.when, '', check);
  const tighten = compileTighten(rule.tighten, '', check);
  const inside = compileMarks(rule.items ?? [], check);
  return (around) => {
    for (const item of itemsAt(each, around)) {
      if (!when(item, new PlaceList())) continue;
      item.run.mark(item.place, tighten(item, new PlaceList()));
      inside(item);
    }
  };
}
