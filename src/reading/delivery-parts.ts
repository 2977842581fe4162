import type { MappedDelivery, MappedDossier, MappedFact } from '../adapters/delivery.ts';
import type { DeliveryPart, DossierPart } from './thread-messages.ts';

/** Values in one part, about: taking it over lasts a few milliseconds. */
const VALUES_AT_ONCE = 5_000;
/** A fact brings its own members along: resource, labels, subjects, places. */
const OF_A_FACT = 12;

/** A delivery as parts that can cross from one thread to another. */
export function* partsOf(delivery: MappedDelivery): Generator<DeliveryPart, void> {
  const { dossiers, ...members } = delivery;
  for (const [name, value] of Object.entries(members) as readonly [string, unknown][])
    if (Array.isArray(value))
      for (const items of slices<unknown>(value)) yield { kind: 'list', name, items };
    else if (value instanceof Map)
      for (const entries of slices([...(value as ReadonlyMap<unknown, unknown>)]))
        yield { kind: 'map', name, entries };
    else yield { kind: 'plain', name, value };
  yield* dossierParts(dossiers);
}

/** One at least. */
function* slices<T>(all: readonly T[]): Generator<readonly T[], void> {
  for (let i = 0; i === 0 || i < all.length; i += VALUES_AT_ONCE)
    yield all.slice(i, i + VALUES_AT_ONCE);
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

/** Puts the parts of one delivery together again, in the order in which they were made. */
export class TakenParts {
  readonly #plain = new Map<string, unknown>();
  readonly #lists = new Map<string, unknown[]>();
  readonly #maps = new Map<string, Map<unknown, unknown>>();
  readonly #dossiers: (MappedDossier & { readonly facts: MappedFact[] })[] = [];

  take(part: DeliveryPart): void {
    if (part.kind === 'plain') this.#plain.set(part.name, part.value);
    else if (part.kind === 'list') ofName(this.#lists, part.name, () => []).push(...part.items);
    else if (part.kind === 'map') {
      const map = ofName(this.#maps, part.name, () => new Map<unknown, unknown>());
      for (const [key, value] of part.entries) map.set(key, value);
    } else for (const dossier of part.dossiers) this.#takeDossier(dossier);
  }

  #takeDossier({ goesOn, facts, ...rest }: DossierPart): void {
    const last = this.#dossiers.at(-1);
    if (goesOn && last) last.facts.push(...facts);
    else this.#dossiers.push({ ...rest, facts: [...facts] });
  }

  /** The delivery of which all parts were taken. */
  whole(): MappedDelivery {
    const members = Object.fromEntries<unknown>([...this.#plain, ...this.#lists, ...this.#maps]);
    // Made from a delivery by `partsOf`, member by member.
    return { ...members, dossiers: this.#dossiers } as unknown as MappedDelivery;
  }
}

function ofName<T>(all: Map<string, T>, name: string, make: () => T): T {
  const known = all.get(name);
  if (known !== undefined) return known;
  const made = make();
  all.set(name, made);
  return made;
}
