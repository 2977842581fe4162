import type { Element } from '../../plan/fact.ts';
import type { Check } from './check.ts';
import { fillPath, parseElementPath } from './element-path.ts';
import type { ElementPath } from './element-path.ts';
import type { ValueRule } from './mapping-document.ts';
import type { Value, ValueContext } from './value.ts';
import { compileValue } from './values.ts';

/** One element of a fact rule, ready to run. */
export interface CompiledElementRule {
  readonly path: ElementPath;
  readonly value: Value;
  /** For a constant: groups of rules of which one at least must have given a value. */
  readonly company: readonly (readonly number[])[];
}

/** The element of one item; undefined when the source does not say it. */
export function makeElement(
  { path, value }: CompiledElementRule,
  context: ValueContext,
): Element | undefined {
  const { scope, reading } = context;
  scope.run.step();
  const made = value.make(context);
  const filled = made === undefined ? undefined : fillPath(path, scope, reading.steering);
  return made === undefined || !filled ? undefined : { path: filled, value: made };
}

/** Constants that only explain a value leave with it. */
export function withoutLonely(
  rules: readonly CompiledElementRule[],
  made: readonly (Element | undefined)[],
): readonly Element[] {
  return made.filter(
    (element, i): element is Element =>
      element !== undefined &&
      (rules[i]?.company ?? []).every((group) => group.some((other) => made[other] !== undefined)),
  );
}

/** Compiles the elements of a fact rule against the definition of its resource type. */
export function compileElements(
  type: string,
  rules: Readonly<Record<string, ValueRule>>,
  { place, check }: { readonly place: string; readonly check: Check },
): readonly CompiledElementRule[] {
  const names = Object.keys(rules);
  const compiled = names.flatMap((name) => {
    const at = `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const path = parseElementPath(type, name);
    const rule = rules[name];
    if (typeof path !== 'string') for (const { key } of path.steps) if (key) check.reaches(key, at);
    if (typeof path !== 'string' && rule !== undefined)
      return [{ name, path, value: compileValue(rule, path, at, check) }];
    check.wrong(at, typeof path === 'string' ? path : 'is missing');
    return [];
  });
  return compiled.map(({ name, path, value }) => ({
    path,
    value,
    company: value.origin === 'constant' ? companyOf(name, compiled) : [],
  }));
}

/**
 * The values a constant explains: those in the same keyed item, and those right beside it. A
 * `system` without its `value`, or a caption without its number, says nothing.
 */
function companyOf(
  name: string,
  all: readonly { readonly name: string; readonly value: Value }[],
): readonly (readonly number[])[] {
  const keyed = [...name.matchAll(/\]/g)].map((m) => name.slice(0, m.index + 1));
  const parent = name.slice(0, name.lastIndexOf('.') + 1);
  const saying = (test: (other: string) => boolean): readonly number[] =>
    all.flatMap((other, i) => (other.value.origin !== 'constant' && test(other.name) ? [i] : []));
  const groups = [
    ...keyed.map((container) =>
      saying((other) => other.startsWith(`${container}.`) || other === container),
    ),
    parent === ''
      ? []
      : saying((other) => other.startsWith(parent) && !other.slice(parent.length).includes('.')),
  ];
  return groups.filter((group) => group.length > 0);
}
