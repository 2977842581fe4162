import { pointer } from '../json-pointer.ts';
import type { QuarantineCode } from '../../plan/delivery.ts';

/** Work that one delivery may take; beyond it the delivery is refused as a whole. */
const MAX_STEPS = 1_000_000;
/** Characters that the facts of one delivery may hold together. */
const MAX_OUTPUT = 32_000_000;

/** Thrown when a delivery asks for more work than any real one does. */
export class TooMuchWork extends Error {}

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

/** What one run of a mapping shares. */
export class Run {
  #steps = 0;
  #output = 0;
  /** List → field → value → items: look-ups are made once. */
  readonly found = new Map<unknown, Map<string, ReadonlyMap<string, readonly Scope[]>>>();
  /** Place of an item → the labels by which the source marks it. */
  readonly #marks = new Map<string, readonly string[]>();

  mark(place: string, labels: readonly string[]): void {
    if (labels.length > 0) this.#marks.set(place, [...(this.#marks.get(place) ?? []), ...labels]);
  }

  /** The labels of everything that values at these places stand in. */
  marksOf(places: ReadonlySet<string>): readonly string[] {
    if (this.#marks.size === 0) return [];
    return [...places].flatMap((place) => this.#around(place));
  }

  #around(place: string): readonly string[] {
    const own = this.#marks.get(place) ?? [];
    return place === '' ? own : [...own, ...this.#around(place.slice(0, place.lastIndexOf('/')))];
  }

  /** Counts what a value puts into a fact. @throws TooMuchWork */
  put(text: string): void {
    this.#output += text.length;
    if (this.#output > MAX_OUTPUT) throw new TooMuchWork('more text than a delivery may give');
  }

  /** Counts one look at the source or the mapping. @throws TooMuchWork */
  step(): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new TooMuchWork('more work than a delivery may take');
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

/** Where a field is looked for: some items up (or from the body), then by name. */
export interface FieldPath {
  /** Items to go up; Infinity = the body as a whole. */
  readonly up: number;
  readonly names: readonly string[];
}

/**
 * Parses `naam/voornaam` (in this item), `^/clientId` (in the item around it), `/gezin/nummer` (in
 * the body) and `.` (the item itself). `~1` stands for `/` and `~0` for `~` in a name.
 * @returns undefined when it is none of these
 */
export function parseFieldPath(text: string): FieldPath | undefined {
  if (text === '.') return { up: 0, names: [] };
  if (text === '/') return { up: Infinity, names: [] };
  const parts = /^(\^+(?:\/|$)|\/|)(.*)$/s.exec(text);
  if (!parts) return undefined;
  const [, start = '', rest = ''] = parts;
  const names = rest === '' && start.startsWith('^') ? [] : rest.split('/');
  if (names.includes('') || rest.startsWith('^')) return undefined;
  const up = start === '/' ? Infinity : start.replace('/', '').length;
  return { up, names: names.map((n) => n.replaceAll('~1', '/').replaceAll('~0', '~')) };
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
  from.run.step();
  let { value, place } = ancestor(path.up, from);
  for (const name of path.names) {
    // The text of an XML element, which is the element itself when it has nothing else.
    if (name === '#text' && typeof value === 'string') continue;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
    place = pointer(place, name);
  }
  return isNothing(value) ? undefined : { value, place };
}

/** The items at a path: of a list each, of anything else that itself. */
export function itemsAt(path: FieldPath, from: Scope): readonly Scope[] {
  const found = lookUp(path, from);
  if (!found) return [];
  const { run } = from;
  const parent = ancestor(path.up, from);
  const inside = { parent, run, directories: parent.directories };
  if (!Array.isArray(found.value)) return [{ ...found, number: 0, ...inside }];
  return (found.value as readonly unknown[]).flatMap((value, number) => {
    run.step();
    return isNothing(value)
      ? []
      : [{ value, place: pointer(found.place, number), number, ...inside }];
  });
}

/** The text of a scalar; undefined for objects and lists. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** What was read to make a fact: its values, and what only steered. */
export class Reading {
  readonly places = new Set<string>();
  readonly steering = new Set<string>();
}
