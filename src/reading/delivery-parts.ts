import type { MappedDelivery, MappedDossier, MappedFact } from '../adapters/delivery.ts';
import type { DeliveryPart, DossierPart, ListName, MapName } from './thread-messages.ts';
import { LISTS, MAPS } from './thread-messages.ts';

/** Values in one part, about: taking it over lasts a few milliseconds. */
const VALUES_AT_ONCE = 5_000;
/** A fact brings its own members along: resource, labels, subjects, places. */
const OF_A_FACT = 12;

/** A delivery as parts that can cross from one thread to another. */
export function* partsOf(delivery: MappedDelivery): Generator<DeliveryPart, void> {
  const { mapping, astray } = delivery;
  yield {
    kind: 'head',
    plain: { mapping, ...(astray === undefined ? {} : { astray }) },
    present: [...LISTS, ...MAPS].filter((name) => delivery[name] !== undefined),
  };
  for (const name of LISTS)
    for (const items of slices<unknown>(delivery[name] ?? [])) yield { kind: 'list', name, items };
  for (const name of MAPS)
    for (const entries of slices<unknown>([...(delivery[name] ?? [])]))
      yield { kind: 'map', name, entries };
  yield* dossierParts(delivery.dossiers);
}

function* slices<T>(all: readonly T[]): Generator<readonly T[], void> {
  for (let i = 0; i < all.length; i += VALUES_AT_ONCE) yield all.slice(i, i + VALUES_AT_ONCE);
}

function* dossierParts(all: readonly MappedDossier[]): Generator<DeliveryPart, void> {
  let dossiers: DossierPart[] = [];
  let room = VALUES_AT_ONCE;
  for (const { facts, ...rest } of all) {
    let from = 0;
    do {
      const to = endOf(facts, from, room);
      dossiers.push({ ...rest, facts: facts.slice(from, to), goesOn: from > 0 });
      room -= OF_A_FACT + weightOf(facts, from, to);
      from = to;
      if (room > 0) continue;
      yield { kind: 'dossiers', dossiers };
      dossiers = [];
      room = VALUES_AT_ONCE;
    } while (from < facts.length);
  }
  if (dossiers.length > 0) yield { kind: 'dossiers', dossiers };
}

/** How far the facts from here fit; one at least. */
function endOf(facts: readonly MappedFact[], from: number, room: number): number {
  let to = from;
  for (let left = room; to < facts.length && (left > 0 || to === from); to += 1)
    left -= weightOf(facts, to, to + 1);
  return to;
}

function weightOf(facts: readonly MappedFact[], from: number, to: number): number {
  let weight = 0;
  for (let i = from; i < to; i += 1) {
    const fact = facts[i];
    weight += OF_A_FACT + (fact ? valuesIn(fact.elements) + valuesIn(fact.otherwise) : 0);
  }
  return weight;
}

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let sum = 1;
  for (const inner of Object.values(value)) sum += valuesIn(inner);
  return sum;
}

type Lists = { [name in ListName]?: unknown[] };
type Maps = { [name in MapName]?: Map<unknown, unknown> };

/** Puts the parts of one delivery together again, in the order in which they were made. */
export class TakenParts {
  #plain: Pick<MappedDelivery, 'mapping' | 'astray'> = { mapping: '' };
  readonly #lists: Lists = {};
  readonly #maps: Maps = {};
  readonly #dossiers: (MappedDossier & { readonly facts: MappedFact[] })[] = [];

  take(part: DeliveryPart): void {
    if (part.kind === 'head') this.#begin(part);
    else if (part.kind === 'list') this.#lists[part.name]?.push(...part.items);
    else if (part.kind === 'map')
      for (const [key, value] of part.entries as readonly [unknown, unknown][])
        this.#maps[part.name]?.set(key, value);
    else for (const dossier of part.dossiers) this.#takeDossier(dossier);
  }

  #begin({ plain, present }: Extract<DeliveryPart, { kind: 'head' }>): void {
    this.#plain = { ...plain };
    for (const name of LISTS) if (present.includes(name)) this.#lists[name] = [];
    for (const name of MAPS) if (present.includes(name)) this.#maps[name] = new Map();
  }

  #takeDossier({ goesOn, facts, ...rest }: DossierPart): void {
    const last = this.#dossiers.at(-1);
    if (goesOn && last) last.facts.push(...facts);
    else this.#dossiers.push({ ...rest, facts: [...facts] });
  }

  /** The delivery of which all parts were taken. */
  whole(): MappedDelivery {
    const all = { ...this.#plain, dossiers: this.#dossiers, ...this.#lists, ...this.#maps };
    // Made from a delivery by `partsOf`, member by member.
    return all as unknown as MappedDelivery;
  }
}
