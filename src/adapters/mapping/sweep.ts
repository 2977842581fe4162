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
export function sweep(body: unknown, at: string, collected: Collected): void {
  const whole = new Set([...collected.ignored, ...collected.quarantined.map((q) => q.place)]);
  walk(body, at, { collected, whole, owner: collected.owners.get(at) });
}

interface Sweeping {
  readonly collected: Collected;
  /** Places that stand for everything below them. */
  readonly whole: ReadonlySet<string>;
  readonly owner: ItemContext | undefined;
}

function walk(value: unknown, place: string, sweeping: Sweeping): void {
  if (isNothing(value) || sweeping.whole.has(place)) return;
  const { collected } = sweeping;
  const owner = collected.owners.get(place) ?? sweeping.owner;
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value))
      walk(inner, pointer(place, name), { ...sweeping, owner });
    return;
  }
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
