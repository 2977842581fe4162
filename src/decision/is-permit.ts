import type { Permit } from './decision.ts';
import { wasMinted } from './permit-mint.ts';

/** True for a permit that `decide` made in this process; a copy, a cast or a proxy is none. */
export function isPermit(value: unknown): value is Permit {
  return wasMinted(value);
}
