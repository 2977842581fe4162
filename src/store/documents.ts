import type { FactRecord, PlanState, Sheet } from '../flows/ports.ts';
import type { Fact } from '../plan/fact.ts';
import { elementsText, storedFact } from '../plan/stored-fact.ts';
import { packHeads, unpackHeads } from './packed-heads.ts';
import type { PlanKeys } from './plan-keys.ts';
import { seal, unseal } from './seal.ts';

/** Where a sheet stands; part of what its seal binds. */
export interface SheetPlace {
  readonly source: string;
  /** Sorted. */
  readonly subjects: readonly string[];
  readonly fromEpoch: number;
}

/** A sheet sealed in two parts: the heads stay when the content goes. */
export interface SealedSheet {
  readonly heads: Buffer;
  readonly content: Buffer;
}

export function sealState(keys: PlanKeys, fromEpoch: number, state: PlanState): Buffer {
  return seal(keys.own, JSON.stringify(state), stateContext(keys.planId, fromEpoch));
}

/** The state, frozen: it is shared by everyone who reads the plan at this version. */
export function openState(keys: PlanKeys, fromEpoch: number, sealed: Uint8Array): PlanState {
  const text = unseal(keys.own, sealed, stateContext(keys.planId, fromEpoch)).toString('utf8');
  return deepFreeze(JSON.parse(text)) as PlanState;
}

/**
 * Seals a sheet under the keys of its subjects.
 * @throws RangeError when a fact belongs to another source or to other subjects: it would not be
 *   erased with them
 */
export function sealSheet(keys: PlanKeys, place: SheetPlace, facts: readonly Fact[]): SealedSheet {
  const key = keys.sheetKey(place.subjects);
  if (!facts.every((fact) => belongs(fact, place)))
    throw new RangeError('a fact stands on the sheet of others');
  // One line per fact: JSON has no line breaks of its own, and a fact nobody looks at stays a line.
  const contents = facts.map(elementsText).join('\n');
  return {
    heads: seal(key, packHeads(facts), sheetContext(keys, place, 'heads')),
    content: seal(key, contents, sheetContext(keys, place, 'content')),
  };
}

/** The heads of the facts of a sheet: everything but their values. */
export function openHeads(keys: PlanKeys, place: SheetPlace, heads: Buffer): readonly FactRecord[] {
  const key = keys.sheetKey(place.subjects);
  const text = unseal(key, heads, sheetContext(keys, place, 'heads')).toString('utf8');
  return unpackHeads(text);
}

/** A live sheet with its content. */
export function openSheet(keys: PlanKeys, place: SheetPlace, sealed: SealedSheet): Sheet {
  const key = keys.sheetKey(place.subjects);
  const text = unseal(key, sealed.content, sheetContext(keys, place, 'content')).toString('utf8');
  const heads = openHeads(keys, place, sealed.heads);
  const contents = text === '' ? [] : text.split('\n');
  if (contents.length !== heads.length) throw new Error('content of another format');
  const facts = heads.map((head, i) => storedFact(head, contents[i] ?? ''));
  return { source: place.source, subjects: place.subjects, facts };
}

function belongs(fact: FactRecord, { source, subjects }: SheetPlace): boolean {
  if (fact.source === source && isSame(fact.subjects, subjects)) return true;
  const own = [...new Set(fact.subjects)].sort();
  return fact.source === source && isSame(own, subjects);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((subject, i) => subject === b[i]);
}

function stateContext(planId: string, fromEpoch: number): string {
  return JSON.stringify(['state', planId, fromEpoch]);
}

function sheetContext(keys: PlanKeys, place: SheetPlace, part: 'heads' | 'content'): string {
  return JSON.stringify([part, keys.planId, place.source, place.fromEpoch, ...place.subjects]);
}

function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
