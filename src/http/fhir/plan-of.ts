import { planOfId } from '../../release/bundles.ts';

/** As the gateway makes them: 128 bits in lower-case base32. */
const PLAN_ID = /^[a-z2-7]{26}$/;
/** The id of no plan. */
const NO_PLAN = 'none';

/**
 * The plan that a logical id belongs to. What does not look like an id of ours is asked for as the
 * plan that never exists: the answer and the work are the same, and what somebody typed (a name,
 * a number) does not reach the record.
 */
export function planOf(id: string): string {
  const plan = planOfId(id);
  return PLAN_ID.test(plan) ? plan : NO_PLAN;
}
