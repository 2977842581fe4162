import { MISSES_NEAR_TO_FAR } from '../vocabulary/reasons.ts';

/** Why something was not permitted, in the order of DECISION 8 (several reasons). */
export type Miss = (typeof MISSES_NEAR_TO_FAR)[number];

/** Over alternatives: the miss that was closest to a permit; `no-rule` when there is none. */
export function nearest(misses: readonly Miss[]): Miss {
  return MISSES_NEAR_TO_FAR.find((miss) => misses.includes(miss)) ?? 'no-rule';
}

/** Over what must all hold: the miss that was farthest; undefined when nothing is missing. */
export function farthest(misses: readonly Miss[]): Miss | undefined {
  return MISSES_NEAR_TO_FAR.findLast((miss) => misses.includes(miss));
}
