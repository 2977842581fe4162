import { STATUTES } from '../../vocabulary/statutes.ts';
import type { Check } from './check.ts';
import type { ConditionRule, LawRule } from './mapping-document.ts';
import { HeldBack, codeOf, lookUp } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Places } from './places.ts';

/** Whether a field has one of the codes. */
export type Condition = (scope: Scope, steering: Places) => boolean;

/** Compiles a condition on the equality of a code; none always holds. */
export function compileCondition(
  rule: ConditionRule | undefined,
  place: string,
  check: Check,
): Condition {
  if (!rule) return () => true;
  const field = check.path(rule.field, `${place}/field`);
  if ('missing' in rule) return (scope) => (lookUp(field, scope) === undefined) === rule.missing;
  const codes = new Set(rule.is.map(String));
  return (scope, steering) => {
    const found = lookUp(field, scope);
    if (!found || !codes.has(codeOf(found.value))) return false;
    steering.add(found.place);
    return true;
  };
}

/** Compiles the statute under which something was collected. */
export function compileLaw(
  rule: LawRule | undefined,
  place: string,
  check: Check,
): (scope: Scope, steering: Places) => string | undefined {
  const known = (code: string, at: string): void => {
    if (!STATUTES.knows(code)) check.wrong(at, 'is not a statute of the vocabulary');
  };
  if (rule === undefined) return () => undefined;
  if (typeof rule === 'string') {
    known(rule, place);
    return () => rule;
  }
  const field = check.path(rule.field, `${place}/field`);
  const codes = check.codes(rule.codes, `${place}/codes`);
  for (const code of codes.values()) known(code, `${place}/codes`);
  return (scope, steering) => {
    const found = lookUp(field, scope);
    if (!found) return undefined;
    const law = codes.get(codeOf(found.value));
    if (law === undefined)
      throw new HeldBack(
        'unknown-code',
        found.place,
        'this statute is not in the list of the mapping',
      );
    steering.add(found.place);
    return law;
  };
}
