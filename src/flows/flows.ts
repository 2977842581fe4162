import type { Receipt } from '../audit/entry.ts';
import type { Notice } from '../decision/decision.ts';
import type { PairExplanation } from '../decision/explain.ts';
import type { ReleasedPlan } from '../release/released-plan.ts';
import type { AuthorityDoubt } from '../vocabulary/authority-doubts.ts';
import type { Bilingual } from '../vocabulary/code-list.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { ReasonCode } from '../vocabulary/reasons.ts';
import type { SourceFlows } from './fetch/source-contract.ts';
import type { StoredEntry } from './ports.ts';
import type { PushFlow } from './push-flow.ts';
import type { QuarantineFlows } from './quarantine/quarantine-flows.ts';
import type { ClientDocument } from './register-documents.ts';
import type { Call } from './requester.ts';

export type { AcceptedFact, PushAnswer, PushFlow, PushRequest } from './push-flow.ts';

/** Everything the gateway can be asked to do; the doors call nothing else. */
export interface Flows {
  readonly tokens: TokenFlows;
  readonly pull: PullFlow;
  readonly findPatients: FindPatientsFlow;
  readonly pullEnrolled: PullEnrolledFlow;
  readonly push: PushFlow;
  readonly quarantine: QuarantineFlows;
  readonly plans: PlanFlows;
  readonly authorityAnswers: AuthorityAnswersFlow;
  readonly register: RegisterFlows;
  readonly sources: SourceFlows;
  readonly policies: PolicyFlows;
  readonly audit: AuditFlows;
  /** Answers when the store answers; throws StoreUnavailable otherwise. */
  readonly ready: () => Promise<void>;
}

export interface TokenFlows {
  /**
   * A registered client by the store's word; with `inHand` by the register that this process read
   * last, for flows that check the caller again in the register they judge by.
   */
  client(id: string, inHand?: 'inHand'): Promise<ClientDocument | undefined>;
  /** False when this assertion was used before. */
  spend(issuer: string, jti: string, expiresAt: Instant): Promise<boolean>;
}

/**
 * What a pull gives: the released view, or null when nothing is visible — the same answer for a
 * plan that does not exist. Either way it is on the record. Refused requests throw
 * `GatewayError('refused', …)` after their record is written.
 */
export interface PullAnswer {
  readonly released: ReleasedPlan | null;
  readonly notice: Notice;
  readonly receipt: Receipt;
}
export type PullFlow = (call: Call, planId: string) => Promise<PullAnswer>;

/**
 * Finds members by local identifiers or `bsn:NNNNNNNNN` of the caller's own enrolments; every plan
 * found is decided and recorded as a pull. `members` are the member ids that matched.
 */
export type FindPatientsFlow = (
  call: Call,
  identifiers: readonly string[],
) => Promise<{
  readonly found: readonly FoundPlan[];
  readonly notice: Notice;
  readonly receipt: Receipt;
}>;
/**
 * Every plan in which the caller enrolled somebody, each decided and recorded as a pull; those of
 * which nothing is visible are left out.
 * @throws GatewayError `bad-request` when there are too many to search at once
 */
export type PullEnrolledFlow = (call: Call) => Promise<{
  readonly plans: readonly ReleasedPlan[];
  readonly notice: Notice;
  readonly receipt: Receipt;
}>;
export interface FoundPlan {
  readonly released: ReleasedPlan;
  readonly members: readonly string[];
  readonly receipt: Receipt;
}

/** The dated records of a plan that `/v1/plans/{plan}/{list}` administers. */
export const PLAN_LISTS = [
  'members',
  'persons',
  'authorities',
  'care-team',
  'care-relations',
  'levels',
  'safety-blocks',
  'emergency-accesses',
  'provisions',
  'enrolments',
] as const;
export type PlanList = (typeof PLAN_LISTS)[number];

/**
 * A write's answer. It holds no place on the record: that would count what others did meanwhile, and
 * whoever writes need not see them.
 */
export interface Written {
  readonly id: string;
}

