import type { Resource } from '@medplum/fhirtypes';
import type { Notice } from '../decision/decision.ts';

declare const releasedBrand: unique symbol;

/**
 * What leaves: only resources built up from permitted facts. Made by `release` and nowhere else;
 * search, sort, count, hash, page and notify take this type, never stored facts.
 */
export interface ReleasedPlan {
  readonly [releasedBrand]: true;
  readonly planId: string;
  /** Every released resource, frames included, in a fixed order (type, then id). */
  readonly resources: readonly Resource[];
  readonly notice: Notice;
  /** Hex SHA-256 over the sorted ids of the released facts; '' + no resources when empty. */
  readonly factsDigest: string;
  /** True when no fact was permitted: answered as if the plan did not exist. */
  readonly empty: boolean;
}
