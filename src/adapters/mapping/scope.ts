import { pointer } from '../json-pointer.ts';
import { EVERY, MEMBER_NAME } from './field-path.ts';
import type { FieldPath, Pick } from './field-path.ts';
import { PlaceList } from './places.ts';
import { TooMuchWork, Work } from './work.ts';
import type { QuarantineCode } from '../../plan/delivery.ts';

/** Thrown inside the interpreter when a fact cannot be made; caught per fact. */
export class HeldBack extends Error {
  readonly code: QuarantineCode;
  readonly place: string;

  constructor(code: QuarantineCode, place: string, text: string) {
    super(text);
    this.code = code;
    this.place = place;
  }
}

type PickIndex = readonly { readonly entry: Found; readonly key: string }[];
type Picks = ReadonlyMap<string, PickIndex>;

/** What one run of a mapping shares. */
export class Run extends Work {
  /** Where a look-up starts → list and field → value → items: look-ups are made once. */
  readonly found = new Map<unknown, Map<string, ReadonlyMap<string, readonly Scope[]>>>();
  /** List → field → value → entries: picked once. */
  readonly picks = new Map<unknown, Map<string, Picks>>();
  /** Places of the fields by which entries were picked: they only steer. */
  readonly picked = new Set<string>();
  /** Place of an item → the labels by which the source marks it. */
  readonly #marks = new Map<string, readonly string[]>();

  mark(place: string, labels: readonly string[]): void {
    if (labels.length > 0) this.#marks.set(place, [...(this.#marks.get(place) ?? []), ...labels]);
  }

  /** The labels of everything that values at these places stand in. */
  marksOf(places: readonly string[]): readonly string[] {
    if (this.#marks.size === 0) return [];
    return places.flatMap((place) => this.#around(place));
  }

  #around(place: string): readonly string[] {
    const own = this.#marks.get(place) ?? [];
    return place === '' ? own : [...own, ...this.#around(place.slice(0, place.lastIndexOf('/')))];
  }
}

/** One person of a directory. */
export interface DirectoryPerson {
  readonly identifier: string;
  readonly bsn?: string;
}
/** Key → person; null when two people have the same key. */
export type Directory = ReadonlyMap<string, DirectoryPerson | null>;

/** A value of the source with where it stands and what it stands in. */
export interface Scope {
  readonly value: unknown;
  readonly place: string;
  /** Its number in its list, from 0. */
  readonly number: number;
  /** The item it was found in; undefined for the body as a whole. */
  readonly parent?: Scope;
  readonly run: Run;
  readonly directories: ReadonlyMap<string, Directory>;
}

/** A value that was found. Absent, null and blank text are all the same: nothing. */
export interface Found {
  readonly value: unknown;
  readonly place: string;
}

/** The item this many items up; the body as a whole when there are fewer. */
export function ancestor(up: number, from: Scope): Scope {
  let scope = from;
  for (let i = 0; i < up && scope.parent; i += 1) scope = scope.parent;
  return scope;
}

/** Absent, null and blank text say nothing. */
export function isNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
  );
}

/** What stands at a path, seen from an item; undefined when there is nothing. */
export function lookUp(path: FieldPath, from: Scope): Found | undefined {
  const { run } = from;
  run.step();
  const start = ancestor(path.up, from);
  let found: Found = start;
  for (const [i, name] of path.names.entries()) {
    const pick = path.picks?.get(i);
    const next = name === MEMBER_NAME ? nameOf(start) : member(found, name);
    if (!next) return undefined;
    const entries = pick ? picked(pick, next, run) : [next];
    const [one] = entries;
    if (!one || entries.length > 1) return undefined;
    found = one;
  }
  return isNothing(found.value) ? undefined : found;
}

/** The items at a path: of a list each, of anything else that itself; lists on the way are gone through. */
export function itemsAt(path: FieldPath, from: Scope): readonly Scope[] {
  const { run } = from;
  run.step();
  const parent = ancestor(path.up, from);
  let found: readonly Found[] = [parent];
  for (let i = 0; i < path.names.length && found.length > 0; i += 1)
    found = stepInto(found, { path, i, parent });
  const inside = { parent, run, directories: parent.directories };
  const [only] = found;
  if (!only) return [];
  // Each member is an item, also when it is a list.
  const asTheyAre = path.names.at(-1) === EVERY;
  const isList = asTheyAre || found.length > 1 || Array.isArray(only.value);
  if (!isList) return isNothing(only.value) ? [] : [{ ...only, number: 0, ...inside }];
  const entries = asTheyAre ? found : found.flatMap(entriesOf);
  const items: Scope[] = [];
  for (const [number, { value, place }] of entries.entries()) {
    run.step();
    if (!isNothing(value)) items.push({ value, place, number, ...inside });
  }
  return items;
}

