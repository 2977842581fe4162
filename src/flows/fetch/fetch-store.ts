import type { FetchFaultCode } from '../../adapters/fhir-server/fetch-fault.ts';
import type { Instant } from '../../vocabulary/instant.ts';

/** A source that this process holds: nobody else asks it until the lease ends. */
export interface FetchClaim {
  readonly organisation: string;
  /** Random: tells this claim from every other. */
  readonly holder: string;
  /** The database's own clock when it was claimed; never a test clock. */
  readonly now: Instant;
}

/** One run over everyone a source enrolled. Ids, codes and numbers only. */
export interface FetchRun {
  readonly id: string;
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  /** The fault that stopped it: it goes on where it stopped. */
  readonly stoppedBy?: FetchFaultCode;
  readonly counts: FetchCounts;
  /** Fault → number of people about whom nothing was fetched for it. */
  readonly faults: Readonly<Partial<Record<FetchFaultCode, number>>>;
}

export const NO_COUNTS = {
  people: 0,
  unchanged: 0,
  fetched: 0,
  gone: 0,
  accepted: 0,
  quarantined: 0,
  withdrawn: 0,
  changed: 0,
};
/** People asked about, and what came of it; then facts, as a push counts them. */
export type FetchCounts = Readonly<typeof NO_COUNTS>;

/** What is remembered of one person at one source, sealed. */
export interface FetchedPerson {
  /** The run in which this person had their turn. */
  readonly run: string;
  /** The server's clock at the last time that all was well; undefined = all must be asked. */
  readonly asOf?: Instant;
  /** When everything was last asked. */
  readonly wholeAt?: Instant;
  /** What was asked and how: another registration is another question. */
  readonly form?: string;
  /** Hash of the Patient as it was. */
  readonly patient?: string;
  /** Hash of what was delivered. */
  readonly delivered?: string;
  /** `Type/id` of what the source says: what is not there next time was taken back. */
  readonly keys: readonly string[];
}

/** How it stands with a source. */
export interface FetchStanding {
  /** When it is asked next; undefined = only when somebody asks. */
  readonly due?: Instant;
  readonly running: boolean;
  readonly run?: FetchRun;
}

/** Who asks which source when, and how far they are. Leases go by the database's clock. */
export interface FetchStore {
  /** Sources with a schedule: those that were never due are due now. */
  schedule(organisations: readonly string[]): Promise<void>;
  /**
   * Claims a source: the one named, or the one that is longest due. A named one is due from now
   * on, so that another process goes on with it when this one dies.
   * @returns undefined when none is due, or another process holds it
   */
  claim(holder: string, organisation?: string): Promise<FetchClaim | undefined>;
  /** Makes the lease last; false when it is lost. */
  renew(claim: FetchClaim): Promise<boolean>;
  standing(organisation: string): Promise<FetchStanding>;
  /** Writes the run and, with it, one person; false (and nothing written) when the lease is lost. */
  progress(claim: FetchClaim, run: FetchRun, person?: PersonProgress): Promise<boolean>;
  /**
   * Gives the source back.
   * @param dueInMs when it is due again; null = only when somebody asks
   */
  release(claim: FetchClaim, dueInMs: number | null): Promise<void>;
  /** What is remembered of these people, by their keys. */
  people(
    organisation: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, FetchedPerson>>;
  /** What is remembered of everybody else: who is not enrolled any more. */
  others(organisation: string, keys: readonly string[]): Promise<readonly FetchedPerson[]>;
  /** Forgets everybody else. */
  keepPeople(claim: FetchClaim, keys: readonly string[]): Promise<void>;
}

export interface PersonProgress {
  /** As the source knows the person: only a keyed hash of it is stored readably. */
  readonly key: string;
  readonly state: FetchedPerson;
}
