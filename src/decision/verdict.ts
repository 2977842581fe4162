import type { Verdict } from './decision.ts';
import type { FactJudgement, JudgedPair } from './judge-fact.ts';
import { farthest } from './misses.ts';

/** The verdict for a fact that could not be judged. */
export const INDETERMINATE: Verdict = { permitted: false, reason: 'indeterminate', pairs: [] };

const OWN: Verdict = { permitted: true, reason: 'own', pairs: [] };
const BLOCKED: Verdict = { permitted: false, reason: 'safety-block', pairs: [] };

/** What a judgement comes to: permitted only when every pair is. */
export function verdictOf(judgement: FactJudgement): Verdict {
  switch (judgement.settled) {
    case 'own':
      return OWN;
    case 'safety-block':
      return BLOCKED;
    case 'indeterminate':
      return INDETERMINATE;
    case null:
      return overPairs(judgement.pairs);
  }
}

function overPairs(judged: readonly JudgedPair[]): Verdict {
  const pairs = judged.map(({ verdict }) => verdict);
  if (judged.every(({ judgement }) => judgement.reason === 'permitted'))
    return { permitted: true, reason: 'permitted', pairs };
  const misses = judged.flatMap(({ judgement: { reason } }) =>
    reason === 'permitted' ? [] : [reason],
  );
  return { permitted: false, reason: farthest(misses) ?? 'indeterminate', pairs };
}
