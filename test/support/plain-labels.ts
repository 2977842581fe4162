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
    return values.map((value) => {
      const code = typeof value === 'object' ? '' : textOf(value);
      return Object.hasOwn(table, code) ? String(table[code]) : 'unclassified';
    });
  }

  private holds(rule: unknown, spot: Spot): boolean {
    if (rule === undefined) return true;
    const { field, is } = rule as { field: string; is: readonly unknown[] };
    const found = at(field, spot)?.value;
    return !isBlank(found) && typeof found !== 'object' && is.map(String).includes(textOf(found));
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
  const { field, text, find, get } = rule as {
    field?: string;
    text?: string;
    find?: Node;
    get?: unknown;
  };
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

/** What stands at a path, seen from an item. */
function at(path: string, from: Spot): Spot | undefined {
  let spot = from;
  let rest = path;
  if (rest.startsWith('/')) {
    while (spot.around) spot = spot.around;
    rest = rest.slice(1);
  }
  for (; rest.startsWith('^'); rest = rest.slice(1)) spot = spot.around ?? spot;
  const names = rest.split('/').filter((name) => name !== '' && name !== '.');
  for (const name of names) {
    const { value, place } = spot;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    spot = { value: (value as Node)[name], place: [...place, name] };
  }
  return isBlank(spot.value) ? undefined : spot;
}

/** The items at a path: of a list each, of anything else that itself. */
function spots(path: string, from: Spot): readonly Spot[] {
  const found = at(path, from);
  if (!found) return [];
  let around = from;
  if (path.startsWith('/')) while (around.around) around = around.around;
  for (let i = 0; path[i] === '^'; i += 1) around = around.around ?? around;
  const { value, place } = found;
  if (!Array.isArray(value)) return [{ value, place, around }];
  return (value as readonly unknown[]).flatMap((one, i) =>
    isBlank(one) ? [] : [{ value: one, place: [...place, String(i)], around }],
  );
}
