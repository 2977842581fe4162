import type { Rule } from '../policies/policy.ts';
import type { LegalBasis } from '../vocabulary/bases.ts';
import type { Hierarchy } from '../vocabulary/hierarchy.ts';
import { isWithin } from '../vocabulary/instant.ts';
import { STATUTES } from '../vocabulary/statutes.ts';
import type { WellFormed } from './check-question.ts';
import type { SafetyBlock } from './circumstances.ts';
import { contextOf } from './context.ts';
import type { Context } from './context.ts';
import type { DecisionInputs, FactHead, PairVerdict } from './decision.ts';
import { judgePair } from './judge-pair.ts';
import type { PairJudgement } from './judge-pair.ts';
import { pairVerdict } from './pair-verdict.ts';

/** A (subject, label) pair of a fact: what it came to, and how. */
export interface JudgedPair {
  readonly verdict: PairVerdict;
  readonly judgement: PairJudgement;
}

/** One fact, judged: settled before the policy was asked, or pair by pair. */
export type FactJudgement =
  | { readonly settled: 'own' | 'indeterminate' }
  | { readonly settled: 'safety-block'; readonly blocks: readonly string[] }
  | { readonly settled: null; readonly pairs: readonly JudgedPair[] };

/** Judges the facts of one decision; equal pairs under one statute are judged once. */
export interface FactJudge {
  readonly context: Context;
  readonly judge: (fact: FactHead) => FactJudgement;
}

/**
 * The order of DECISION 2: own facts, safety blocks on the known subjects, what cannot be judged,
 * then every (subject, label) pair. May throw: the caller turns any error into `indeterminate`.
 */
export function factJudge(asked: WellFormed, inputs: DecisionInputs): FactJudge {
  const context = contextOf(asked, inputs);
  const { categories } = inputs.policy.hierarchies;
  const members = new Set(inputs.circumstances.members.map(({ id }) => id));
  const blocks = blocksNaming(asked, inputs).filter(({ subject }) => members.has(subject));
  const pairOf = pairJudge(asked, inputs, context);
  const isJudgeable = (fact: FactHead) =>
    fact.subjects.length > 0 &&
    fact.subjects.every((subject) => members.has(subject)) &&
    fact.labels.length > 0 &&
    fact.labels.every((label) => isReleasable(label, categories)) &&
    (fact.law === undefined || STATUTES.knows(fact.law));

  return {
    context,
    judge: (fact) => {
      if (fact.source === asked.organisation) return { settled: 'own' };
      const { subjects, labels } = fact;
      const blocking = blocks.filter(({ subject }) => subjects.includes(subject));
      if (blocking.length > 0)
        return { settled: 'safety-block', blocks: blocking.map(({ id }) => id) };
      if (!isJudgeable(fact)) return { settled: 'indeterminate' };
      const pairs: JudgedPair[] = [];
      for (const subject of subjects)
        for (const label of labels) pairs.push(pairOf(subject, label, fact.law));
      return { settled: null, pairs };
    },
  };
}

/** A known category that some recipient might see; `unclassified` is for its source alone. */
function isReleasable(label: string, categories: Hierarchy): boolean {
  return categories.knows(label) && !categories.selfAndAncestors(label).has('unclassified');
}

/** Active blocks that name the recipient: itself, its kind or a broader one, or everyone. */
function blocksNaming(asked: WellFormed, inputs: DecisionInputs): readonly SafetyBlock[] {
  const kinds = inputs.policy.hierarchies.kinds.selfAndAncestors(asked.kind);
  return inputs.circumstances.safetyBlocks.filter(
    (block) =>
      isWithin(block, asked.now) &&
      (block.recipients === 'all' ||
        block.recipients.some((named) => named === asked.organisation || kinds.has(named))),
  );
}

type PairJudge = (subject: string, label: string, law: string | undefined) => JudgedPair;

function pairJudge(asked: WellFormed, inputs: DecisionInputs, context: Context): PairJudge {
  const judged = new Map<string | undefined, Map<string, Map<string, JudgedPair>>>();
  const rulesOf = ruleLookUp(asked, inputs);
  return (subject, label, law) => {
    const known = inner(inner(judged, law), subject);
    const earlier = known.get(label);
    if (earlier) return earlier;
    const atoms = context.atoms(subject, label, law);
    const judgement = judgePair(asked.bases, (basis) => rulesOf(label, basis), atoms);
    const verdict = pairVerdict({ subject, label }, judgement, context.resolve);
    const pair = { verdict, judgement };
    known.set(label, pair);
    return pair;
  };
}

function inner<K, L, V>(outer: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = outer.get(key) ?? new Map<L, V>();
  outer.set(key, known);
  return known;
}

function ruleLookUp(asked: WellFormed, { policy }: DecisionInputs) {
  const { role, kind, purpose, act } = asked;
  const found = new Map<string, readonly Rule[]>();
  return (category: string, basis: LegalBasis): readonly Rule[] => {
    const key = `${category} ${basis}`;
    const earlier = found.get(key);
    if (earlier) return earlier;
    const rules = policy.applicableRules({ role, kind, purpose, category, basis, act });
    found.set(key, rules);
    return rules;
  };
}
