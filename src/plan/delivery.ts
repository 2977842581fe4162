import type { Instant } from '../vocabulary/instant.ts';
import type { Element, Involvement, ResourceKey } from './fact.ts';

/** A fact as an adapter reads it: people are still the source's own local identifiers. */
export interface MappedFact {
  readonly resource: ResourceKey | { readonly type: 'Patient'; readonly person: string };
  readonly elements: readonly Element[];
  readonly labels: readonly string[];
  /** Local identifiers as enrolled (`Patient/pat-1`, `C-QSM74`, `bsn:999904012`). */
  readonly subjects: readonly string[];
  /**
   * People it is not about and beside whom it was said: a fact goes only to plans where they are
   * members too. For a person whose identifier means something within one file only.
   */
  readonly alongside?: readonly string[];
  readonly law?: string;
  readonly involvement?: Involvement;
  readonly places: readonly string[];
  /**
   * What this is instead when one of its people is not enrolled, or is no member of the plan of
   * those alongside: only the plan knows who is a
   * household member. Used for relatives, who are third parties when they are no member.
   */
  readonly otherwise?: MappedFact;
}

/** What one delivery says about one unit of the source; replaces what it said of it before. */
export interface MappedDossier {
  readonly key: string;
  readonly facts: readonly MappedFact[];
  /**
   * About nobody by itself, as a practitioner: it is known in each plan by those who refer to it
   * there, and a delivery about one household replaces it in the plan of that household only.
   */
  readonly shared?: true;
}

/** Why something was held back; the text names place and remedy, never a value. */
export interface Quarantined {
  readonly place: string;
  readonly code: QuarantineCode;
  readonly text: string;
}

export const QUARANTINE_CODES = [
  'not-a-plan-resource',
  'invalid-value',
  'invalid-resource',
  'unknown-code',
  'unknown-person',
  'people-of-different-plans',
  'contradictory-person',
  'no-subject',
  'unmapped',
  'too-large',
  'superseded',
  'unreadable',
] as const;
export type QuarantineCode = (typeof QUARANTINE_CODES)[number];

/** A whole push, read by an adapter, before people are looked up. */
export interface MappedDelivery {
  /** Name and version of the mapping, e.g. `school-json 1.0.0`. */
  readonly mapping: string;
  readonly dossiers: readonly MappedDossier[];
  /** Dossiers the source takes back. */
  readonly withdrawn: readonly string[];
  /**
   * Dossier, stated or withdrawn → the moment as of which the source says this, by its own
   * reckoning. Of two words about one dossier the later moment holds, in whatever order they come;
   * dossiers without one go by order of arrival.
   */
  readonly asOf?: ReadonlyMap<string, Instant>;
  readonly quarantined: readonly Quarantined[];
  /** Other names under which the delivery itself identifies a person: local identifier → aliases. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /**
   * People whom the delivery names by something the source said of them before: name → the dossier
   * that says it. They are the one person that this dossier of the same source is about now.
   */
  readonly knownBy?: ReadonlyMap<string, string>;
  /**
   * Places that were read and are no content of the plan: envelope, narrative, displays, keys and
   * codes that only steer the mapping. A place stands for everything below it. Together with the
   * places of facts and the quarantined places this accounts for every value of the body.
   */
  readonly ignored: readonly string[];
  /**
   * Whose whole file this can be, as the source names them: those whose own Patient or dossier is in
   * it. Absent: deliveries of this kind are never everything about anybody (a single message).
   */
  readonly about?: readonly string[];
  /** Dossiers that were in the body and of which nothing could be read: they stay as they were. */
  readonly held?: readonly string[];
  /** Something could not be read, and to which dossier it belongs is not known. */
  readonly astray?: boolean;
}
