import type { EntryBody, Receipt } from '../audit/entry.ts';
import type { Circumstances } from '../decision/circumstances.ts';
import type { Fact } from '../plan/fact.ts';
import type { FactRecord } from '../plan/stored-fact.ts';
import type { AuthorityDoubt } from '../vocabulary/authority-doubts.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { FetchStore } from './fetch/fetch-store.ts';
import type { ChangeAnswer, EarlierAnswer, Idempotency } from './idempotency.ts';
import type {
  HeldDelivery,
  HeldOfSource,
  HeldSummary,
  Removal,
  ToldDelivery,
} from './quarantine/held-delivery.ts';

export type { ChangeAnswer, EarlierAnswer, Idempotency } from './idempotency.ts';

/** Everything one source says about one set of data subjects of one plan (DESIGN 7). */
export interface Sheet {
  readonly source: string;
  readonly subjects: readonly string[];
  readonly facts: readonly Fact[];
}

/** Heads are kept after the content is gone, so that decisions stay explainable. */
export type { FactRecord };

/** One statement, one snapshot: the clock and the register's epoch are read with the plan. */
export interface PlanReading {
  /** The database's clock in this snapshot. */
  readonly now: Instant;
  /** Raised by every change of the register: organisations, clients, purposes, active policy. */
  readonly regionEpoch: number;
  /** Absent when there is no such plan; the work is the same either way. */
  readonly plan?: PlanSnapshot;
}

/** One plan as read in one snapshot. */
export interface PlanSnapshot {
  readonly planId: string;
  /** Raised by every change of the plan: content, consent, authority, team, relation. */
  readonly epoch: number;
  /** Number of entries on the plan's record. */
  readonly seq: number;
  readonly state: PlanState;
  readonly sheets: readonly Sheet[];
}

/** Where a local identifier of a source leads. */
export interface Enrolment {
  readonly planId: string;
  readonly memberId: string;
}

/** A plan's own dated records; sealed as one document per change. */
export interface PlanState {
  readonly circumstances: Circumstances;
  readonly coordinator: { readonly org: string; readonly role: string };
  /** Organisation id → member id → that organisation's own local identifiers of the member. */
  readonly enrolments: { readonly [org: string]: { readonly [member: string]: readonly string[] } };
  /** Member or person id → BSN, sealed with the rest; released only as a fact of a source, never from here. */
  readonly bsn: { readonly [member: string]: string };
  /** Person id → name, of people outside the household whom an authority answer named. */
  readonly names?: { readonly [person: string]: string };
  /** What authority sources answered, oldest first. */
  readonly authorityAnswers?: readonly AuthorityAnswerRecord[];
}

/** That an authority source answered about a member, and what became of it. */
export interface AuthorityAnswerRecord {
  readonly id: string;
  readonly org: string;
  readonly subject: string;
  /** The date of the answer. */
  readonly asOf: Instant;
  /** The date of the last answer that said the same. */
  readonly confirmedAt: Instant;
  /** Keyed hash of what it said: the same again changes nothing. */
  readonly digest: string;
  readonly doubts: readonly AuthorityDoubt[];
  /** Decisions of officers (ids of authorities) that named somebody else at that time. */
  readonly differs: readonly string[];
}

/** An append: the entry and the epochs it was decided on. */
export interface ReleaseAppend {
  readonly planId: string;
  readonly epoch: number;
  readonly regionEpoch: number;
  /** Instant of the snapshot; older than one second by the database's clock = decide again. */
  readonly decidedAt: Instant;
  readonly entry: EntryBody;
}

/** `moved`: the plan, the register or the clock moved since the snapshot: read and decide again. */
export type AppendOutcome = Receipt | 'moved';

/** One change of one plan; everything in one transaction with its entry, or nothing. */
export interface PlanChange {
  readonly planId: string;
  /** The epoch that was read; another one now = `moved`. */
  readonly epoch: number;
  /** New state document, when it changes. */
  readonly state?: PlanState;
  /** Sheets of one source, whole: an empty `facts` removes the sheet. */
  readonly sheets?: readonly Sheet[];
  readonly entry: EntryBody;
}

/** Whom a delivery is about, and which dossiers (opaque) it states or takes back. */
export interface PushSearch {
  readonly org: string;
  readonly identifiers: readonly string[];
  readonly dossiers: readonly string[];
  /** Those of the dossiers whose moments are asked for; absent where the source states none. */
  readonly dated?: readonly string[];
}

export interface PushPlans {
  readonly enrolments: ReadonlyMap<string, readonly Enrolment[]>;
  /** Plans that hold one of the dossiers now, whoever they are about. */
  readonly dossierPlans: readonly string[];
  /** Dated dossier → the moment of the last word about it. */
  readonly moments: ReadonlyMap<string, Instant>;
  /**
   * How often deliveries of the organisation that were held back were replayed; undefined when it
   * never had any.
   */
  readonly replays?: number;
}

/** Moments of dossiers of one organisation, as of which it said what is stored with them. */
export interface DossierMoments {
  readonly org: string;
  readonly asOf: ReadonlyMap<string, Instant>;
}

