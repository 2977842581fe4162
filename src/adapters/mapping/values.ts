import type { Json } from '../../plan/fact.ts';
import type { Check } from './check.ts';
import { hasShortYears, PRECISIONS } from './date-formats.ts';
import type { Precision } from './date-formats.ts';
import { readDate } from './read-date.ts';
import { isScale, readDecimal } from './read-decimal.ts';
import type { ElementPath } from './element-path.ts';
import type { FieldRule, ValueRule } from './mapping-document.ts';
import { HeldBack, codeOf, itemsAt, lookUp, textOf } from './scope.ts';
import type { Found } from './scope.ts';
import { compileReference } from './reference-values.ts';
import { fillTemplate } from './template.ts';
import { NOTHING } from './value.ts';
import type { Value, ValueContext } from './value.ts';

const DATES: ReadonlySet<string> = new Set(['date', 'dateTime', 'instant']);
const WHOLE: ReadonlySet<string> = new Set(['integer', 'unsignedInt', 'positiveInt']);

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** Compiles the rule of one value for the element it goes to. */
export function compileValue(
  rule: ValueRule,
  target: ElementPath,
  place: string,
  check: Check,
): Value {
  if (typeof rule === 'string')
    return compileField({ field: rule }, target, { place, field: place }, check);
  if ('find' in rule) return compileFound(rule, target, place, check);
  if ('first' in rule) return compileFirst(rule.first, target, place, check);
  if (target.element.type === 'Reference') return compileReference(rule, target, place, check);
  if ('field' in rule) return compileField(rule, target, { place, field: `${place}/field` }, check);
  if ('const' in rule) return compileConstant(rule.const, target, place, check);
  if ('text' in rule) return compileText(rule.text, target, place, check);
  check.wrong(place, `${target.element.name} takes a ${target.element.type}, not a reference`);
  return NOTHING;
}

function compileFound(
  rule: Extract<ValueRule, { find: unknown }>,
  target: ElementPath,
  place: string,
  check: Check,
): Value {
  const find = check.find(rule.find, `${place}/find`);
  const inner = check.withinFound(rule.find, () =>
    compileValue(rule.get, target, `${place}/get`, check),
  );
  return {
    origin: inner.origin === 'constant' ? 'steer' : inner.origin,
    make: (context) => {
      const item = find(context.scope, context.reading.steering);
      return item && inner.make({ ...context, scope: item });
    },
  };
}

/** The first of several values that the source has. */
function compileFirst(
  rules: readonly ValueRule[],
  target: ElementPath,
  place: string,
  check: Check,
): Value {
  const values = rules.map((rule, i) => compileValue(rule, target, `${place}/first/${i}`, check));
  const origins = new Set(values.map(({ origin }) => origin));
  return {
    origin: origins.has('source') ? 'source' : origins.has('steer') ? 'steer' : 'constant',
    make: (context) => {
      for (const value of values) {
        const made = value.make(context);
        if (made !== undefined) return made;
      }
      return undefined;
    },
  };
}

function compileConstant(
  value: string | number | boolean,
  { element, list }: ElementPath,
  place: string,
  check: Check,
): Value {
  if (!element.primitive?.(value)) check.wrong(place, `is not a ${element.type}`);
  if (element.binding && !element.binding.codes.has(String(value)))
    check.wrong(place, `is not a code that ${element.name} may have`);
  return { make: () => (list ? [value] : value), origin: 'constant' };
}

function compileText(
  text: string,
  { element, list }: ElementPath,
  place: string,
  check: Check,
): Value {
  const template = check.template(text, `${place}/text`);
  return {
    origin: template.constant ? 'constant' : 'source',
    make: ({ scope, reading }) => {
      const filled = fillTemplate(template, scope, reading.places);
      if (filled === undefined) return undefined;
      if (!element.primitive?.(filled))
        throw new HeldBack('invalid-value', scope.place, `the text is not a ${element.type}`);
      return list ? [filled] : filled;
    },
  };
}

function compileField(
  rule: FieldRule,
  target: ElementPath,
  { place, field }: { readonly place: string; readonly field: string },
  check: Check,
): Value {
  if (target.element.type === 'Reference') {
    check.wrong(place, `${target.element.name} takes a reference, not a field`);
    return NOTHING;
  }
  const path = target.list ? check.paths(rule.field, field) : check.path(rule.field, field);
  const convert = compileConversion(rule, target, place, check);
  return {
    origin: 'source',
    make: (context) => {
      const { scope } = context;
      if (!target.list) {
        const found = lookUp(path, scope);
        return found && note(found, convert(found, context), context);
      }
      const items = itemsAt(path, scope).flatMap((item) => {
        const value = note(item, convert(item, context), context);
        return value === undefined ? [] : [value];
      });
      return items.length === 0 ? undefined : items;
    },
  };
}

