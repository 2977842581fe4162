import { expect, test } from '@jest/globals';
import type { Decision, Permit, Question } from '../../src/decision/decision.ts';

/**
 * Checked by the compiler: each `@ts-expect-error` fails the build when the line below it becomes
 * allowed. The functions are never called.
 */
const question: Question = { organisation: 'a', act: 'read', now: 0 };

export function aPermitIsNotWritten(): Permit {
  // @ts-expect-error a permit has a brand that no other file can name
  return { question, policyVersion: '', permits: () => true, size: 1 };
}

export function aPermitIsNotCopied(permit: Permit): Permit {
  const { permits, size, policyVersion } = permit;
  // @ts-expect-error a copy of the parts lacks the brand
  return { question, policyVersion, permits, size };
}

export function aPermitIsNotExtended(permit: Permit): void {
  // @ts-expect-error what a permit permits cannot be replaced
  permit.permits = () => true;
}

export function aRefusalHoldsNoPermit(decision: Decision): unknown {
  // @ts-expect-error first find out whether the question was refused
  return decision.permit satisfies unknown;
}

export function aDecisionIsNotAPermit(decision: Decision): Permit {
  // @ts-expect-error a decision is not a permit
  return decision;
}

test('the walls are checked when the project is compiled', () => {
  expect(question.act).toBe('read');
});
