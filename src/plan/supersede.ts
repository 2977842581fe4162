import type { Instant } from '../vocabulary/instant.ts';
import type { MappedDelivery, MappedDossier, Quarantined } from './delivery.ts';

/** Dossier → the moment of the last word about it. */
export type Moments = ReadonlyMap<string, Instant>;

/**
 * Leaves out of a delivery what an earlier delivery knew better: dossiers, stated or withdrawn, as
 * of a moment before the one that is held. An equal moment is no earlier one: a corrected mapping
 * says the same word anew.
 * @param momentOf the moment of the last stored word about a dossier; undefined when there is none
 * @returns the rest; what was left out stands among the quarantined as `superseded`
 */
export function withoutSuperseded(
  delivery: MappedDelivery,
  momentOf: (dossier: string) => Instant | undefined,
): MappedDelivery {
  const { asOf, dossiers, withdrawn } = delivery;
  if (!asOf) return delivery;
  const isOld = (key: string): boolean =>
    (asOf.get(key) ?? Infinity) < (momentOf(key) ?? -Infinity);
  const old = dossiers.filter(({ key }) => isOld(key));
  const unsaid = withdrawn.filter(isOld);
  if (old.length + unsaid.length === 0) return delivery;
  return {
    ...delivery,
    dossiers: dossiers.filter(({ key }) => !isOld(key)),
    withdrawn: withdrawn.filter((key) => !isOld(key)),
    held: [...(delivery.held ?? []), ...old.map(({ key }) => key)],
    quarantined: [
      ...delivery.quarantined,
      ...old.flatMap(placesOf).map(superseded),
      ...unsaid.map(() => superseded('')),
    ],
  };
}

const superseded = (place: string): Quarantined => ({
  place,
  code: 'superseded',
  text: 'a later word about this was taken in before: this one changes nothing',
});

/** A dossier that says nothing any more has no place of its own: the delivery stands for it. */
function placesOf({ facts }: MappedDossier): readonly string[] {
  return facts.length === 0 ? [''] : facts.flatMap((fact) => fact.places);
}

/** What decides which moments of a delivery are kept. */
interface Keeping {
  /** Whether a fact of the dossier went into a plan. */
  readonly isStored: (dossier: string) => boolean;
  readonly momentOf: (dossier: string) => Instant | undefined;
  readonly now: Instant;
}

/**
 * The moments to be kept after a delivery: of dossiers it takes back or empties, and of those of
 * which something was stored. What was held back as a whole is no word yet. A moment that has not
 * come yet is kept as now: a year mistyped must not shut out every correction.
 */
export function momentsToKeep(
  { asOf, dossiers, withdrawn }: MappedDelivery,
  { isStored, momentOf, now }: Keeping,
): Moments {
  const stated = dossiers.filter(({ key, facts }) => facts.length === 0 || isStored(key));
  const kept = new Map<string, Instant>();
  for (const key of [...withdrawn, ...stated.map((dossier) => dossier.key)]) {
    const moment = asOf?.get(key);
    if (moment !== undefined)
      kept.set(key, Math.max(Math.min(moment, now), momentOf(key) ?? -Infinity));
  }
  return kept;
}
