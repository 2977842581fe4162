import type { PolicyTable } from '../policies/policy.ts';
import type { LegalBasis } from '../vocabulary/bases.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { ReasonCode } from '../vocabulary/reasons.ts';
import type { Circumstances, DecisionRegister } from './circumstances.ts';

/** Who asks, in which role, for what, at which instant (DECISION 1). Codes as they arrived. */
export interface Question {
  readonly organisation: string;
  readonly role?: string;
  readonly purpose?: string;
  readonly act: string;
  readonly now: Instant;
}

/** What a decision may know of a fact: never its value. */
export interface FactHead {
  readonly id: string;
  readonly source: string;
  readonly labels: readonly string[];
  /** Member ids; empty or unknown = indeterminate. */
  readonly subjects: readonly string[];
  readonly law?: string;
}

/** Everything one decision is made from; one instant, one version, one snapshot. */
export interface DecisionInputs {
  readonly register: DecisionRegister;
  readonly policy: PolicyTable;
  readonly circumstances: Circumstances;
}

/** How one (subject, label) pair was judged. */
export interface PairVerdict {
  readonly subject: string;
  readonly label: string;
  readonly reason: ReasonCode;
  /** The first candidate basis that permits; absent when none does. */
  readonly basis?: LegalBasis;
  /** The first allow rule in file order that permits; absent when none does. */
  readonly rule?: string;
  /** Ids of the provisions that rule relies on; absent when it needs none. */
  readonly provisions?: readonly string[];
}

/** How one fact was judged. */
export interface Verdict {
  readonly permitted: boolean;
  readonly reason: ReasonCode;
  /** Subjects × labels, in that order; empty for own, safety-block and indeterminate. */
  readonly pairs: readonly PairVerdict[];
}

declare const permitBrand: unique symbol;

/**
 * The only thing that opens a release. Minted in `permit-mint.ts` by `decide` and nowhere else.
 */
export interface Permit {
  readonly [permitBrand]: true;
  readonly question: Question;
  readonly policyVersion: string;
  /** Ids of the facts that may leave. */
  readonly permits: (factId: string) => boolean;
  readonly size: number;
}

/** The whole request is refused before the plan is touched. */
export interface Refused {
  readonly refused: ReasonCode;
}

/** The request is well formed; every fact has its verdict. */
export interface Decided {
  readonly refused: null;
  readonly permit: Permit;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export type Decision = Refused | Decided;

/** What a recipient is told per category, by policy alone (DECISION 5, the notice). */
export type NoticeCode = 'ask-coordinator' | 'client-may-allow' | 'not-for-this-purpose';

/** Category code → notice code; categories that are always permitted are not listed. */
export type Notice = ReadonlyMap<string, NoticeCode>;
