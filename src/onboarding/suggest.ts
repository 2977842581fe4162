import { parseFieldPath } from '../adapters/mapping/field-path.ts';
import { segmentsOf } from '../wire/placed-tree.ts';
import type { Suggestion } from './example-preview.ts';
import { pathText, textFact } from './entries.ts';
import { shortJson } from './short-json.ts';
import { valueAt, type MappingText } from './mapping-text.ts';

/** A value that no rule names, and the item it stands in. */
export interface Unnamed {
  /** Segments from the item, or from the file when no item holds it. */
  readonly steps: readonly Step[];
  readonly item?: { readonly rule: string; readonly applies: boolean; readonly value: unknown };
}

/** One step down: by name, or into a list. */
export type Step = { readonly name: string } | 'list';

export interface Suggestions {
  readonly map?: Suggestion;
  readonly ignore?: Suggestion;
}

type Entry = Readonly<Record<string, unknown>>;

/**
 * What could be added to a mapping for a value that no rule names: to make a fact of it, for which
 * the writer chooses the labels, or to say that it is no content. Nothing where a mapping cannot
 * say it.
 */
export function suggestionsFor({ steps, item }: Unnamed, text: MappingText): Suggestions {
  const legs = legsOf(steps);
  if (!legs) return {};
  if (!item) return outside(legs, text);
  if (!item.applies) return otherKind(legs, item, text);
  const into = { rule: item.rule, text };
  const [path = '.', ...deeper] = legs;
  if (deeper.length > 0)
    return {
      map: suggestion(
        into,
        'items',
        nested(legs, (last) => ({ facts: [fact(last, legs, into)] })),
      ),
      ignore: suggestion(
        into,
        'items',
        nested(legs, (last) => ({ ignore: [last] })),
      ),
    };
  return {
    map: suggestion(into, 'facts', fact(path, legs, into)),
    ignore: suggestion(into, 'ignore', path),
  };
}

interface Into {
  readonly rule: string;
  readonly text: MappingText;
}

function suggestion(
  { rule, text }: Into,
  member: Suggestion['member'],
  entry: Entry | string,
): Suggestion {
  return { into: text.at(rule), member, entry: shortJson(entry) };
}

/** Nobody is known to be concerned: only that it is no content can be said in one line. */
function outside(legs: readonly string[], text: MappingText): Suggestions {
  const [first = '', ...deeper] = legs;
  const into = { rule: '', text };
  if (deeper.length === 0) return { ignore: suggestion(into, 'ignore', `/${first}`) };
  const [, ...inner] = legs;
  const each = first === '.' ? '/' : `/${first}`;
  const entry = { each, ...nestedIn(inner, (last) => ({ ignore: [last] })) };
  return { ignore: suggestion(into, 'items', entry) };
}

/** Every rule that looks at the item is for items of another kind: it needs one of its own. */
function otherKind(
  legs: readonly string[],
  { rule, value }: { readonly rule: string; readonly value: unknown },
  text: MappingText,
): Suggestions {
  const { each, when, dossier, subjects } = text.value(rule) as Entry;
  const kind = conditionFor(when, value);
  if (kind === undefined || typeof each !== 'string') return {};
  const about = {
    ...(dossier !== undefined && { dossier }),
    ...(subjects !== undefined && { subjects }),
  };
  const list = rule.slice(0, rule.lastIndexOf('/items/'));
  const into = { rule: list, text };
  const inside = (entry: Entry): Suggestion =>
    suggestion(into, 'items', { each, when: kind, ...about, ...entry });
  return {
    map: inside(nestedIn(legs, (last) => ({ facts: [fact(last, legs, { rule, text })] }))),
    ignore: inside(nestedIn(legs, (last) => ({ ignore: [last] }))),
  };
}

/** What tells an item apart that no rule is for: the code that conditions look at. */
export function kindOf(item: NonNullable<Unnamed['item']>, text: MappingText): unknown {
  return item.applies ? undefined : conditionFor(text.value(`${item.rule}/when`), item.value);
}

function conditionFor(when: unknown, item: unknown): Entry | undefined {
  const field = typeof when === 'object' && when !== null && 'field' in when ? when.field : '';
  const path = typeof field === 'string' ? parseFieldPath(field) : undefined;
  if (path?.up !== 0) return undefined;
  const code = valueAt(item, path.names);
  return typeof code === 'string' && code.trim() !== '' && code.length <= 200
    ? { field, is: [code] }
    : undefined;
}

/** An item per list on the way, and in the last what is said of the value. */
function nested(legs: readonly string[], inner: (last: string) => Entry): Entry {
  const [each = '.', ...deeper] = legs;
  return { each, ...nestedIn(deeper, inner) };
}

function nestedIn(legs: readonly string[], inner: (last: string) => Entry): Entry {
  return legs.length < 2 ? inner(legs[0] ?? '.') : { items: [nested(legs, inner)] };
}

function fact(path: string, legs: readonly string[], { rule, text }: Into): Entry {
  return textFact(path, [...listsAt(rule, text), ...legs.slice(0, -1)]);
}

/** The lists from the file to an item of this rule, as far as its paths can go up to them. */
function listsAt(rule: string, text: MappingText): readonly string[] {
  const segments = segmentsOf(rule);
  let lists: readonly string[] = [];
  for (let i = 2; i <= segments.length; i += 2) {
    const each = text.value(`/${segments.slice(0, i).join('/')}/each`);
    const path = typeof each === 'string' ? each : '';
    const up = parseFieldPath(path)?.up ?? 0;
    lists = [...lists.slice(0, Math.max(0, lists.length - up)), path];
  }
  return lists;
}

/** The path to each list on the way, and from the last item to the value; undefined = not sayable. */
function legsOf(steps: readonly Step[]): readonly string[] | undefined {
  const legs: string[][] = [[]];
  for (const step of steps)
    if (step === 'list') legs.push([]);
    else legs.at(-1)?.push(step.name);
  const texts = legs.map(pathText);
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}