interface Step {
  readonly path: FieldPath;
  /** Number of the name. */
  readonly i: number;
  /** What the path starts from. */
  readonly parent: Scope;
}

function stepInto(found: readonly Found[], { path, i, parent }: Step): readonly Found[] {
  const name = path.names[i] ?? '';
  const pick = path.picks?.get(i);
  const { run } = parent;
  const next =
    name === MEMBER_NAME
      ? present(nameOf(parent))
      : found.length === 1
        ? below(found[0] ?? parent, name, run)
        : found.flatMap((at) => below(at, name, run));
  return pick ? next.flatMap((list) => picked(pick, list, run)) : next;
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function entriesOf(found: Found): readonly Found[] {
  const { value, place } = found;
  if (!Array.isArray(value)) return [found];
  return (value as readonly unknown[]).map((entry, i) => ({
    value: entry,
    place: pointer(place, i),
  }));
}

/** One member by its name, one entry of a list by its number from 0. */
function member(found: Found, name: string): Found | undefined {
  const { value, place } = found;
  // The text of an XML element, which is the element itself when it has nothing else.
  if (name === '#text' && typeof value === 'string') return found;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) ? !isIndex(name) : false) return undefined;
  if (!Object.hasOwn(value, name)) return undefined;
  return { value: (value as Record<string, unknown>)[name], place: pointer(place, name) };
}

function isIndex(name: string): boolean {
  return /^(?:0|[1-9]\d{0,6})$/.test(name);
}

/** The same of every entry of a list; `*` is every member, or every entry. */
function below(found: Found, name: string, run: Run): readonly Found[] {
  const { value, place } = found;
  if (Array.isArray(value) && !isIndex(name)) {
    const entries = entriesOf(found);
    entries.forEach(() => run.step());
    return name === EVERY ? entries : entries.flatMap((entry) => below(entry, name, run));
  }
  if (name !== EVERY) return present(member(found, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, inner]: [string, unknown]) => {
    run.step();
    return { value: inner, place: pointer(place, key) };
  });
}

/** The entries of which a field has this value; a single one is a list of one. */
function picked({ by, is }: Pick, list: Found, run: Run): readonly Found[] {
  const { value } = list;
  const known = run.picks.get(value)?.get(by);
  if (known) return chosen(known.get(is) ?? [], run);
  const index = pickIndex(by, list, run);
  if (typeof value === 'object') {
    const others = run.picks.get(value) ?? new Map<string, Picks>();
    run.picks.set(value, others.set(by, index));
  }
  return chosen(index.get(is) ?? [], run);
}

function pickIndex(by: string, list: Found, run: Run): Picks {
  const names = by.split('/');
  const index = new Map<string, { readonly entry: Found; readonly key: string }[]>();
  for (const entry of entriesOf(list)) {
    run.step();
    const key = names.reduce<Found | undefined>((at, name) => at && member(at, name), entry);
    if (!key || isNothing(key.value)) continue;
    const text = codeOf(key.value);
    const same = index.get(text);
    if (same) same.push({ entry, key: key.place });
    else index.set(text, [{ entry, key: key.place }]);
  }
  return index;
}

function chosen(found: PickIndex, run: Run): readonly Found[] {
  return found.map(({ entry, key }) => {
    run.picked.add(key);
    return entry;
  });
}

/** The name by which an item is a member of what it stands in: the key of a list written as an object. */
function nameOf({ value, place }: Scope): Found | undefined {
  const end = place.lastIndexOf('/');
  if (end < 0) return undefined;
  const name = place
    .slice(end + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  // A plain value is not spoken for when only its name is read.
  return { value: name, place: typeof value === 'object' ? place : place.slice(0, end) };
}

/** The text of a scalar; undefined for objects and lists. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A code as lists of codes have it: without the blanks that pad a column. */
export function codeOf(value: unknown): string {
  return textOf(value)?.trim() ?? '';
}

/** Characters of a text in which several codes or keys stand. */
const MAX_PIECES = 20_000;

/** The pieces of texts in which several stand, blanks around them left out. */
export function piecesIn(items: readonly Scope[], split: string | undefined): readonly Scope[] {
  if (split === undefined) return items;
  return items.flatMap((item) => {
    if (typeof item.value !== 'string') return [item];
    if (item.value.length > MAX_PIECES)
      throw new TooMuchWork(`more than ${MAX_PIECES} characters of codes in one field`);
    return item.value.split(split).flatMap((piece) => {
      item.run.step();
      return piece.trim() === '' ? [] : [{ ...item, value: piece.trim() }];
    });
  });
}

/** What was read to make a fact: its values, and what only steered. */
export class Reading {
  readonly places = new PlaceList();
  readonly steering = new PlaceList();
}
