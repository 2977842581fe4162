import type { Call } from '../requester.ts';
import type { FetchCounts } from './fetch-store.ts';

/** What is known of a source that is fetched from: its last run, and when the next one is. */
export interface SourceStatus {
  readonly organisation: string;
  readonly state: 'idle' | 'running' | 'paused';
  /** ISO 8601; null = only when somebody asks. */
  readonly next: string | null;
  readonly run: SourceRun | null;
}
export interface SourceRun {
  readonly id: string;
  readonly started: string;
  readonly ended: string | null;
  /**
   * `done`; `partial` = of some people nothing came; `stopped` = a fault ended it, and the next one
   * goes on from there; `interrupted` = the process ended, likewise.
   */
  readonly outcome: 'running' | 'done' | 'partial' | 'stopped' | 'interrupted';
  readonly counts: FetchCounts;
  /** Why: a code of a fixed list with its remedy, and how many people it concerns. */
  readonly faults: readonly {
    readonly code: string;
    readonly text: string;
    readonly people: number;
  }[];
}

/** Sources that run a FHIR server; scope `policy.manage` where a call is given. */
export interface SourceFlows {
  /**
   * Starts a run, on the record; it goes on after this has answered.
   * @throws GatewayError `not-found`, `conflict` (a run is under way, or the source is paused)
   */
  fetch(call: Call, organisation: string): Promise<SourceStatus>;
  status(call: Call, organisation: string): Promise<SourceStatus>;
  /** Public keys with which the gateway signs at providers (RFC 7517). */
  publicKeys(): Promise<{ readonly keys: readonly object[] }>;
  /** Asks the sources that are due, one after another; answers how many. */
  takeDue(): Promise<number>;
  /** Ends what runs, so that another process can go on with it. */
  stop(): Promise<void>;
}
