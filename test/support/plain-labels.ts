import { WORD } from './random-tree.ts';

/**
 * A second reading of what a mapping declares about labels, written from the guide: which facts its
 * rules may make of a tree, and which labels each must carry at least.
 */
export interface DeclaredFact {
  /** Number of the fact rule. */
  readonly rule: number;
  readonly labels: readonly string[];
  /** Words that may stand in it. */
  readonly words: ReadonlySet<string>;
}

type Node = Readonly<Record<string, unknown>>;
interface Spot {
  readonly value: unknown;
  readonly place: readonly string[];
  readonly around?: Spot;
}

/** What stands where: the words of a tree with the labels of the marked items around them. */
export interface Declared {
  readonly facts: readonly DeclaredFact[];
  readonly marksOf: (word: string) => readonly string[];
}

export function declaredBy(document: Node, tree: unknown): Declared {
  const reading = new Reading(document);
  const root: Spot = { value: tree, place: [] };
  for (const item of list(document['items'])) reading.item(item, root, []);
  const marks = new Map<string, readonly string[]>();
  visit(root, (word, place) => {
    marks.set(word, reading.marksAt(place));
  });
  return { facts: reading.facts, marksOf: (word) => marks.get(word) ?? [] };
}

const list = (value: unknown): readonly Node[] => (Array.isArray(value) ? (value as Node[]) : []);
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

class Reading {
  readonly facts: DeclaredFact[] = [];
  private readonly marked: { place: readonly string[]; labels: readonly string[] }[] = [];
  private readonly lists: Node;

  constructor(document: Node) {
    this.lists = (document['codes'] ?? {}) as Node;
  }

  marksAt(place: readonly string[]): readonly string[] {
    return this.marked.flatMap((each) =>
      each.place.every((step, i) => place[i] === step) ? each.labels : [],
    );
  }

  item(rule: Node, around: Spot, tightened: readonly string[]): void {
    for (const spot of spots(String(rule['each']), around)) {
      if (!this.holds(rule['when'], spot)) continue;
      const own =
        rule['tighten'] === undefined ? [] : this.coded(rule['tighten'] as Node, spot, []);
      this.marked.push({ place: spot.place, labels: own });
      const all = [...tightened, ...own];
      for (const fact of list(rule['facts'])) this.fact(fact, spot, all);
      for (const inner of list(rule['items'])) this.item(inner, spot, all);
    }
  }

  private fact(rule: Node, spot: Spot, tightened: readonly string[]): void {
    const { elements, labels, when, otherwise } = rule as { elements: Node } & Node;
    if (this.holds(when, spot)) {
      const [name = ''] = Object.keys(elements);
      const words = new Set<string>();
      for (const value of Object.values(elements))
        wordsOf(value, spot).forEach((word) => words.add(word));
      this.facts.push({
        rule: Number(/rule-(\d+)/.exec(name)?.[1]),
        labels: [...this.labels(list(labels), spot), ...tightened],
        words,
      });
    }
    if (otherwise !== undefined) this.fact(otherwise as Node, spot, tightened);
  }

  private labels(rules: readonly unknown[], spot: Spot): readonly string[] {
    if (rules.length === 0) return ['unclassified'];
    return rules.flatMap((rule) => {
      if (typeof rule === 'string') return [rule];
      const { find, labels } = rule as { find?: Node; labels?: unknown };
      if (!find) return this.coded(rule as Node, spot, ['unclassified']);
      const found = theOne(find, spot);
      return found ? this.labels(list(labels), found) : ['unclassified'];
    });
  }

  private coded(rule: Node, spot: Spot, absent: readonly string[]): readonly string[] {
    const found = at(String(rule['field']), spot)?.value;
    const table = (
      typeof rule['codes'] === 'string' ? this.lists[rule['codes']] : rule['codes']
    ) as Node;
    const values: readonly unknown[] = Array.isArray(found) ? found : isBlank(found) ? [] : [found];
    if (values.length === 0) return absent;
    const none = ((rule['none'] ?? []) as unknown[]).map(String);
    const split = rule['split'];
    const pieces = values.flatMap((value) => {
      if (typeof value === 'object') return [''];
      const all = typeof split === 'string' ? textOf(value).split(split) : [textOf(value)];
      return all.map((piece) => piece.trim());
    });
    return pieces.flatMap((code) => {
      if (none.includes(code)) return [];
      return [Object.hasOwn(table, code) ? String(table[code]) : 'unclassified'];
    });
  }

  private holds(rule: unknown, spot: Spot): boolean {
    if (rule === undefined) return true;
    const { field, is, missing } = rule as {
      field: string;
      is: readonly unknown[];
      missing?: boolean;
    };
    const found = at(field, spot)?.value;
    if (missing !== undefined) return isBlank(found) === missing;
    return (
      !isBlank(found) && typeof found !== 'object' && is.map(String).includes(textOf(found).trim())
    );
  }
}

