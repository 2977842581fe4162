import type { Quarantined } from '../adapters/delivery.ts';
import type { Receipt } from '../audit/entry.ts';
import type { Call } from './requester.ts';

export interface PushRequest {
  /** `fhir-r4` or the name of a registered mapping. */
  readonly adapter: string;
  readonly mediaType: string;
  /** The raw body: the adapter's reader parses it. */
  readonly body: Uint8Array;
  readonly idempotencyKey?: string;
  readonly dryRun?: boolean;
  /**
   * The source says that this is everything it has about those whose files it holds: what it said
   * about them and does not say here is withdrawn.
   */
  readonly complete?: boolean;
}
/** Per fact: accepted with its place, or quarantined with place, code and text. Never a value. */
export interface PushAnswer {
  readonly delivery: string;
  readonly dryRun: boolean;
  readonly mapping: string;
  readonly accepted: readonly AcceptedFact[];
  readonly quarantined: readonly Quarantined[];
  /** Dossiers taken back. */
  readonly withdrawn: number;
  /** Facts that changed what was stored: added, replaced or removed. */
  readonly changed: number;
  /** At a replay: places of what was not taken over, because later deliveries speak of it. */
  readonly superseded?: readonly string[];
  /** Something was held back, and the delivery is kept for a while to be read again. */
  readonly kept?: true;
  /**
   * In a dry run: places that were read and are no content of the plan, each with everything below
   * it. With the places above they account for every value of the body.
   */
  readonly ignored?: readonly string[];
  /** Only when the delivery was said to be complete. */
  readonly complete?: {
    /** False: a part could not be read that may be about anybody, so nothing else was withdrawn. */
    readonly applied: boolean;
    /** Facts withdrawn because they are not in it. */
    readonly leftOut: number;
  };
}
export interface AcceptedFact {
  readonly places: readonly string[];
  readonly resource: string;
  readonly labels: readonly string[];
}
export type PushFlow = (
  call: Call,
  push: PushRequest,
) => Promise<{ readonly answer: PushAnswer; readonly receipts: readonly Receipt[] }>;
