import type { Act, LegalBasis } from '../vocabulary/bases.ts';
import type { Hierarchy } from '../vocabulary/hierarchy.ts';

/** One term of a rule's condition; the list is closed (VOCABULARY, conditions in a rule). */
export type Condition =
  | { readonly term: 'always' | 'consent' | 'team' | 'involved' | 'emergency' }
  | { readonly term: 'objection' | 'restriction' }
  | { readonly term: 'law'; readonly equals: boolean; readonly statute: string }
  | { readonly term: 'age' | 'level'; readonly atLeast: boolean; readonly bound: number };

/** One parsed and checked rule; `order` is its place in the file, from 0. */
export interface Rule {
  readonly id: string;
  readonly role: string;
  readonly org: string;
  readonly purpose: string;
  readonly cat: string;
  readonly basis: LegalBasis | '*';
  readonly act: Act;
  /** Conjunction: every term must hold. */
  readonly cond: readonly Condition[];
  readonly eft: 'allow' | 'deny';
  readonly order: number;
}

/** One question to the policy without its context: which rules apply structurally? */
export interface Cell {
  readonly role: string;
  readonly kind: string;
  readonly purpose: string;
  readonly category: string;
  readonly basis: LegalBasis;
  readonly act: Act;
}

/** The four hierarchies of one policy version (`g`, `g2`, `g3`, `g4`). */
export interface Hierarchies {
  readonly roles: Hierarchy;
  readonly purposes: Hierarchy;
  readonly categories: Hierarchy;
  readonly kinds: Hierarchy;
}

/**
 * One policy version, worked out by Casbin (POLICY 3). Immutable: a new version is a new table.
 */
export interface PolicyTable {
  /** Hex SHA-256 of the rebuilt rows and the frozen model. */
  readonly version: string;
  readonly hierarchies: Hierarchies;
  /** All rules whose role, kind, purpose, category, basis and act match, in file order. */
  applicableRules(cell: Cell): readonly Rule[];
}
