import type { Rule } from '../policies/policy.ts';
import type { LegalBasis } from '../vocabulary/bases.ts';
import { farthest, nearest } from './misses.ts';
import type { Miss } from './misses.ts';
import { denialOf, holds, missOf, termsOf } from './terms.ts';
import type { Atoms, Term } from './terms.ts';

/** One applicable rule against one context: does it hold, and if not, which terms failed. */
export interface RuleJudgement {
  readonly rule: Rule;
  readonly holds: boolean;
  readonly failed: readonly Term[];
}

/** One candidate basis: permitted by at least one allow and no deny, or why not. */
export interface BasisJudgement {
  readonly basis: LegalBasis;
  readonly reason: Miss | 'permitted';
  /** Every applicable rule, in file order. */
  readonly rules: readonly RuleJudgement[];
}

/** One (subject, label, statute): the bases that were tried, in order, up to the first permit. */
export interface PairJudgement {
  readonly reason: Miss | 'permitted';
  readonly tried: readonly BasisJudgement[];
}

/** Tries the candidate bases in their order; the first that permits ends it (DECISION 2). */
export function judgePair(
  bases: readonly LegalBasis[],
  rulesOf: (basis: LegalBasis) => readonly Rule[],
  atoms: Atoms,
): PairJudgement {
  const tried: BasisJudgement[] = [];
  for (const basis of bases) {
    const judgement = judgeBasis(basis, rulesOf(basis), atoms);
    tried.push(judgement);
    if (judgement.reason === 'permitted') return { reason: 'permitted', tried };
  }
  return { reason: nearest(tried.map(missedBy)), tried };
}

/** At least one allow holds and no deny does; otherwise the reason by DECISION 8. */
export function judgeBasis(
  basis: LegalBasis,
  applicable: readonly Rule[],
  atoms: Atoms,
): BasisJudgement {
  const rules = applicable.map((rule) => judgeRule(rule, atoms));
  const denied = farthest(
    rules
      .filter((judged) => judged.holds && judged.rule.eft === 'deny')
      .map(({ rule }) => denialOf(rule)),
  );
  return { basis, rules, reason: denied ?? bestAllow(rules) };
}

function judgeRule(rule: Rule, atoms: Atoms): RuleJudgement {
  const failed = termsOf(rule).filter((term) => !holds(term, rule.eft, atoms));
  return { rule, failed, holds: failed.length === 0 };
}

function bestAllow(rules: readonly RuleJudgement[]): Miss | 'permitted' {
  const allows = rules.filter(({ rule }) => rule.eft === 'allow');
  if (allows.some((allow) => allow.holds)) return 'permitted';
  return nearest(allows.map(({ failed }) => farthest(failed.map(missOf)) ?? 'no-rule'));
}

function missedBy({ reason }: BasisJudgement): Miss {
  return reason === 'permitted' ? 'no-rule' : reason;
}