/** The single item of a list whose key is the same as a field here. */
function theOne(find: Node, spot: Spot): Spot | undefined {
  const wanted = at(String(find['is']), spot)?.value;
  if (isBlank(wanted) || typeof wanted === 'object') return undefined;
  const same = spots(String(find['in']), spot).filter((one) => {
    const key = at(String(find['by']), one)?.value;
    return typeof key !== 'object' && !isBlank(key) && textOf(key) === textOf(wanted);
  });
  return same.length === 1 ? same[0] : undefined;
}

/** Words of everything that a value rule may read. */
function wordsOf(rule: unknown, spot: Spot): readonly string[] {
  if (typeof rule === 'string') return below(at(rule, spot));
  const { field, text, find, get, first } = rule as {
    first?: readonly unknown[];
    field?: string;
    text?: string;
    find?: Node;
    get?: unknown;
  };
  if (first !== undefined) return first.flatMap((one) => wordsOf(one, spot));
  if (field !== undefined) return below(at(field, spot));
  if (text !== undefined)
    return [...text.matchAll(/\{([^}]*)\}/g)].flatMap(([, path = '']) => below(at(path, spot)));
  const found = find && theOne(find, spot);
  return found ? wordsOf(get, found) : [];
}

function below(spot: Spot | undefined): readonly string[] {
  const words: string[] = [];
  if (spot) visit(spot, (word) => words.push(word));
  return words;
}

function visit(
  { value, place }: Spot,
  see: (word: string, place: readonly string[]) => void,
): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value))
      visit({ value: inner, place: [...place, name] }, see);
  } else for (const [word] of textOf(value).matchAll(WORD)) see(word, place);
}

/** What stands at a path, seen from an item; nothing where it could be several. */
function at(path: string, from: Spot): Spot | undefined {
  const found = all(path, from);
  const [only] = found;
  const through = found.length > 1 || (only && only.place.length !== depthOf(path, from));
  return only === undefined || through || isBlank(only.value) ? undefined : only;
}

/** How deep a path leads when it goes through no list by itself. */
function depthOf(path: string, from: Spot): number {
  const { start, names } = begun(path, from);
  const picks = names.filter((name) => name.includes('=')).length;
  const { place } = all(path, from)[0] ?? start;
  const numbered = names.length + picks === place.length - start.place.length ? picks : 0;
  return start.place.length + names.length + numbered;
}

function begun(path: string, from: Spot): { start: Spot; names: readonly string[] } {
  let start = from;
  let rest = path;
  if (rest.startsWith('/')) {
    while (start.around) start = start.around;
    rest = rest.slice(1);
  }
  for (; rest.startsWith('^'); rest = rest.slice(1)) start = start.around ?? start;
  return { start, names: rest.split('/').filter((name) => name !== '' && name !== '.') };
}

const entries = ({ value, place }: Spot): readonly Spot[] =>
  Array.isArray(value)
    ? (value as readonly unknown[]).map((one, i) => ({ value: one, place: [...place, String(i)] }))
    : [{ value, place }];

/** Everything at a path, lists on the way gone through. */
function all(path: string, from: Spot): readonly Spot[] {
  const { start, names } = begun(path, from);
  let found: readonly Spot[] = [{ value: start.value, place: start.place }];
  for (const step of names) {
    const [, name = step, by, is] = /^(.*)\[(.*)=(.*)\]$/.exec(step) ?? [];
    found = found.flatMap((spot) => inside(spot, name));
    if (by !== undefined)
      found = found.flatMap(entries).filter(({ value }) => {
        const key = typeof value === 'object' && value !== null ? (value as Node)[by] : undefined;
        return !isBlank(key) && typeof key !== 'object' && textOf(key).trim() === is;
      });
  }
  return found;
}

function inside(spot: Spot, name: string): readonly Spot[] {
  const { value, place } = spot;
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && name === '*') return entries(spot);
  if (Array.isArray(value) && !/^\d+$/.test(name))
    return entries(spot).flatMap((one) => inside(one, name));
  const members = value as Node;
  const names = name === '*' ? Object.keys(members) : Object.hasOwn(members, name) ? [name] : [];
  return names.map((each) => ({ value: members[each], place: [...place, each] }));
}

/** The items at a path: of a list each, of anything else that itself. */
function spots(path: string, from: Spot): readonly Spot[] {
  const around = begun(path, from).start;
  const found = all(path, from);
  const each = path.endsWith('*') ? found : found.flatMap(entries);
  return each.flatMap(({ value, place }) => (isBlank(value) ? [] : [{ value, place, around }]));
}