/** The store of plans, their records and their look-ups. */
export interface PlanStore {
  readPlan(planId: string): Promise<PlanReading>;
  /** The same without any sheet: clock, epochs and the plan's own records. */
  readPlanState(planId: string): Promise<PlanReading>;
  /** Writes the record of a release or refusal, only where nothing moved. */
  appendRelease(append: ReleaseAppend): Promise<AppendOutcome>;
  /** Writes a record outside any plan: chain `organisation:ID` or `region`. */
  appendEntry(chain: string, entry: EntryBody): Promise<Receipt>;
  /**
   * Creates a plan with its first state at epoch 1. `moved`: the id or the idempotency key is taken
   * (a repetition that ran at the same time); nothing was written.
   */
  createPlan(
    plan: { planId: string; state: PlanState; entry: EntryBody },
    idem?: Idempotency & ChangeAnswer,
  ): Promise<Receipt | 'moved'>;
  /**
   * Applies changes to one or several plans in one transaction, with the answer that a repeated
   * request gets. `moved` when any plan is at another epoch or the idempotency key is taken:
   * nothing was written.
   */
  changePlans(
    changes: readonly PlanChange[],
    idem?: Idempotency & ChangeAnswer,
  ): Promise<readonly Receipt[] | 'moved'>;
  /** The answer given earlier under this key, if any. */
  earlierAnswer(caller: string, key: string): Promise<EarlierAnswer | undefined>;
  /** Plans and members behind local identifiers of one organisation (keyed hash look-up). */
  findEnrolments(
    org: string,
    identifiers: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Enrolment[]>>;
  /** Plans in which the organisation enrolled somebody, in the order of their ids. */
  plansOf(org: string, limit: number): Promise<readonly string[]>;
  /** The same as `findEnrolments` for a push, with the plans in which the organisation's dossiers are now. */
  findForPush(search: PushSearch): Promise<PushPlans>;
  /** Snapshots for a push: state and this source's own sheets only; one statement. */
  readForPush(
    org: string,
    planIds: readonly string[],
  ): Promise<{
    readonly now: Instant;
    readonly regionEpoch: number;
    readonly plans: readonly PlanSnapshot[];
  }>;
  /** Entries of one chain, oldest first; `text` is the exact stored body. */
  readEntries(
    chain: string,
    page: { after: number; limit: number },
  ): Promise<readonly StoredEntry[]>;
  readEntry(chain: string, seq: number): Promise<StoredEntry | undefined>;
  /** Fact heads and state as they were at an epoch, for the explanation of a past decision. */
  readPlanAsOf(
    planId: string,
    epoch: number,
  ): Promise<{ state: PlanState; facts: readonly FactRecord[] } | undefined>;
  /** Every chain with its length and head: what a verifier and a checkpoint need. */
  readChains(): Promise<readonly { chain: string; seq: number; head: string }[]>;
  /** Database clock. */
  now(): Promise<Instant>;
  /** Spends a token assertion's id; false when it was spent before (RFC 7523 jti). */
  spendOnce(issuer: string, jti: string, expiresAt: Instant): Promise<boolean>;
}

export interface StoredEntry {
  readonly chain: string;
  readonly seq: number;
  readonly text: string;
  readonly head: string;
}

/** A versioned entry of the register; `document` is null for a removal. */
export interface RegisterEntry {
  readonly kind: RegisterKind;
  readonly key: string;
  readonly document: unknown;
}
export const REGISTER_KINDS = [
  'organisation',
  'client',
  'purpose',
  'mapping',
  'source',
  'policy',
  'active-policy',
] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

/** The store of the region's register; read rarely, cached by epoch. */
export interface RegisterStore {
  registerEpoch(): Promise<number>;
  /** The whole register, now or as it was at an epoch. */
  readRegister(epoch?: number): Promise<{ epoch: number; entries: readonly RegisterEntry[] }>;
  /**
   * Changes entries with the record on chain `region`, in one transaction; takes the policy lock
   * exclusively, so no release commits under the older register after this returns.
   */
  changeRegister(
    change: { epoch: number; entries: readonly RegisterEntry[]; entry: EntryBody },
    idem?: Idempotency & ChangeAnswer,
  ): Promise<Receipt | 'moved'>;
}

/** What is written in one transaction with the changes of plans that a delivery makes. */
export interface Taken {
  readonly answered?: (Idempotency & ChangeAnswer) | undefined;
  /** Entry on the chain of the source itself. */
  readonly outside?: { readonly chain: string; readonly entry: EntryBody } | undefined;
  readonly told?: ToldDelivery | undefined;
  /** `moved` when one of these dossiers has a later moment by now than the one given. */
  readonly moments?: DossierMoments | undefined;
}

/** The store of held deliveries, by source. */
export interface QuarantineStore {
  /** `changePlans` for a delivery: with its own entry, and what is kept or replayed of it. */
  takeDelivery(changes: readonly PlanChange[], taken: Taken): Promise<readonly Receipt[] | 'moved'>;
  /** Everything held of a source, oldest first. */
  heldOf(org: string): Promise<readonly HeldSummary[]>;
  /** One held delivery of a source; undefined when there is none. */
  readHeld(org: string, delivery: string): Promise<HeldDelivery | undefined>;
  /** Those of these words (opaque) that the source said after a delivery. */
  spokenAfter(org: string, seq: number, words: readonly string[]): Promise<ReadonlySet<string>>;
  heldSources(): Promise<readonly HeldOfSource[]>;
  /** What was received before an instant, by source. */
  heldBefore(instant: Instant): Promise<ReadonlyMap<string, readonly string[]>>;
  /** That of which nothing is the last word of its source any more, by source. */
  heldInVain(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** `moved`: one of them is gone already, or the idempotency key is taken; nothing was removed. */
  removeHeld(removal: Removal, idem?: Idempotency & ChangeAnswer): Promise<Receipt | 'moved'>;
  /** Forgets when sources said words where nothing is held that they could overtake. */
  sweepWords(): Promise<void>;
}

export type Store = PlanStore &
  RegisterStore &
  QuarantineStore & { readonly fetches: FetchStore; close(): Promise<void> };

/** Instants for decisions: the test clock when one is set, else undefined. */
export interface TestClock {
  read(): Promise<Instant | undefined>;
}

/** Chance, injected so that tests can repeat it. */
export interface Chance {
  /** A fresh 128-bit id, 26 lower-case base32 characters. */
  id(): string;
}
