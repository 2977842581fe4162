import type { Check } from './check.ts';
import type { CodedLabelRule, LabelRule, TightenRule } from './mapping-document.ts';
import { codeOf, itemsAt, piecesIn } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Places } from './places.ts';

/** The labels that rules give to an item; what was read for it is noted. */
export type Labels = (scope: Scope, steering: Places) => readonly string[];

export const UNCLASSIFIED = 'unclassified';

/** Compiles label rules; no rule at all means unclassified. */
export function compileLabels(rules: readonly LabelRule[], place: string, check: Check): Labels {
  const none = [UNCLASSIFIED];
  if (rules.length === 0) return () => none;
  const compiled = rules.map((rule, i) => compileLabel(rule, `${place}/${i}`, check));
  const fixed = rules.filter((rule) => typeof rule === 'string');
  if (fixed.length === rules.length) return () => fixed;
  return (scope, steering) => compiled.flatMap((label) => label(scope, steering));
}

function compileLabel(rule: LabelRule, place: string, check: Check): Labels {
  if (typeof rule === 'string') {
    const category = check.category(rule, place);
    return () => [category];
  }
  if ('find' in rule) {
    const find = check.find(rule.find, `${place}/find`);
    const inner = check.withinFound(rule.find, () =>
      compileLabels(rule.labels, `${place}/labels`, check),
    );
    return (scope, steering) => {
      const item = find(scope, steering);
      return item ? inner(item, steering) : [UNCLASSIFIED];
    };
  }
  return compileCoded(rule, place, check);
}

/** A code the list does not know, no code, or an empty list of codes is unclassified. */
function compileCoded(rule: CodedLabelRule, place: string, check: Check): Labels {
  const coded = codedLabels(rule, place, check);
  return (scope, steering) => {
    const labels = coded(scope, steering) ?? [];
    return labels.length === 0 ? [UNCLASSIFIED] : labels;
  };
}

/** Labels that a field of the source adds; nothing is added when the field is not there. */
export function compileTighten(rule: TightenRule | undefined, place: string, check: Check): Labels {
  if (!rule) return () => [];
  const coded = codedLabels(rule, place, check);
  return (scope, steering) => coded(scope, steering) ?? [];
}

function codedLabels(
  rule: TightenRule,
  place: string,
  check: Check,
): (scope: Scope, steering: Places) => readonly string[] | undefined {
  const field = check.paths(rule.field, `${place}/field`);
  const codes = check.codes(rule.codes, `${place}/codes`);
  for (const category of codes.values()) check.category(category, `${place}/codes`);
  const none = new Set((rule.none ?? []).map(String));
  for (const code of none) if (codes.has(code)) check.wrong(`${place}/none`, BOTH);
  return (scope, steering) => {
    const found = itemsAt(field, scope);
    if (found.length === 0) return undefined;
    found.forEach((item) => steering.add(item.place));
    return piecesIn(found, rule.split).flatMap(({ value }) =>
      none.has(codeOf(value)) ? [] : [codes.get(codeOf(value)) ?? UNCLASSIFIED],
    );
  };
}

const BOTH = 'says of one code that it adds a label and that it adds none';
