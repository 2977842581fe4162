import type { ConsentOutcome } from '../consent/resolve-consent.ts';
import type { ConsentKind } from '../consent/provision.ts';
import type { Context } from './context.ts';
import type { DecisionInputs, FactHead, Question, Refused, Verdict } from './decision.ts';
import type { JudgedPair } from './judge-fact.ts';
import type { BasisJudgement, RuleJudgement } from './judge-pair.ts';
import { farthest } from './misses.ts';
import type { Miss } from './misses.ts';
import { openQuestion } from './open-question.ts';
import type { JudgedFact } from './open-question.ts';
import { missOf, termsOf } from './terms.ts';
import type { Term } from './terms.ts';
import { consentKindOf } from './pair-verdict.ts';

/** An allow that would have applied, and what it misses. */
export interface NearMiss {
  readonly rule: string;
  readonly reason: Miss;
  readonly failed: readonly Term[];
}

/** One basis that was tried. Rule ids are in file order. */
export interface BasisExplanation {
  readonly basis: BasisJudgement['basis'];
  readonly reason: BasisJudgement['reason'];
  /** Rules whose role, kind, purpose, category, basis and act match. */
  readonly applied: readonly string[];
  readonly allowedBy: readonly string[];
  readonly deniedBy: readonly string[];
  readonly nearMisses: readonly NearMiss[];
}

/** What the provisions of one kind came to for a pair. */
export interface ConsentExplanation extends ConsentOutcome {
  readonly kind: ConsentKind;
}

/** One (subject, label) pair: every basis up to the first that permits. */
export interface PairExplanation {
  readonly subject: string;
  readonly label: string;
  readonly reason: Miss | 'permitted';
  readonly tried: readonly BasisExplanation[];
  /** The kinds of provision that one of the rules asks for. */
  readonly consents: readonly ConsentExplanation[];
}

/** Why one fact was released or withheld. */
export interface FactExplanation {
  readonly verdict: Verdict;
  /** Ids of the safety blocks that decided; empty otherwise. */
  readonly blocks: readonly string[];
  /** Subjects × labels; empty when the policy was not asked. */
  readonly pairs: readonly PairExplanation[];
}

/** The explanation of a whole decision, fact by fact. */
export interface Explained {
  readonly refused: null;
  readonly facts: ReadonlyMap<string, FactExplanation>;
}

/**
 * Explains a decision from the same inputs by the same judging as `decide`, so that what is
 * explained is what was decided. Slower; for the officer, not for a pull. Never throws.
 */
export function explain(
  question: Question,
  inputs: DecisionInputs,
  facts: readonly FactHead[],
): Refused | Explained {
  const judge = openQuestion(question, inputs);
  if (typeof judge !== 'function') return judge;
  return {
    refused: null,
    facts: new Map(facts.map((fact) => [fact.id, explainFact(judge(fact))])),
  };
}

function explainFact({ verdict, how }: JudgedFact): FactExplanation {
  if (!how) return { verdict, blocks: [], pairs: [] };
  const { judgement, context } = how;
  const blocks = judgement.settled === 'safety-block' ? judgement.blocks : [];
  const pairs = judgement.settled === null ? judgement.pairs : [];
  return { verdict, blocks, pairs: pairs.map((pair) => explainPair(pair, context)) };
}

function explainPair({ verdict, judgement }: JudgedPair, context: Context): PairExplanation {
  const { subject, label } = verdict;
  const terms = judgement.tried.flatMap(({ rules }) => rules.flatMap(({ rule }) => termsOf(rule)));
  const kinds = new Set(terms.map(consentKindOf).filter((kind) => kind !== undefined));
  return {
    subject,
    label,
    reason: judgement.reason,
    tried: judgement.tried.map(explainBasis),
    consents: [...kinds].map((kind) => ({ kind, ...context.resolve(kind, subject, label) })),
  };
}

function explainBasis({ basis, reason, rules }: BasisJudgement): BasisExplanation {
  const holding = rules.filter((judged) => judged.holds);
  const idsOf = (eft: 'allow' | 'deny') =>
    holding.filter(({ rule }) => rule.eft === eft).map(({ rule }) => rule.id);
  return {
    basis,
    reason,
    applied: rules.map(({ rule }) => rule.id),
    allowedBy: idsOf('allow'),
    deniedBy: idsOf('deny'),
    nearMisses: rules.flatMap(nearMissOf),
  };
}

function nearMissOf({ rule, holds, failed }: RuleJudgement): readonly NearMiss[] {
  if (holds || rule.eft === 'deny') return [];
  return [{ rule: rule.id, failed, reason: farthest(failed.map(missOf)) ?? 'no-rule' }];
}
