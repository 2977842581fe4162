import type { MappedDelivery, MappedDossier, Quarantined } from '../../plan/delivery.ts';
import type { Collected } from './collected.ts';

/** What was found in one document, and where the document stands in the body. */
export interface ReadDocument {
  readonly place: string;
  readonly collected: Collected;
}

/**
 * The delivery of one or several documents. A dossier of which everything was held back stays as it
 * was. A dossier that stands in several documents is held back in all of them: which of them is the
 * whole of it, nobody knows.
 * @param mapping name and version
 */
export function deliveryOf(mapping: string, documents: readonly ReadDocument[]): MappedDelivery {
  const torn = tornDossiers(documents);
  const dossiers: MappedDossier[] = [];
  const held = new Set<string>(torn.keys());
  const quarantined: (readonly Quarantined[])[] = [];
  for (const { place, collected } of documents) {
    for (const [key, facts] of collected.dossiers) {
      if (torn.has(key)) quarantined.push(tornFacts(place, facts));
      else if (facts.length === 0 && collected.wanting.has(key)) held.add(key);
      else dossiers.push({ key, facts });
    }
    quarantined.push(collected.quarantined);
  }
  const all = documents.map(({ collected }) => collected);
  return {
    mapping,
    dossiers,
    withdrawn: [],
    quarantined: quarantined.flat(),
    aliases: aliasesOf(all),
    ignored: all.flatMap(({ ignored, steering }) => [...ignored, ...steering]),
    about: [...new Set(all.flatMap(({ about }) => [...about]))],
    held: [...held],
    astray: all.some(({ astray }) => astray),
  };
}

/** Dossiers that more than one document states. */
function tornDossiers(documents: readonly ReadDocument[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { collected } of documents)
    for (const key of collected.dossiers.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count > 1));
}

const TORN =
  'this dossier stands on several lines: put all of it on one line, or send the lines as one JSON list';

function tornFacts(place: string, facts: MappedDossier['facts']): readonly Quarantined[] {
  const places = facts.flatMap((fact) => fact.places);
  return [...new Set(places.length > 0 ? places : [place])].map((each) => ({
    place: each,
    code: 'invalid-value',
    text: TORN,
  }));
}

/** What several documents call one person by, together. */
function aliasesOf(all: readonly Collected[]): MappedDelivery['aliases'] {
  const aliases = new Map<string, readonly string[]>();
  for (const collected of all)
    for (const [name, others] of collected.aliases)
      aliases.set(name, [...new Set([...(aliases.get(name) ?? []), ...others])]);
  return aliases;
}
