import type { EntryBody } from '../audit/entry.ts';
import type { Notice, PairVerdict, Question, Verdict } from '../decision/decision.ts';
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
  const [subjects, released, withheld] = [new Set<string>(), new Set<string>(), new Set<string>()];
  // Facts with the same labels about the same people share the objects of their pairs.
  const pairs = new Set<PairVerdict>();
  for (const { id, subjects: about, labels } of facts) {
    const verdict = verdicts.get(id);
    const permitted = verdict?.permitted === true;
    for (const label of labels) (permitted ? released : withheld).add(label);
    if (!permitted) continue;
    for (const subject of about) subjects.add(subject);
    for (const pair of verdict.pairs) pairs.add(pair);
  }
  const judged = [...pairs];
  return {
    subjects: sorted(subjects),
    bases: sorted(new Set(judged.flatMap((pair) => pair.basis ?? []))),
    rules: sorted(new Set(judged.flatMap((pair) => pair.rule ?? []))),
    provisions: sorted(new Set(judged.flatMap((pair) => pair.provisions ?? []))),
    categoriesReleased: sorted(released),
    categoriesWithheld: sorted(withheld),
  };
}

function sorted(codes: ReadonlySet<string>): string[] {
  return [...codes].sort();
}
