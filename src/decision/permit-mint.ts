import type { Permit, Question } from './decision.ts';

const minted = new WeakSet();

/**
 * Makes a permit. Only `decide` calls this; no other room may import this file, and what was not
 * made here is told apart by `isPermit`.
 */
export function mintPermit(
  question: Question,
  policyVersion: string,
  factIds: ReadonlySet<string>,
): Permit {
  const permitted = new Set(factIds);
  const permit = Object.freeze({
    question: Object.freeze({ ...question }),
    policyVersion,
    permits: (factId: string) => permitted.has(factId),
    size: permitted.size,
  }) as unknown as Permit;
  minted.add(permit);
  return permit;
}

/** True for a permit that was made here, false for anything that only looks like one. */
export function wasMinted(value: unknown): value is Permit {
  return typeof value === 'object' && value !== null && minted.has(value);
}
