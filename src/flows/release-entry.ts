import type { EntryBody } from '../audit/entry.ts';
import type { Notice, Question, Verdict } from '../decision/decision.ts';
import type { Fact } from '../plan/fact.ts';
import type { ReleasedPlan } from '../release/released-plan.ts';
import type { ReasonCode } from '../vocabulary/reasons.ts';
import { isoInstant } from './gateway.ts';
import type { PlanSnapshot } from './ports.ts';
import type { Region } from './region.ts';
import { actorOf, type Call } from './requester.ts';

/** What the recipient gets to see, and what the record needs to say about it. */
export interface View {
  readonly refused: ReasonCode | null;
  readonly released: ReleasedPlan | null;
  readonly notice: Notice;
  readonly facts: readonly Fact[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** What an entry is made from. */
export interface Recorded {
  readonly call: Call;
  readonly region: Region;
  readonly question: Question;
  readonly view: View;
  readonly planId: string;
  readonly plan: PlanSnapshot | undefined;
}

/** The entry of a release or refusal (DECISION 7): references, codes and hashes only. */
export function releaseEntry({ call, region, question, view, planId, plan }: Recorded): EntryBody {
  const { requester, trace } = call;
  const { purpose } = requester;
  const seen = (view.released?.empty ?? true) ? null : view.released;
  return {
    v: 1,
    kind: seen ? 'release' : 'refusal',
    actor: actorOf(requester),
    trace,
    instant: isoInstant(question.now),
    outcome: view.refused ?? (seen ? 'permitted' : 'nothing-visible'),
    act: question.act,
    plan: planId,
    regionEpoch: region.epoch,
    ...(purpose === undefined ? {} : { purpose }),
    ...(plan ? { planEpoch: plan.epoch } : {}),
    ...(region.policy ? { policyVersion: region.policy.version } : {}),
    ...(view.released ? { released: view.released.factsDigest } : {}),
    ...tallies(view),
  };
}

/** Subjects, bases, rules, provisions and categories released, and the categories withheld. */
function tallies({ facts, verdicts }: View) {
  const permitted = facts.filter((fact) => verdicts.get(fact.id)?.permitted);
  const withheld = facts.filter((fact) => !verdicts.get(fact.id)?.permitted);
  const pairs = permitted.flatMap((fact) => verdicts.get(fact.id)?.pairs ?? []);
  return {
    subjects: distinct(permitted.flatMap((fact) => fact.subjects)),
    bases: distinct(pairs.flatMap((pair) => pair.basis ?? [])),
    rules: distinct(pairs.flatMap((pair) => pair.rule ?? [])),
    provisions: distinct(pairs.flatMap((pair) => pair.provisions ?? [])),
    categoriesReleased: distinct(permitted.flatMap((fact) => fact.labels)),
    categoriesWithheld: distinct(withheld.flatMap((fact) => fact.labels)),
  };
}

function distinct(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}
