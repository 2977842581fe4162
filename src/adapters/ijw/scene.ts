import type { MappedDossier, MappedFact, Quarantined, QuarantineCode } from '../delivery.ts';
import type { Json } from '../../plan/fact.ts';
import type { Instant } from '../../vocabulary/instant.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import type { Standard } from './message-types.ts';

/** What the mapping of one message shares: whom it is about, and what became of its values. */
export interface Scene {
  readonly standard: Standard;
  /** The client of the message as it is looked up: `bsn:…`, or the request that an answer is to. */
  readonly client: string;
  /** AGB code of the provider that sent the message or got it, as its header says. */
  readonly provider: string;
  /** Code of the municipality at the other end: it numbers its own allocations. */
  readonly municipality: string;
  /** The day that the message is dated (`yyyy-mm-dd`). */
  readonly dated: string;
  /** When the message was made, as far as it says so: see `messageMoment`. */
  readonly made: Instant;
  readonly dossiers: MappedDossier[];
  readonly withdrawn: string[];
  readonly quarantined: Quarantined[];
  readonly ignored: string[];
  readonly aliases: Map<string, readonly string[]>;
  readonly asOf: Map<string, Instant>;
  /** As `MappedDelivery.knownBy`. */
  readonly knownBy: Map<string, string>;
}

/** What a fact says, before it is known of whom and of which resource. */
export interface Part {
  readonly labels: readonly string[];
  readonly elements: MappedFact['elements'];
  readonly places: readonly string[];
}

/** Members of a resource that say something; what is undefined is left out. */
export type Said = Readonly<Record<string, Json | undefined>>;

/** The child of that name, if there is one. */
export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((each) => each.name === name);

/** The children of a list element: `Relaties` → every `Relatie`. */
export const items = (element: XmlElement, list: string): readonly XmlElement[] =>
  child(element, list)?.children ?? [];

/** The text of a child, or of the child of a child: `Geslachtsnaam/Achternaam`. */
export function textOf(element: XmlElement, path: string): string | undefined {
  let at: XmlElement | undefined = element;
  for (const name of path.split('/')) at = at && child(at, name);
  return at?.text.trim();
}

/** The places of every text in these children of an element. */
export function placesOf(element: XmlElement, ...names: readonly string[]): readonly string[] {
  return element.children.filter(({ name }) => names.includes(name)).flatMap(leaves);
}

function leaves(element: XmlElement): readonly string[] {
  return element.children.length === 0 ? [element.place] : element.children.flatMap(leaves);
}

/** An object of what is said; undefined when nothing is. */
export function saying(said: Said): { readonly [name: string]: Json } | undefined {
  const members = Object.entries(said).filter(
    (member): member is [string, Json] => member[1] !== undefined,
  );
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** Elements of a resource by path (`identifier #bsn`); what is undefined is left out. */
export function elementsOf(said: Said): MappedFact['elements'] {
  return Object.entries(said).flatMap(([path, value]) =>
    value === undefined ? [] : [{ path: path.split(' '), value }],
  );
}

/** A period from and to a day; undefined when neither is known. */
export const period = (start: string | undefined, end: string | undefined) =>
  saying({ start, end });

/** True when a period ends before it starts. Days compare as text. */
export const endsBefore = (start: string | undefined, end: string | undefined): boolean =>
  start !== undefined && end !== undefined && end < start;

/** Whether the day in one child is not before the day in another; else the element is held back. */
export function inOrder(element: XmlElement, start: string, end: string, scene: Scene): boolean {
  if (!endsBefore(textOf(element, start), textOf(element, end))) return true;
  holdBack(scene, element, 'invalid-value', `${end} is before ${start}`);
  return false;
}

/** Read, and no content of the plan. One by one: a message may have more places than a call takes. */
export function ignore({ ignored }: Scene, places: readonly string[]): void {
  for (const place of places) ignored.push(place);
}

/** Holds an element back with everything in it. */
export function holdBack(
  scene: Scene,
  { place, line }: XmlElement,
  code: QuarantineCode,
  text: string,
): void {
  scene.quarantined.push({ place, code, text: `line ${line}: ${text}` });
}

/** States a dossier, as of when the message was made or another moment. */
export function stateDossier(
  { dossiers, asOf, made }: Scene,
  dossier: MappedDossier,
  moment: Instant = made,
): void {
  dossiers.push(dossier);
  asOf.set(dossier.key, moment);
}

/** The key of a dossier about the client: what one delivery replaces. */
export const dossierKey = ({ standard, client }: Scene, ...parts: readonly string[]): string =>
  [standard.prefix, client, ...parts].join('/');

/**
 * The dossier with the reference of a request: known by the provider and what the provider calls the
 * request, so that an answer, which names no client, finds whom it is about. References are unique
 * per provider and statute (TR347).
 */
export const referenceDossier = ({ standard, provider }: Scene, reference: string): string =>
  [standard.prefix, provider, 'referentie', reference].join('/');

/** A code of one list, with a text that people read. */
export const concept = (system: string, code: string, text: string) => ({
  coding: [{ system, code }],
  text,
});
