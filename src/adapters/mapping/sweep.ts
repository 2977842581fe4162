import type { MappedFact, Quarantined } from '../../plan/delivery.ts';
import { primitiveChecks } from '../../plan/fhir/primitives.ts';
import { pointer } from '../json-pointer.ts';
import type { ItemContext } from './facts.ts';
import type { Collected } from './collected.ts';
import { UNCLASSIFIED } from './labels.ts';
import { PlaceList } from './places.ts';
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
  const { ignored, lost, owners } = collected;
  const held = new Set(collected.quarantined.map((q) => q.place));
  // A fact that was held back at its item says nothing of what else stands in the item.
  const below = [...held].filter((place) => !owners.has(place));
  const whole = new Set([...ignored, ...lost, ...below]);
  const owner = owners.get(at);
  if (typeof body !== 'object' && !isNothing(body) && !whole.has(at) && !held.has(at))
    sweepValue(body, at, { collected, owner });
  yield* walk(body, at, { sweeping: { collected, whole, held }, owner });
}

interface Sweeping {
  readonly collected: Collected;
  /** Places that stand for everything below them. */
  readonly whole: ReadonlySet<string>;
  readonly held: ReadonlySet<string>;
}

/** Members of one object or list that are gone over between two stops. */
const MEMBERS_AT_ONCE = 128;

interface Around {
  readonly sweeping: Sweeping;
  /** The item that a value stands in. */
  readonly owner: ItemContext | undefined;
}

function* walk(value: unknown, place: string, around: Around): Generator<undefined, void> {
  const { sweeping } = around;
  if (typeof value !== 'object' || value === null || sweeping.whole.has(place)) return;
  const { collected } = sweeping;
  const owner = collected.owners.get(place) ?? around.owner;
  const inside = owner === around.owner ? around : { sweeping, owner };
  let count = 0;
  for (const name of Object.keys(value)) {
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    const at = pointer(place, name);
    if (typeof inner === 'object') yield* walk(inner, at, inside);
    else if (!isNothing(inner) && !isAccounted(at, sweeping))
      sweepValue(inner, at, { collected, owner: collected.owners.get(at) ?? owner });
    count += 1;
    if (count % MEMBERS_AT_ONCE === 0) yield;
  }
}

function isAccounted(place: string, { whole, held }: Sweeping): boolean {
  return whole.has(place) || held.has(place);
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
  const about = aboutOf(owner);
  if ('code' in about) {
    collected.hold({ place, ...about });
    return;
  }
  const text = textOf(value) ?? '';
  if (isFhirText(text)) collected.add(about.dossier, unclassified(text, place, about));
  else collected.hold({ place, code: 'invalid-value', text: 'is no text that FHIR can hold' });
}

/** The one thing in the fact of such a value that can be wrong. */
const isFhirText = primitiveChecks.get('string') ?? (() => false);

type Held = Pick<Quarantined, 'code' | 'text'>;

const NOBODY: Held = {
  code: 'unmapped',
  text: 'no rule names this value, and whom it concerns is not clear',
};

/** What an item gives to its values, or why it gives nothing. */
function aboutOf(owner: ItemContext | undefined): About | Held {
  if (!owner || owner.dossier === '') return NOBODY;
  const { dossier } = owner;
  try {
    const subjects = owner.subjects(new PlaceList());
    return subjects.length === 0 ? NOBODY : { dossier, subjects, law: owner.law(new PlaceList()) };
  } catch (error) {
    if (!(error instanceof HeldBack)) throw error;
    return { code: error.code, text: error.message };
  }
}

/** Whether a fact is a value that no rule of the mapping names. */
export function isUnnamed({ resource }: MappedFact, dossier: string): boolean {
  return 'key' in resource && resource.key.startsWith(`${dossier}/${UNNAMED}/`);
}

interface About {
  readonly dossier: string;
  readonly subjects: readonly string[];
  readonly law: string | undefined;
}

const SENT = { path: ['status'], value: 'completed' };
const CONTENT = ['payload', '#value', 'contentString'];
const UNKNOWN = [UNCLASSIFIED];

function unclassified(text: string, place: string, { dossier, subjects, law }: About): MappedFact {
  return {
    resource: { type: 'Communication', key: `${dossier}/${UNNAMED}${place}` },
    elements: [SENT, { path: CONTENT, value: text }],
    labels: UNKNOWN,
    subjects,
    ...(law === undefined ? {} : { law }),
    places: [place],
  };
}
