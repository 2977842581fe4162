import { pointer } from '../adapters/json-pointer.ts';
import type { Explained } from '../adapters/mapping/read-mapping.ts';
import { isNothing, textOf } from '../adapters/mapping/scope.ts';
import type { PlacedTree } from '../wire/placed-tree.ts';
import type { LeafState, OutlineRow } from './example-preview.ts';
import type { Step, Unnamed } from './suggest.ts';

/** Rows that are kept; a reader looks at the lists when there are more. */
const MAX_ROWS = 4_000;
const SHOWN = 200;

/** What is known per place (JSON pointer) before the walk. */
export interface Fates {
  readonly mapped: ReadonlyMap<string, readonly number[]>;
  readonly unmapped: ReadonlySet<string>;
  readonly quarantined: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
  readonly readBy: Explained['readBy'];
}

/** Where a value stands and in what. */
export interface Standing extends Unnamed {
  /** JSON pointer. */
  readonly place: string;
}

export interface Outline {
  readonly rows: readonly OutlineRow[];
  readonly rowCount: number;
  readonly counts: Readonly<Record<LeafState, number>>;
}

/** Gets to see every place of the example, what holds values included. */
export type Visit = (standing: Standing, state: LeafState | undefined) => void;

interface Walk extends Fates {
  readonly placeOf: PlacedTree['placeOf'];
  readonly visit: Visit;
  readonly rows: OutlineRow[];
  readonly counts: Record<LeafState, number>;
  rowCount: number;
}

interface Around extends Standing {
  readonly depth: number;
  readonly name: string;
  /** What an ancestor says of everything in it. */
  readonly inherited: LeafState | undefined;
}

/** The example line by line, with what became of every value; each value is counted once. */
export function outlineOf(tree: PlacedTree, fates: Fates, visit: Visit): Outline {
  const counts = { mapped: 0, unmapped: 0, quarantined: 0, ignored: 0, empty: 0 };
  const walk: Walk = { ...fates, placeOf: tree.placeOf, visit, rows: [], counts, rowCount: 0 };
  step(tree.value, { place: '', depth: 0, name: '', inherited: undefined, steps: [] }, walk);
  const { rows, rowCount } = walk;
  return { rows, rowCount, counts };
}

function step(value: unknown, found: Around, walk: Walk): void {
  const around = itemAt(value, found, walk);
  if (typeof value !== 'object' || value === null) {
    leaf(value, around, walk);
    return;
  }
  walk.visit(around, undefined);
  if (around.place !== '') addRow({ ...rowOf(around, walk), facts: [] }, walk);
  const inside = { ...around, depth: around.place === '' ? 0 : around.depth + 1 };
  const inherited = saidOf(around, walk);
  const list = Array.isArray(value);
  for (const [name, inner] of Object.entries(value)) {
    const next: Step = list ? 'list' : { name };
    step(
      inner,
      {
        ...inside,
        inherited,
        place: pointer(around.place, name),
        name: list ? entryName(pointer(around.place, name), name, walk) : name,
        steps: [...around.steps, next],
      },
      walk,
    );
  }
}

/** `record 4` where records have names, `#3` in other lists. */
function entryName(place: string, index: string, { placeOf, rows }: Walk): string {
  const named = rows.length < MAX_ROWS ? placeOf(place) : '/';
  return named.startsWith('/') ? `#${Number(index) + 1}` : named;
}

/** A place where an item begins: steps are counted from there. */
function itemAt(value: unknown, around: Around, { readBy }: Walk): Around {
  const read = readBy.get(around.place);
  return read ? { ...around, steps: [], item: { ...read, value } } : around;
}

function leaf(value: unknown, around: Around, walk: Walk): void {
  const state = stateOf(value, around, walk);
  walk.counts[state] += 1;
  walk.visit(around, state);
  addRow(
    {
      ...rowOf(around, walk),
      state,
      value: cut(textOf(value) ?? ''),
      facts: walk.mapped.get(around.place) ?? [],
    },
    walk,
  );
}

function stateOf(value: unknown, { place, inherited }: Around, walk: Walk): LeafState {
  if (isNothing(value)) return 'empty';
  if (walk.quarantined.has(place)) return 'quarantined';
  if (walk.mapped.has(place)) return 'mapped';
  if (walk.unmapped.has(place)) return 'unmapped';
  if (walk.ignored.has(place)) return 'ignored';
  // What nobody accounted for is shown as what it is: named by no rule.
  return inherited ?? 'unmapped';
}

function saidOf({ place, inherited }: Around, walk: Walk): LeafState | undefined {
  if (walk.quarantined.has(place) || inherited === 'quarantined') return 'quarantined';
  if (walk.ignored.has(place)) return 'ignored';
  return walk.mapped.has(place) ? 'mapped' : inherited;
}

function rowOf({ depth, name, place }: Around, { placeOf, rows }: Walk) {
  return { depth, name: cut(name), place: rows.length < MAX_ROWS ? placeOf(place) : '' };
}

function addRow(row: OutlineRow, walk: Walk): void {
  walk.rowCount += 1;
  if (walk.rows.length < MAX_ROWS) walk.rows.push(row);
}

/** The beginning of a text, with how long it is; never half a character. */
export function cut(text: string): string {
  if (text.length <= SHOWN) return text;
  return `${text.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '')}… (${text.length})`;
}
