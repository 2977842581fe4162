import type { MappedFact } from '../../plan/delivery.ts';
import type { Json } from '../../plan/fact.ts';
import type { Collected } from './collected.ts';

const TEXT =
  'two records of this dossier say something else in the same place: give the resource or the item a key of its own';

/**
 * Holds back facts of one dossier that say different things in one place of one resource. A plan
 * keeps one value there, and which of them is meant nobody knows. Values of an element itself may
 * differ (a plan shows both), and lists are put together.
 */
export function holdContradictions(collected: Collected): void {
  for (const [dossier, facts] of collected.dossiers) {
    const held = contradicting(facts);
    if (held.size === 0) continue;
    collected.dossiers.set(
      dossier,
      facts.filter((fact) => !held.has(fact)),
    );
    const places = [...held].flatMap((fact) => fact.places);
    collected.holdBack(
      dossier,
      places.map((place) => ({ place, code: 'invalid-value', text: TEXT })),
    );
  }
}

interface Slot {
  readonly text: string;
  readonly by: MappedFact[];
  differs: boolean;
}

function contradicting(facts: readonly MappedFact[]): ReadonlySet<MappedFact> {
  const slots = new Map<string, Slot>();
  for (const fact of facts)
    for (const { path, value } of fact.elements) {
      if (path.length < 2 || Array.isArray(value)) continue;
      const place = [...resourceOf(fact), ...path].join('\u0000');
      note(slots, place, { fact, value });
    }
  return new Set([...slots.values()].flatMap(({ by, differs }) => (differs ? by : [])));
}

function resourceOf({ resource }: MappedFact): readonly string[] {
  return 'person' in resource
    ? [resource.type, 'person', resource.person]
    : [resource.type, 'key', resource.key];
}

function note(
  slots: Map<string, Slot>,
  place: string,
  { fact, value }: { readonly fact: MappedFact; readonly value: Json },
): void {
  const text = JSON.stringify(value);
  const slot = slots.get(place);
  if (!slot) slots.set(place, { text, by: [fact], differs: false });
  else {
    slot.by.push(fact);
    slot.differs ||= slot.text !== text;
  }
}