/** Scope `plan.manage`. Bodies are unchecked JSON: the flow parses them. */
export interface PlanFlows {
  /** Answers the plan id and the member ids in the order given. */
  create(
    call: Call,
    body: unknown,
    idempotencyKey?: string,
  ): Promise<Written & { readonly members: readonly string[] }>;
  read(call: Call, planId: string): Promise<unknown>;
  add(
    call: Call,
    target: { planId: string; list: PlanList },
    body: unknown,
    idempotencyKey?: string,
  ): Promise<Written>;
  /** Replaces the record with this id (ends a period, records a death, corrects a status). */
  replace(
    call: Call,
    target: { planId: string; list: PlanList; id: string },
    body: unknown,
    idempotencyKey?: string,
  ): Promise<Written>;
  /** Withdraws a provision as of now; when this answers, no node starts a release under it. */
  withdraw(
    call: Call,
    target: { planId: string; id: string },
    idempotencyKey?: string,
  ): Promise<Written>;
}

/** What became of what an answer says about one minor. */
export const AUTHORITY_OUTCOMES = [
  'taken',
  'undetermined',
  'unchanged',
  'superseded',
  'not-a-member',
  'not-a-minor',
] as const;
export type AuthorityOutcome = (typeof AUTHORITY_OUTCOMES)[number];

export interface AnsweredMinor {
  /** Where it stood in the answer; a number is never told back. */
  readonly place: string;
  readonly outcome: AuthorityOutcome;
  readonly member?: string;
  /** Why the answer leaves it open. */
  readonly reasons: readonly ({ readonly code: AuthorityDoubt } & Bilingual)[];
}
export interface AuthorityAnswered extends Written {
  readonly dryRun: boolean;
  readonly minors: readonly AnsweredMinor[];
  readonly unreadable: readonly { readonly place: string; readonly text: string }[];
}

/** Scope `authority.answer`, of an organisation that the register names as authority source. */
export type AuthorityAnswersFlow = (
  call: Call,
  target: { planId: string; dryRun: boolean; idempotencyKey?: string | undefined },
  body: unknown,
) => Promise<AuthorityAnswered>;

/** What of the register `/v1` shows and changes; scope `policy.manage`. */
export const REGISTER_LISTS = [
  'organisations',
  'clients',
  'purposes',
  'mappings',
  'sources',
] as const;
export type RegisterList = (typeof REGISTER_LISTS)[number];

export interface RegisterFlows {
  list(call: Call, list: RegisterList): Promise<readonly unknown[]>;
  put(call: Call, target: { list: RegisterList; key: string }, body: unknown): Promise<Written>;
}

export interface PolicyVersion {
  readonly version: string;
  readonly state: 'submitted' | 'approved' | 'active';
  readonly author: string;
  readonly approver?: string;
  readonly rules: number;
}

/** Scope `policy.manage`; author and approver are the persons of the tokens and must differ. */
export interface PolicyFlows {
  list(call: Call): Promise<readonly PolicyVersion[]>;
  /** Parses, checks and stores a version; throws `unprocessable` with line numbers. */
  submit(call: Call, csv: string): Promise<PolicyVersion>;
  approve(call: Call, version: string): Promise<PolicyVersion>;
  /** Activates an approved version; an earlier approved one rolls back. */
  activate(call: Call, version: string): Promise<PolicyVersion>;
}

/** One fact of an explained decision, found by its place in the source. */
export interface ExplainedFact {
  readonly source: string;
  readonly places: readonly string[];
  readonly labels: readonly string[];
  readonly subjects: readonly string[];
  readonly permitted: boolean;
  readonly reason: ReasonCode;
  /** Safety blocks that decided. */
  readonly blocks: readonly string[];
  /** Per (subject, label): every basis tried, rules, near misses and provisions. */
  readonly pairs: readonly PairExplanation[];
}
export interface Explanation {
  readonly plan: string;
  readonly seq: number;
  readonly entry: unknown;
  readonly refused: ReasonCode | null;
  readonly facts: readonly ExplainedFact[];
  /** True when the recomputation released exactly what the record says was released. */
  readonly consistent: boolean;
}

/** Scope `audit.read`; every reading is itself on the record of the region. */
export interface AuditFlows {
  explain(call: Call, planId: string, seq: number): Promise<Explanation>;
  entries(
    call: Call,
    chain: string,
    page: { after: number; limit: number },
  ): Promise<{ readonly entries: readonly StoredEntry[]; readonly receipt: Receipt }>;
  chains(call: Call): Promise<readonly { chain: string; seq: number; head: string }[]>;
  /** A signed note over all chains, to be kept elsewhere. */
  checkpoint(call: Call): Promise<string>;
}
