import type { Fact } from './fact.ts';
import { targetsIn } from './references.ts';
import type { NewFact } from './settle.ts';
import { elementsText, storedFact, type FactRecord } from './stored-fact.ts';
import type { Instant } from '../vocabulary/instant.ts';

/** What one delivery of a source says in one plan. */
export interface Incoming {
  /** Dossier → its facts now; each replaces what the source said of that dossier. */
  readonly dossiers: ReadonlyMap<string, readonly NewFact[]>;
  /** Dossiers the source takes back. */
  readonly withdrawn: readonly string[];
  /** Set when the source says that this is everything it has about somebody. */
  readonly complete?: Complete;
  /** Those of the dossiers that are known by whoever refers to them, as a practitioner is. */
  readonly shared?: ReadonlySet<string>;
  /** The instant of this delivery: since then new and changed content is stated. */
  readonly since: Instant;
}

/** A source's word that a delivery is everything it has about these members. */
export interface Complete {
  /** Whoever else a fact is about: what the delivery does not say about them is withdrawn. */
  readonly members: ReadonlySet<string>;
  /** Dossiers that were sent and could not be read: they stay. */
  readonly except: ReadonlySet<string>;
}

/** Everything one source says about the same people of a plan. */
export interface FactSheet {
  readonly source: string;
  readonly subjects: readonly string[];
  readonly facts: readonly Fact[];
}

/**
 * The facts of a source after a delivery. Dossiers that the delivery does not name stay as they
 * are, and so does what the delivery repeats: an unchanged fact is the very same object, and
 * unchanged content keeps its `since`. The order depends on what the facts are, not on arrival.
 * @param current what this source said so far in this plan, nobody else's facts
 */
export function mergeFacts(current: readonly Fact[], incoming: Incoming): readonly Fact[] {
  const gone = new Set([...incoming.dossiers.keys(), ...incoming.withdrawn]);
  const before = new Map(current.map((fact) => [fact.id, fact]));
  const stays = (fact: Fact) => !gone.has(fact.dossier) && !isLeftOut(fact, incoming.complete);
  const after = current.filter(stays);
  const staying = [...after];
  const former = formerSubjects(current, incoming.shared);
  for (const [dossier, facts] of incoming.dossiers) {
    const others = former.get(dossier) ?? [];
    for (const fact of facts) {
      const known = stillKnownTo(fact, others, staying);
      after.push(renewed(before.get(fact.id), known, incoming.since));
    }
  }
  return after.sort(byId);
}

/** Whom shared dossiers were about so far. */
function formerSubjects(
  current: readonly Fact[],
  shared: Incoming['shared'],
): ReadonlyMap<string, readonly string[]> {
  const former = new Map<string, string[]>();
  if (!shared || shared.size === 0) return former;
  for (const { dossier, subjects } of current) {
    if (!shared.has(dossier)) continue;
    const known = former.get(dossier) ?? [];
    former.set(dossier, known);
    known.push(...subjects);
  }
  return former;
}

/**
 * A delivery about one member names a practitioner without telling of the other members who refer
 * to them: those stay. So it is the same whether members are delivered together or one by one.
 * @param others whom it was about before
 * @param staying what of the source's facts the delivery leaves as it is
 */
function stillKnownTo(fact: NewFact, others: readonly string[], staying: readonly Fact[]): NewFact {
  const missing = new Set(others.filter((subject) => !fact.subjects.includes(subject)));
  if (missing.size === 0) return fact;
  const target = `local:${fact.resource.type}/${fact.resource.key}`;
  const kept = staying
    .filter(({ subjects }) => subjects.some((subject) => missing.has(subject)))
    .filter(({ elements }) => elements.some(({ value }) => targetsIn(value).includes(target)))
    .flatMap(({ subjects }) => subjects);
  return { ...fact, subjects: [...new Set([...fact.subjects, ...kept])].sort() };
}

/** Whether a complete delivery says by its silence that this is no longer so. */
function isLeftOut({ subjects, dossier }: Fact, complete: Complete | undefined): boolean {
  if (!complete || complete.except.has(dossier)) return false;
  return subjects.some((subject) => complete.members.has(subject));
}

const byId = (a: Fact, b: Fact): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function renewed(before: Fact | undefined, fact: NewFact, since: Instant): Fact {
  const { elements, ...head } = fact;
  const text = elementsText(fact);
  if (!before || !saysTheSame(before, { elements, text }))
    return storedFact({ ...head, since }, text);
  const now = { ...head, since: before.since };
  return same(headOf(before), now) ? before : storedFact(now, text);
}

/** The same members in another order make a text of the same characters. */
function saysTheSame(
  before: Fact,
  is: Pick<Fact, 'elements'> & { readonly text: string },
): boolean {
  const was = elementsText(before);
  if (was === is.text) return true;
  if (was.length !== is.text.length || sumOf(was) !== sumOf(is.text)) return false;
  return same(before.elements, is.elements);
}

/** Adding a text up costs a fraction of parsing it. */
function sumOf(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum += text.charCodeAt(i);
  return sum;
}

function headOf(fact: Fact): FactRecord {
  const head: Partial<Fact> = { ...fact };
  delete (head as { elements?: unknown }).elements;
  return head as FactRecord;
}

/** Equal as JSON, whatever the order of the members. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  );
}

/** The facts by source and data subjects: one sheet per group, in a fixed order. */
export function sheetsOf(facts: readonly Fact[]): readonly FactSheet[] {
  const sheets = new Map<string, { source: string; subjects: readonly string[]; facts: Fact[] }>();
  for (const fact of facts) {
    const subjects = [...fact.subjects].sort();
    const key = JSON.stringify([fact.source, subjects]);
    const sheet = sheets.get(key);
    if (sheet) sheet.facts.push(fact);
    else sheets.set(key, { source: fact.source, subjects, facts: [fact] });
  }
  return [...sheets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sheet]) => sheet);
}
