import type { MappedDelivery, MappedDossier } from '../../plan/delivery.ts';
import { opaqueDossier } from '../../plan/settle.ts';
import type { Gateway } from '../gateway.ts';
import type { Call } from '../requester.ts';

/** Names things of one source so that they can be found again and not be read. */
export interface Naming {
  readonly source: string;
  readonly opaque: (...parts: readonly string[]) => string;
}

/** How things are named of the source that calls. */
export function namingOf({ keyed }: Gateway, { requester }: Call): Naming {
  return {
    source: requester.organisation,
    opaque: (...parts) => keyed.opaque('fact', ...parts),
  };
}

/**
 * What a delivery has the last word on by coming last (opaque): the dossiers that it states or takes
 * back, and, when it is everything the source has about somebody, that person. Dossiers with a
 * moment of their own are ordered by it, not by arrival.
 */
export function wordsOf(
  { asOf, dossiers, withdrawn, about = [], aliases }: MappedDelivery,
  { source, opaque }: Naming,
  whole: boolean,
): readonly string[] {
  const keys = new Set([...dossiers.map(({ key }) => key), ...withdrawn]);
  const arriving = [...keys].filter((key) => !asOf?.has(key));
  const people = whole ? about.flatMap((name) => namesOf(name, aliases)) : [];
  return [
    ...arriving.map((key) => opaqueDossier(source, key, opaque)),
    ...people.map((name) => personWord({ source, opaque }, name)),
  ];
}

function namesOf(name: string, aliases: MappedDelivery['aliases']): readonly string[] {
  return [name, ...(aliases.get(name) ?? [])];
}

function personWord({ source, opaque }: Naming, name: string): string {
  return opaque('everything about', source, name);
}

/**
 * The dossiers (opaque) to which everything belongs that was held back; undefined where that is not
 * known of a part of it.
 */
export function dossiersConcerned(
  { dossiers, withdrawn, held, astray, asOf, quarantined }: MappedDelivery,
  { source, opaque }: Naming,
): readonly string[] | undefined {
  const lost = astray === true || quarantined.some(({ code }) => code === 'unmapped');
  if (asOf || lost || (quarantined.length > 0 && !held)) return undefined;
  const keys = new Set([...dossiers.map(({ key }) => key), ...withdrawn, ...(held ?? [])]);
  if (keys.size === 0) return undefined;
  return [...keys].map((key) => opaqueDossier(source, key, opaque));
}

/** A held delivery as it is read again: every word of it that later deliveries could overtake. */
export interface Reread {
  readonly delivery: MappedDelivery;
  /** Dossiers of which earlier readings of the same delivery spoke. */
  readonly former: readonly string[];
  readonly naming: Naming;
}

/** The words to be looked up before a held delivery is applied. */
export function wordsToLookUp({ delivery, former, naming }: Reread): readonly string[] {
  const { source, opaque } = naming;
  const keys = new Set([
    ...delivery.dossiers.map(({ key }) => key),
    ...delivery.withdrawn,
    ...former,
  ]);
  const people = new Set(delivery.dossiers.flatMap((dossier) => peopleOf(dossier, delivery)));
  return [
    ...[...keys].map((key) => opaqueDossier(source, key, opaque)),
    ...[...people].map((name) => personWord(naming, name)),
  ];
}

function peopleOf({ facts }: MappedDossier, { aliases }: MappedDelivery): readonly string[] {
  const names = new Set(facts.flatMap(({ subjects }) => subjects));
  return [...names].flatMap((name) => namesOf(name, aliases));
}

/** What of a held delivery still is the last word of its source. */
export interface StillSaid {
  readonly delivery: MappedDelivery;
  /** Places of what is left out. */
  readonly superseded: readonly string[];
  /** Words (opaque) that it takes: nothing later may have been said of them when it is stored. */
  readonly words: readonly string[];
  /** Words of which the same must hold, and that it does not take. */
  readonly watched: readonly string[];
  /** Dossiers (opaque) that it may bring to a plan and may not replace there. */
  readonly addOnly: ReadonlySet<string>;
}

/**
 * Leaves out of a held delivery everything of which its source spoke later. Dossiers of which an
 * earlier reading spoke and this one does not are taken back. Where such a dossier was spoken of
 * later, the names have changed: a dossier that is new may be that one by another name, and is left
 * out as well.
 * @param later those of {@link wordsToLookUp} that were said later
 */
export function stillSaid(reread: Reread, later: ReadonlySet<string>): StillSaid {
  const { delivery, former, naming } = reread;
  const word = (key: string) => opaqueDossier(naming.source, key, naming.opaque);
  const dated = (key: string) => delivery.asOf?.has(key) ?? false;
  const isLater = (key: string) => !dated(key) && later.has(word(key));
  const vanished = vanishedOf(delivery, former);
  const renamed = vanished.some(isLater);
  const known = new Set(former);
  const isOld = (key: string) => isLater(key) || (renamed && !known.has(key));
  const isTold = (dossier: MappedDossier) =>
    peopleOf(dossier, delivery).some((name) => later.has(personWord(naming, name)));
  const isOver = (dossier: MappedDossier) =>
    !dossier.shared && !dated(dossier.key) && (isOld(dossier.key) || isTold(dossier));
  const live = delivery.dossiers.filter((dossier) => !isOver(dossier));
  const withdrawn = [...delivery.withdrawn, ...vanished].filter((key) => !isOld(key));
  const ordered = live.filter(({ key, shared }) => !shared && !dated(key));
  return {
    delivery: { ...delivery, dossiers: live, withdrawn },
    superseded: [...new Set(delivery.dossiers.filter(isOver).flatMap(placesOf))],
    words: [...ordered.map(({ key }) => key), ...withdrawn.filter((key) => !dated(key))].map(word),
    watched: [
      ...new Set(
        ordered.flatMap((dossier) =>
          peopleOf(dossier, delivery).map((name) => personWord(naming, name)),
        ),
      ),
    ],
    addOnly: new Set(
      live.filter(({ key, shared }) => shared && isLater(key)).map(({ key }) => word(key)),
    ),
  };
}

/** Dossiers of earlier readings that this one does not name, not even as what cannot be read. */
function vanishedOf(
  { dossiers, withdrawn, held = [] }: MappedDelivery,
  former: readonly string[],
): readonly string[] {
  const named = new Set([...dossiers.map(({ key }) => key), ...withdrawn, ...held]);
  return former.filter((key) => !named.has(key));
}

function placesOf({ facts }: MappedDossier): readonly string[] {
  return facts.flatMap(({ places }) => places);
}
