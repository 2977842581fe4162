import type { People } from '../consent/people.ts';
import type { Provision } from '../consent/provision.ts';
import type { Instant, Period } from '../vocabulary/instant.ts';
import type { LegalBasis } from '../vocabulary/bases.ts';

/** An organisation's active place in the plan's care team, with the role it plays there. */
export interface TeamMembership extends Period {
  readonly id: string;
  readonly org: string;
  readonly role: string;
}

/** An organisation's own care or treatment relation with one data subject. */
export interface CareRelation extends Period {
  readonly id: string;
  readonly org: string;
  readonly subject: string;
}

/** A block for safety (iJw OP003): names who must not receive anything about the subject. */
export interface SafetyBlock extends Period {
  readonly id: string;
  readonly subject: string;
  /** Organisation ids and kinds of organisation, or everyone. */
  readonly recipients: 'all' | readonly string[];
}

/** A break-glass opening of the plan for one organisation, optionally one role. */
export interface EmergencyAccess extends Period {
  readonly id: string;
  readonly org: string;
  readonly role?: string;
}

/** Everything dated about one plan that a decision needs; no care content. */
export interface Circumstances extends People {
  readonly careTeam: readonly TeamMembership[];
  readonly careRelations: readonly CareRelation[];
  /** Regieniveau 1–4, each valid until the next begins. */
  readonly levels: readonly { readonly level: number; readonly from: Instant }[];
  readonly safetyBlocks: readonly SafetyBlock[];
  readonly emergencyAccesses: readonly EmergencyAccess[];
  readonly provisions: readonly Provision[];
}

/** A plan of which nothing is known: what a question about no plan at all is decided on. */
export const NO_CIRCUMSTANCES: Circumstances = {
  members: [],
  persons: [],
  authorities: [],
  careTeam: [],
  careRelations: [],
  levels: [],
  safetyBlocks: [],
  emergencyAccesses: [],
  provisions: [],
};

/** What the gateway's own register says of an organisation (DECISION 1). */
export interface RegisteredOrganisation {
  readonly id: string;
  readonly kind: string;
  readonly roles: readonly string[];
  /** Purposes it may name; absent = every registered purpose. */
  readonly purposes?: readonly string[];
}

/** The part of the register that decides whether a question is well formed. */
export interface DecisionRegister {
  readonly organisations: ReadonlyMap<string, RegisteredOrganisation>;
  /** Registered purposes with their candidate legal bases, in order. */
  readonly purposes: ReadonlyMap<string, readonly LegalBasis[]>;
}
