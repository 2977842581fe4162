import type { MappedFact } from '../../plan/delivery.ts';
import { validateElements } from '../../plan/fhir/part.ts';
import { pointer } from '../json-pointer.ts';
import type { ItemContext } from './facts.ts';
import type { Collected } from './collected.ts';
import { UNCLASSIFIED } from './labels.ts';
import { HeldBack, isNothing, textOf } from './scope.ts';

/** Begins the keys of what no rule names; the rest is the place. */
const UNNAMED = 'unnamed';

/**
 * Goes over every value of the body once more: what no rule named stays with its source as an
 * unclassified fact of the item it stands in, and is held back where nobody is known to be concerned.
 */
export function* sweep(
  body: unknown,
  at: string,
  collected: Collected,
): Generator<undefined, void> {
  const whole = new Set([...collected.ignored, ...collected.quarantined.map((q) => q.place)]);
  const owner = collected.owners.get(at);
  if (typeof body !== 'object' && !isNothing(body) && !whole.has(at))
    sweepValue(body, at, { collected, owner });
  yield* walk(body, at, { collected, whole, owner });
}

interface Sweeping {
  readonly collected: Collected;
  /** Places that stand for everything below them. */
  readonly whole: ReadonlySet<string>;
  readonly owner: ItemContext | undefined;
}

/** Members of one object or list that are gone over between two stops. */
const MEMBERS_AT_ONCE = 128;

function* walk(value: unknown, place: string, sweeping: Sweeping): Generator<undefined, void> {
  if (isNothing(value) || sweeping.whole.has(place)) return;
  const { collected } = sweeping;
  const owner = collected.owners.get(place) ?? sweeping.owner;
  if (typeof value !== 'object' || value === null) return;
  for (const [i, [name, inner]] of Object.entries(value).entries()) {
    const at = pointer(place, name);
    if (typeof inner === 'object') yield* walk(inner, at, { ...sweeping, owner });
    else if (!isNothing(inner) && !sweeping.whole.has(at))
      sweepValue(inner, at, { collected, owner: collected.owners.get(at) ?? owner });
    if (i % MEMBERS_AT_ONCE === MEMBERS_AT_ONCE - 1) yield;
  }
}

function sweepValue(value: unknown, place: string, { collected, owner }: Keeping): void {
  if (collected.mapped.has(place) || collected.steering.has(place)) return;
  keepForSource(value, place, { collected, owner });
}

interface Keeping {
  readonly collected: Collected;
  readonly owner: ItemContext | undefined;
}

function keepForSource(value: unknown, place: string, { collected, owner }: Keeping): void {
  try {
    const subjects = owner?.subjects(new Set()) ?? [];
    if (!owner || owner.dossier === '' || subjects.length === 0)
      throw new HeldBack(
        'unmapped',
        place,
        'no rule names this value, and whom it concerns is not clear',
      );
    const fact = unclassified(textOf(value) ?? '', place, { owner, subjects });
    if (validateElements(fact.resource.type, fact.elements).length > 0)
      throw new HeldBack('invalid-value', place, 'is no text that FHIR can hold');
    collected.add(owner.dossier, fact);
  } catch (error) {
    if (!(error instanceof HeldBack)) throw error;
    collected.quarantined.push({ place, code: error.code, text: error.message });
  }
}

/** Whether a fact is a value that no rule of the mapping names. */
export function isUnnamed({ resource }: MappedFact, dossier: string): boolean {
  return 'key' in resource && resource.key.startsWith(`${dossier}/${UNNAMED}/`);
}

interface About {
  readonly owner: ItemContext;
  readonly subjects: readonly string[];
}

function unclassified(text: string, place: string, { owner, subjects }: About): MappedFact {
  const law = owner.law(new Set());
  return {
    resource: { type: 'Communication', key: `${owner.dossier}/${UNNAMED}${place}` },
    elements: [
      { path: ['status'], value: 'completed' },
      { path: ['payload', '#value', 'contentString'], value: text },
    ],
    labels: [UNCLASSIFIED],
    subjects,
    ...(law === undefined ? {} : { law }),
    places: [place],
  };
}
