import { ACTS, LEGAL_BASES } from '../vocabulary/bases.ts';
import type { LegalBasis } from '../vocabulary/bases.ts';
import type { ParsedPolicy } from './parse-rules.ts';
import type { Cell, Hierarchies, PolicyTable, Rule } from './policy.ts';

/** Everything one recipient can ask for one purpose: all categories and bases together. */
export type PolicySlice = Pick<Cell, 'role' | 'kind' | 'purpose' | 'act'>;

/** A version that was worked out, or is so slice by slice when a slice is first asked. */
export interface CompiledPolicy extends PolicyTable {
  /** All rules of the version, in the order of the file. */
  readonly rules: readonly Rule[];
  /**
   * Works out slices before anybody asks, at activation. Synchronous: one slice takes milliseconds,
   * so a caller with many hands them over a few at a time.
   * @returns how many of them were not worked out yet
   * @throws PolicyEngineError `engine-failed`
   */
  warm(slices: Iterable<PolicySlice>): number;
}

/** What the table is made from. `workOut` says which of the candidates apply; Casbin does. */
export interface CompiledParts {
  readonly version: string;
  readonly parsed: ParsedPolicy;
  readonly workOut: (cell: Cell, candidates: readonly Rule[]) => readonly Rule[];
}

type WorkedOut = ReadonlyMap<string, ReadonlyMap<string, readonly Rule[]>>;

const NONE: readonly Rule[] = Object.freeze([]);

/**
 * The look-up table of one version. A slice is always worked out whole, so that how long an answer
 * takes the first time says nothing about which categories the plan holds.
 */
export function compiledPolicy({ version, parsed, workOut }: CompiledParts): CompiledPolicy {
  const { rules, hierarchies } = parsed;
  const candidates = candidateFinder(parsed);
  const slices = new SliceMap();
  const workOutSlice = (slice: PolicySlice): WorkedOut => {
    const shared = new Map<string, readonly Rule[]>();
    const answer = (category: string, basis: LegalBasis) =>
      share(workOut({ ...slice, category, basis }, candidates(category, basis)), shared);
    return tabulate(hierarchies.categories.codes, (category) =>
      tabulate(LEGAL_BASES, (basis) => answer(category, basis)),
    );
  };
  const ensure = (slice: PolicySlice): WorkedOut | undefined => {
    const known = slices.find(slice);
    if (known || !isKnown(slice, hierarchies)) return known;
    return slices.add(slice, workOutSlice(slice));
  };
  return {
    version,
    hierarchies,
    rules,
    applicableRules: (cell) => ensure(cell)?.get(cell.category)?.get(cell.basis) ?? NONE,
    warm: (wanted) => {
      let fresh = 0;
      for (const slice of wanted) if (!slices.find(slice) && ensure(slice)) fresh += 1;
      return fresh;
    },
  };
}

/** A code that is in no hierarchy of the version is named by no rule: nothing applies. */
function isKnown({ role, kind, purpose, act }: PolicySlice, hierarchies: Hierarchies): boolean {
  return (
    hierarchies.roles.knows(role) &&
    hierarchies.kinds.knows(kind) &&
    hierarchies.purposes.knows(purpose) &&
    ACTS.includes(act)
  );
}

/** Slices by their four codes. A pull asks one slice a thousand times: the last one is at hand. */
class SliceMap {
  readonly #slices = new Map<string, Map<string, Map<string, Map<string, WorkedOut>>>>();
  #last: { readonly slice: PolicySlice; readonly worked: WorkedOut } | undefined;

  find(slice: PolicySlice): WorkedOut | undefined {
    if (this.#last && isSame(this.#last.slice, slice)) return this.#last.worked;
    const { role, kind, purpose, act } = slice;
    const worked = this.#slices.get(role)?.get(kind)?.get(purpose)?.get(act);
    if (worked) this.#last = { slice: { role, kind, purpose, act }, worked };
    return worked;
  }

  add({ role, kind, purpose, act }: PolicySlice, worked: WorkedOut): WorkedOut {
    inner(inner(inner(this.#slices, role), kind), purpose).set(act, worked);
    return worked;
  }
}

function isSame(one: PolicySlice, other: PolicySlice): boolean {
  return (
    one.purpose === other.purpose &&
    one.role === other.role &&
    one.kind === other.kind &&
    one.act === other.act
  );
}

/**
 * Rules that can match a category on a basis at all, to spare Casbin the others. Only ever leaves
 * out what Casbin would leave out too; which of the candidates apply is for Casbin to say.
 */
function candidateFinder({ rules, hierarchies }: ParsedPolicy) {
  const found = tabulate(hierarchies.categories.codes, (category) => {
    const closure = hierarchies.categories.selfAndAncestors(category);
    const covering = rules.filter((rule) => closure.has(rule.cat));
    return tabulate(LEGAL_BASES, (basis) =>
      covering.filter((rule) => rule.basis === '*' || rule.basis === basis),
    );
  });
  return (category: string, basis: LegalBasis) => found.get(category)?.get(basis) ?? NONE;
}

function tabulate<Key, Value>(keys: readonly Key[], value: (key: Key) => Value): Map<Key, Value> {
  return new Map(keys.map((key) => [key, value(key)]));
}

/** Keeps one list per set of rules: most cells of a slice share a handful of lists. */
function share(rules: readonly Rule[], shared: Map<string, readonly Rule[]>): readonly Rule[] {
  if (rules.length === 0) return NONE;
  const key = rules.map((rule) => rule.order).join();
  const known = shared.get(key);
  if (known) return known;
  const frozen = Object.freeze([...rules]);
  shared.set(key, frozen);
  return frozen;
}

function inner<Key, Value>(outer: Map<string, Map<Key, Value>>, key: string): Map<Key, Value> {
  const known = outer.get(key);
  if (known) return known;
  const fresh = new Map<Key, Value>();
  outer.set(key, fresh);
  return fresh;
}