function note(
  found: Found,
  value: Json | undefined,
  { reading, scope }: ValueContext,
): Json | undefined {
  if (typeof value === 'string') scope.run.put(value);
  (value === undefined ? reading.steering : reading.places).add(found.place);
  return value;
}

type Convert = (found: Found, context: ValueContext) => Json | undefined;

function compileConversion(
  rule: FieldRule,
  target: ElementPath,
  place: string,
  check: Check,
): Convert {
  const { element } = target;
  const decode = compileDecoding(rule, target, place, check);
  const read = compileReader(rule, element.type, place, check);
  return (found, context) => {
    if (typeof found.value === 'object')
      throw new HeldBack('invalid-value', found.place, 'expected one value, found a structure');
    const decoded = decode(found);
    const value = read(decoded, context);
    if (value === null) return undefined;
    if (value === undefined || !element.primitive?.(value))
      throw new HeldBack(
        'invalid-value',
        found.place,
        `is not a ${element.type} in the agreed format`,
      );
    if (element.binding && !element.binding.codes.has(textOf(value) ?? ''))
      throw new HeldBack('unknown-code', found.place, 'this code has no meaning in the mapping');
    return value;
  };
}

function compileDecoding(
  rule: FieldRule,
  { element }: ElementPath,
  place: string,
  check: Check,
): (found: Found) => unknown {
  if (rule.codes === undefined) return (found) => found.value;
  const codes = check.codes(rule.codes, `${place}/codes`);
  for (const code of element.binding ? codes.values() : [])
    if (!element.binding?.codes.has(code))
      check.wrong(`${place}/codes`, `holds a code that ${element.name} may not have`);
  return (found) => {
    const code = codes.get(codeOf(found.value));
    if (code !== undefined) return code;
    if (rule.unknown === 'keep') return found.value;
    throw new HeldBack('unknown-code', found.place, 'this code is not in the list of the mapping');
  };
}

type Read = (value: unknown, context: ValueContext) => Json | null | undefined;

/** How a value is read for an element of this type; null = stated to be unknown. */
function compileReader(rule: FieldRule, type: string, place: string, check: Check): Read {
  if (DATES.has(type)) return compileDate(rule, type, place, check);
  if (type === 'boolean') return (value) => TRUTHS.get(codeOf(value));
  if (type !== 'decimal' && !WHOLE.has(type)) return (value) => textOf(value);
  const separator = rule.decimals ?? check.document.decimals ?? '.';
  const { times = 1 } = rule;
  if (!isScale(times))
    check.wrong(`${place}/times`, 'is 1, 10, 0.1, 0.01 and so on, or the same below zero');
  return (value) => readDecimal(value, separator, times);
}

function compileDate(rule: FieldRule, type: string, place: string, check: Check): Read {
  const { document } = check;
  const format = rule.date ?? document.dates ?? 'yyyy-mm-dd';
  const years = rule.years ?? document.years;
  if (hasShortYears(format) && years === undefined)
    check.wrong(place, 'needs years: the first of the hundred years that two digits may mean');
  const precisionOf = compilePrecision(rule, place, check);
  return (value, context) => {
    const precision = precisionOf(context);
    return readDate(textOf(value) ?? '', { format, precision, years, dayOnly: type === 'date' });
  };
}

function compilePrecision(
  rule: FieldRule,
  place: string,
  check: Check,
): (context: ValueContext) => Precision {
  if (!rule.precision) return () => 'day';
  const field = check.path(rule.precision.field, `${place}/precision/field`);
  const codes = check.codes(rule.precision.codes, `${place}/precision/codes`);
  for (const precision of codes.values())
    if (!isPrecision(precision))
      check.wrong(`${place}/precision/codes`, `gives one of ${PRECISIONS.join(', ')}`);
  return ({ scope, reading }) => {
    const found = lookUp(field, scope);
    if (!found) return 'day';
    reading.steering.add(found.place);
    const precision = codes.get(codeOf(found.value));
    if (precision !== undefined && isPrecision(precision)) return precision;
    throw new HeldBack(
      'unknown-code',
      found.place,
      'this precision is not in the list of the mapping',
    );
  };
}

function isPrecision(text: string): text is Precision {
  return (PRECISIONS as readonly string[]).includes(text);
}
