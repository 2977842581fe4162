import type { Quarantined } from '../../plan/delivery.ts';
import type { PushAnswer } from '../push-flow.ts';
import type { Call } from '../requester.ts';

/** What of the held deliveries is meant. */
export interface QuarantineFilter {
  readonly code?: string;
  readonly adapter?: string;
  /** Name and version of the mapping that it was last read with. */
  readonly mapping?: string;
  /** Goes on after this delivery. */
  readonly after?: string;
}

/** A held delivery: everything but its content, which nobody gets back. */
export interface HeldView {
  readonly delivery: string;
  readonly adapter: string;
  readonly mapping: string;
  readonly mediaType: string;
  /** ISO 8601 in UTC, and when it is removed. */
  readonly received: string;
  readonly expires: string;
  readonly bytes: number;
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
}

export interface HeldReason {
  readonly code: string;
  /** Places and deliveries with this reason. */
  readonly count: number;
  readonly deliveries: number;
  /** What would repair it. */
  readonly remedy: { readonly nl: string; readonly en: string };
}

/** Newest first. */
export interface HeldList {
  /** Of everything that fits the filter, not of this page alone. */
  readonly reasons: readonly HeldReason[];
  readonly deliveries: readonly HeldView[];
  /** The delivery to go on after; absent on the last page. */
  readonly next?: string;
}

export interface HeldDetail extends HeldView {
  /** False when the key of the source was destroyed: it can be discarded, and nothing else. */
  readonly readable: boolean;
  /** Of the body, hex; for its source alone. */
  readonly sha256?: string;
  readonly places: readonly Quarantined[];
  /** Places beyond the ones listed. */
  readonly unlisted: number;
}

/** What became of one of several held deliveries. */
export interface ReplayedDelivery {
  readonly delivery: string;
  readonly adapter: string;
  readonly mapping: string;
  readonly outcome: 'repaired' | 'partly' | 'unchanged' | 'unreadable';
  readonly accepted: number;
  readonly quarantined: number;
  readonly superseded: number;
  readonly changed: number;
}

export interface ReplayRun {
  readonly dryRun: boolean;
  readonly deliveries: readonly ReplayedDelivery[];
  /** The delivery to go on after; absent when these were all. */
  readonly next?: string;
}

export interface ReplayManner {
  readonly dryRun: boolean;
  readonly idempotencyKey?: string;
}

/**
 * What was held back and why. A source sees, replays and discards its own (scope
 * `quarantine.manage`); operators see counts, codes and places of all (`quarantine.oversee`); nobody
 * gets the content back.
 */
export interface QuarantineFlows {
  list(call: Call, filter: QuarantineFilter & { readonly limit: number }): Promise<HeldList>;
  show(call: Call, delivery: string): Promise<HeldDetail>;
  /** Reads one delivery again with the mapping and the enrolments of now; answers like a push. */
  replay(call: Call, delivery: string, manner: ReplayManner): Promise<PushAnswer>;
  /** All that another mapping or an enrolment may repair, newest first. */
  replayAll(call: Call, filter: QuarantineFilter, manner: ReplayManner): Promise<ReplayRun>;
  /** What a mapping that is not registered would make of what is held. Stores nothing. */
  rehearse(call: Call, mapping: unknown, filter: QuarantineFilter): Promise<ReplayRun>;
  discard(call: Call, delivery: string, key?: string): Promise<{ readonly discarded: number }>;
  /** Everything, and the key under which it was sealed. */
  discardAll(call: Call, key?: string): Promise<{ readonly discarded: number }>;
  sources(call: Call): Promise<readonly HeldSource[]>;
  listOf(
    call: Call,
    source: string,
    filter: QuarantineFilter & { readonly limit: number },
  ): Promise<HeldList>;
  showOf(call: Call, source: string, delivery: string): Promise<HeldDetail>;
}

/** What is held of one source, for operators. */
export interface HeldSource {
  readonly source: string;
  readonly deliveries: number;
  readonly bytes: number;
  readonly oldest: string;
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
}
