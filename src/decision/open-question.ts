import { checkQuestion } from './check-question.ts';
import type { Context } from './context.ts';
import type { DecisionInputs, FactHead, Question, Refused, Verdict } from './decision.ts';
import { factJudge } from './judge-fact.ts';
import type { FactJudgement } from './judge-fact.ts';
import { INDETERMINATE, verdictOf } from './verdict.ts';

/** One fact with its verdict and, where it could be judged, how that came about. */
export interface JudgedFact {
  readonly verdict: Verdict;
  /** Absent when an error stopped the judging. */
  readonly how?: { readonly judgement: FactJudgement; readonly context: Context };
}

/** Judges facts under one well-formed question; never throws. */
export type OpenQuestion = (fact: FactHead) => JudgedFact;

/**
 * Checks a question and opens it for judging facts. Every error on the way, in the question or in a
 * fact, becomes a refusal: no rule is ever skipped because another one failed (DECISION 2).
 */
export function openQuestion(question: Question, inputs: DecisionInputs): Refused | OpenQuestion {
  try {
    const asked = checkQuestion(question, inputs);
    if ('refused' in asked) return asked;
    const { judge, context } = factJudge(asked, inputs);
    return (fact) => {
      try {
        const judgement = judge(fact);
        return { verdict: verdictOf(judgement), how: { judgement, context } };
      } catch {
        return { verdict: INDETERMINATE };
      }
    };
  } catch {
    return { refused: 'indeterminate' };
  }
}
