import type { FetchCounts, FetchRun } from './fetch-store.ts';

/** One line about a run for the log: codes and numbers, no address and nothing of an answer. */
export interface FetchReport {
  readonly fetch: string;
  readonly run: string;
  readonly outcome: RunOutcome;
  readonly counts: FetchCounts;
  readonly faults: FetchRun['faults'];
  readonly stoppedBy?: string;
  readonly durationMs: number;
  /** What was thrown, when it was nothing that the list knows: to be shown as the log shows it. */
  readonly thrown?: unknown;
}

export type RunOutcome = 'running' | 'done' | 'partial' | 'stopped' | 'interrupted';

/**
 * How it stands with a run.
 * @param isRunning a process holds the source
 */
export function outcomeOf(run: FetchRun, isRunning: boolean): RunOutcome {
  if (run.endedAt !== undefined) return Object.keys(run.faults).length > 0 ? 'partial' : 'done';
  if (isRunning) return 'running';
  return run.stoppedBy === undefined ? 'interrupted' : 'stopped';
}
