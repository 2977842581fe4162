import type { Decision, DecisionInputs, FactHead, Question, Verdict } from './decision.ts';
import { openQuestion } from './open-question.ts';
import { mintPermit } from './permit-mint.ts';
import { INDETERMINATE } from './verdict.ts';

/**
 * Decides one question for every fact of a plan (DECISION 1–4, 7, 8).
 * @param question who asks, in which role, for what, at which instant
 * @param inputs one register, one policy version, one snapshot of the plan's circumstances
 * @param facts heads only: the decision never sees a value
 * @returns a refusal of the whole question, or a verdict per fact and the permit to release those
 *   that are permitted. Never throws: whatever goes wrong is `indeterminate`, a refusal. An id that
 *   occurs twice cannot be told apart at release, so it is `indeterminate` as well.
 */
export function decide(
  question: Question,
  inputs: DecisionInputs,
  facts: readonly FactHead[],
): Decision {
  const judge = openQuestion(question, inputs);
  if (typeof judge !== 'function') return judge;
  const verdicts = new Map<string, Verdict>();
  for (const fact of facts)
    verdicts.set(fact.id, verdicts.has(fact.id) ? INDETERMINATE : judge(fact).verdict);
  const permitted = new Set<string>();
  for (const [id, verdict] of verdicts) if (verdict.permitted) permitted.add(id);
  return {
    refused: null,
    permit: mintPermit(question, inputs.policy.version, permitted),
    verdicts,
  };
}
