import type { Json } from '../plan/fact.ts';
import type { VisibleFact } from './visible-fact.ts';
import type { Instant } from '../vocabulary/instant.ts';

/** The items of a repeating element by their key; keys never leave the gateway. */
export class KeyedItems {
  readonly items = new Map<string, Tree>();
}

/** Elements of one resource put together from facts: plain values, objects, keyed items. */
export type Tree = Json | KeyedItems | { [name: string]: Tree };

/** What one source says in one resource. */
export interface SourceTree {
  readonly tree: { [name: string]: Tree };
  /** Top-level name → newest instant at which this source stated something under it. */
  readonly since: ReadonlyMap<string, Instant>;
  /** Values of top-level elements that another fact of the same source overruled. */
  readonly overruled: readonly Overruled[];
}

interface Overruled {
  readonly name: string;
  readonly value: Tree;
  readonly since: Instant;
}

interface Write {
  readonly path: readonly string[];
  readonly value: Json;
  readonly since: Instant;
  readonly dossier: string;
}

/**
 * Puts the elements of permitted facts of one source together; starts empty and only adds.
 * Where two facts state different values at one place the newest wins, equally new ones by content.
 * @param facts facts of one source that write to one resource, in an order that is fixed by what they are
 */
export function growTree(facts: readonly VisibleFact[]): SourceTree {
  const { writes, overruled } = settle(facts);
  const tree: { [name: string]: Tree } = {};
  const since = new Map<string, Instant>();
  for (const write of writes) {
    const [top = ''] = write.path;
    since.set(top, Math.max(since.get(top) ?? write.since, write.since));
    put(tree, write);
  }
  return { tree, since, overruled };
}

/** One write per place, shallow places first; what lost at a top-level place is kept aside. */
function settle(facts: readonly VisibleFact[]): Settled {
  const all = facts.flatMap(({ elements, since, dossier }) =>
    elements.map(({ path, value }) => ({ path, value, since, dossier })),
  );
  const parted = partedNames(all);
  const { writes, overruled } = settleWrites(
    parted.size === 0 ? all : all.filter(({ path }) => !parted.has(path[0] ?? '')),
  );
  for (const name of parted) {
    const whole = settleWhole(
      name,
      all.filter(({ path }) => path[0] === name),
    );
    writes.push(...whole.writes);
    overruled.push(...whole.overruled);
  }
  return { writes: writes.sort((a, b) => a.path.length - b.path.length), overruled };
}

interface Settled {
  readonly writes: Write[];
  readonly overruled: Overruled[];
}

/** Elements that hold one value, which several dossiers write part by part. */
function partedNames(writes: readonly Write[]): ReadonlySet<string> {
  const inParts = new Set<string>();
  for (const { path } of writes)
    if (path.length > 1 && path[1]?.startsWith('#') === false) inParts.add(path[0] ?? '');
  if (inParts.size === 0) return inParts;
  const dossiers = new Map<string, Set<string>>();
  for (const { path, dossier } of writes) {
    const [name = ''] = path;
    if (inParts.has(name)) dossiers.set(name, (dossiers.get(name) ?? new Set()).add(dossier));
  }
  return new Set([...inParts].filter((name) => (dossiers.get(name)?.size ?? 0) > 1));
}

/**
 * What each dossier says of one element stays together: parts of two dossiers are not mixed into a
 * value that neither stated. The newest shows, what else was said is kept aside.
 */
function settleWhole(name: string, writes: readonly Write[]): Settled {
  const sayings = [...new Set(writes.map(({ dossier }) => dossier))].map((dossier) => {
    const own = settleWrites(writes.filter((write) => write.dossier === dossier));
    const tree: { [name: string]: Tree } = {};
    for (const write of own.writes) put(tree, write);
    const since = Math.max(...own.writes.map((write) => write.since));
    return { own, since, value: tree[name] ?? null, text: textOf(tree[name] ?? null) };
  });
  sayings.sort((a, b) => b.since - a.since || (a.text < b.text ? -1 : 1));
  const [shown, ...others] = sayings;
  const overruled = sayings.flatMap(({ own }) => own.overruled);
  const seen = new Set([shown?.text]);
  for (const { value, since, text } of others) {
    if (!seen.has(text)) overruled.push({ name, value, since });
    seen.add(text);
  }
  return { writes: shown?.own.writes ?? [], overruled };
}

