import { readMapping } from '../adapters/mapping/read-mapping.ts';
import { parseFieldPath } from '../adapters/mapping/field-path.ts';
import { pathText, textFact } from './entries.ts';
import type { ReadExample } from './read-example.ts';
import { shortJson } from './short-json.ts';
import { shapeOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** Where the records of people may stand, and the fields by which one of them may be known. */
export interface RecordPlace {
  /** `/`, `/dossiers`, `/dossiers/personen`: the lists from the file down to the record. */
  readonly path: readonly string[];
  readonly fields: readonly string[];
}

export interface DraftChoice {
  /** As in {@link RecordPlace}. */
  readonly path: readonly string[];
  /** The field under which the person of a record is known. */
  readonly identifier: string;
  /** Name of the mapping. */
  readonly name: string;
}

type Entry = Readonly<Record<string, unknown>>;

const MAX_RULES = 100;
const MAX_PLACES = 100;
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * The places of an example at which the record of one person may stand.
 * @throws TooVaried when no mapping could name all its fields
 */
export function recordPlaces({ value }: ReadExample): readonly RecordPlace[] {
  return placesIn(shapeOf(value), []);
}

function placesIn(shape: Shape, path: readonly string[]): readonly RecordPlace[] {
  const inside = shape.entries ?? shape;
  const { leaves, lists, objects } = partsOf(inside);
  const around = path.length === 0 && shape.entries ? ['/'] : path;
  const down = (each: string) => [...around, around.length === 0 ? `/${each}` : each];
  const all = [
    { path: around.length === 0 ? ['/'] : around, fields: leaves },
    ...lists.flatMap(({ each, entries }) => placesIn(entries, down(each))),
    ...objects.map(({ each, entries }) => ({
      path: down(each),
      fields: partsOf(entries).leaves,
    })),
  ];
  return all.filter(({ fields }) => fields.length > 0).slice(0, MAX_PLACES);
}

interface List {
  readonly each: string;
  readonly entries: Shape;
}

interface Parts {
  /** Paths of the values that are in no list. */
  readonly leaves: readonly string[];
  readonly lists: readonly List[];
  /** What holds values and is no list: in another example it may be one. */
  readonly objects: readonly List[];
}

const NO_PARTS: Parts = { leaves: [], lists: [], objects: [] };

function partsOf(shape: Shape, names: readonly string[] = []): Parts {
  const path = pathText(names);
  if (path === undefined) return NO_PARTS;
  if (shape.entries) return { ...NO_PARTS, lists: [{ each: path, entries: shape.entries }] };
  const inner = [...shape.members].map(([name, member]) => partsOf(member, [...names, name]));
  const own = shape.leaf && shape.members.size === 0 ? [path] : [];
  const itself = names.length > 0 && shape.members.size > 0 ? [{ each: path, entries: shape }] : [];
  return {
    objects: [...itself, ...inner.flatMap(({ objects }) => objects)],
    leaves: [...own, ...inner.flatMap(({ leaves }) => leaves)],
    lists: inner.flatMap(({ lists }) => lists),
  };
}

/**
 * A mapping to start from: every value of the example under the place where it stood, none of it
 * for anybody but the source until somebody chooses labels. It says nothing that the example does
 * not show, except whom a record is about, which was chosen.
 * @returns the text of the mapping, which can be registered as it is; undefined when the choice
 *   does not fit the example, or the example what a mapping can say
 * @throws TooVaried
 */
export function draftMapping(example: ReadExample, choice: DraftChoice): string | undefined {
  const { format, separator, value } = example;
  const items = itemsAt(shapeOf(value), choice.path, choice);
  if (!items) return undefined;
  const document = {
    mapping: NAME.test(choice.name) ? choice.name : 'my-export',
    version: '0.1.0',
    ...(format === 'json' ? {} : { format }),
    ...(separator === undefined ? {} : { csv: { separator } }),
    items,
  };
  return readMapping(document).ok ? `${shortJson(document)}\n` : undefined;
}

/** Down the lists to the record. */
function itemsAt(
  shape: Shape,
  path: readonly string[],
  choice: DraftChoice,
  before: readonly string[] = [],
): readonly Entry[] | undefined {
  const [each = '', ...rest] = path;
  const inside = shapeAt(shape, each);
  if (!inside) return undefined;
  const around = [...before, each];
  if (rest.length > 0) {
    const items = itemsAt(inside, rest, choice, around);
    return items && [{ each, items }];
  }
  const { identifier } = choice;
  if (!partsOf(inside).leaves.includes(identifier)) return undefined;
  const about = {
    dossier: `record/{${identifier}}`,
    subjects: [{ identifier: `{${identifier}}` }],
  };
  return chunks(rulesOf(inside, around, identifier)).map((rules) => ({ each, ...about, ...rules }));
}

/** What an item of this path holds; the entries where it is a list. */
function shapeAt(shape: Shape, each: string): Shape | undefined {
  const path = parseFieldPath(each);
  let at: Shape | undefined = shape;
  for (const name of path?.names ?? []) at = at?.members.get(name);
  return at?.entries ?? at;
}

interface Rules {
  readonly facts: readonly Entry[];
  readonly items: readonly Entry[];
}

function rulesOf(shape: Shape, around: readonly string[], known?: string): Rules {
  const { leaves, lists } = partsOf(shape);
  return {
    facts: leaves.filter((path) => path !== known).map((path) => textFact(path, around)),
    items: lists.flatMap(({ each, entries }) =>
      chunks(rulesOf(entries, [...around, each])).map((rules) => ({ each, ...rules })),
    ),
  };
}

/** An item rule holds so many facts and items; several rules may look at one list. */
function chunks({ facts, items }: Rules): readonly Entry[] {
  const count = Math.max(
    1,
    Math.ceil(facts.length / MAX_RULES),
    Math.ceil(items.length / MAX_RULES),
  );
  return Array.from({ length: count }, (_, i) => {
    const part = (all: readonly Entry[]) => all.slice(i * MAX_RULES, (i + 1) * MAX_RULES);
    return {
      ...(part(facts).length > 0 && { facts: part(facts) }),
      ...(part(items).length > 0 && { items: part(items) }),
    };
  });
}