/** Equal for equal content, whatever the keys of its items. */
function textOf(tree: Tree): string {
  return JSON.stringify(tree, (_, value: Tree) => {
    if (value instanceof KeyedItems) return [...value.items.values()].map(textOf).sort();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const members = Object.entries(value);
    return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function settleWrites(all: readonly Write[]): Settled {
  const chosen = new Map<string, Write>();
  const overruled: Overruled[] = [];
  for (const write of all) {
    const { path, dossier } = write;
    const place = placeOf(path, dossier);
    const other = chosen.get(place);
    if (!other) {
      chosen.set(place, write);
      continue;
    }
    const [winner, loser] = newestFirst(write, other);
    chosen.set(place, winner);
    if (loser && path[0] && path.length === 1) {
      overruled.push({ name: path[0], value: loser.value, since: loser.since });
    }
  }
  const writes = [...chosen.values()].sort((a, b) => a.path.length - b.path.length);
  return { writes, overruled };
}

/** Keys mean an item of one dossier: what two dossiers call alike is not the same item. */
function placeOf(path: readonly string[], dossier: string): string {
  if (path.length === 1) return path[0] ?? '';
  const place = path.join('\u0000');
  return place.includes('\u0000#') ? `${place}\u0000${dossier}` : place;
}

function newestFirst(a: Write, b: Write): [Write, Write | undefined] {
  const [textA, textB] = [JSON.stringify(a.value), JSON.stringify(b.value)];
  if (textA === textB) return [a.since >= b.since ? a : b, undefined];
  if (Array.isArray(a.value) && Array.isArray(b.value)) return [joined(a, b), undefined];
  const first = a.since > b.since || (a.since === b.since && textA < textB);
  return first ? [a, b] : [b, a];
}

/** Two lists at one place: every item once, in the order of the facts. */
function joined(later: Write, earlier: Write): Write {
  const [had, has] = [earlier.value as readonly Json[], later.value as readonly Json[]];
  const known = new Set(had.map((item) => JSON.stringify(item)));
  const more = has.filter((item) => !known.has(JSON.stringify(item)));
  return { ...later, value: [...had, ...more], since: Math.max(later.since, earlier.since) };
}

function put(tree: { [name: string]: Tree }, { path, value, dossier }: Write): void {
  let at: { [name: string]: Tree } = tree;
  let index = 0;
  while (index < path.length) {
    const name = path[index] ?? '';
    const key = keyAfter(path, index, dossier);
    index += key === undefined ? 1 : 2;
    const list = key === undefined ? undefined : listAt(at, name);
    const node = index < path.length ? opened(list ? list.items.get(key ?? '') : at[name]) : value;
    if (list) list.items.set(key ?? '', node);
    else at[name] = node;
    at = node as { [name: string]: Tree };
  }
}

/** The key of the item that the path goes on in, when the element at `index` repeats. */
function keyAfter(path: readonly string[], index: number, dossier: string): string | undefined {
  const next = path[index + 1];
  return next?.startsWith('#') ? `${next}\u0000${dossier}` : undefined;
}

/** A node to write into; a value that was put there as a whole is copied, never changed. */
function opened(there: Tree | undefined): { [name: string]: Tree } {
  if (there === undefined || there === null || typeof there !== 'object') return {};
  if (Array.isArray(there) || there instanceof KeyedItems) return {};
  return { ...(there as { [name: string]: Tree }) };
}

function listAt(at: { [name: string]: Tree }, name: string): KeyedItems {
  const there = at[name];
  if (there instanceof KeyedItems) return there;
  const list = new KeyedItems();
  if (Array.isArray(there)) {
    const whole: readonly Tree[] = there;
    whole.forEach((item, index) => list.items.set(`whole ${index}`, item));
  }
  at[name] = list;
  return list;
}
