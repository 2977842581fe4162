import type { PolicyTable, Rule } from '../policies/policy.ts';
import type { Act, LegalBasis } from '../vocabulary/bases.ts';
import type { Hierarchy } from '../vocabulary/hierarchy.ts';
import { allContexts } from './all-contexts.ts';
import type { DecisionRegister } from './circumstances.ts';
import type { Notice, NoticeCode } from './decision.ts';
import { judgePair } from './judge-pair.ts';
import type { Atoms } from './terms.ts';

/** Everyone who gets the same notice: one kind of organisation, role, purpose and act. */
export interface Audience {
  readonly kind: string;
  readonly role: string;
  readonly purpose: string;
  readonly act: Act;
}

type RulesByBasis = ReadonlyMap<LegalBasis, readonly Rule[]>;

/**
 * What a recipient is told per leaf category about what it may not, or not always, see (DECISION 5).
 * A function of the policy version, the purpose's bases and the audience alone: never of a plan, a
 * person or a consent, so that the notice itself tells nothing. The same arguments give the same
 * notice; a caller may keep it per policy version and register.
 */
export function noticeFor(
  { policy, register }: { readonly policy: PolicyTable; readonly register: DecisionRegister },
  audience: Audience,
): Notice {
  const bases = register.purposes.get(audience.purpose) ?? [];
  const known = new Map<string, NoticeCode | 'always'>();
  const notice = new Map<string, NoticeCode>();
  for (const category of leavesOf(policy.hierarchies.categories)) {
    const rules = rulesFor(policy, { ...audience, category, bases });
    const key = JSON.stringify([...rules].map(([, list]) => list.map(({ order }) => order)));
    const code = known.get(key) ?? noticeCode(rules);
    known.set(key, code);
    if (code !== 'always') notice.set(category, code);
  }
  return notice;
}

/** Nobody but its source sees what is unclassified, whatever a rule on a broader category says. */
function rulesFor(
  policy: PolicyTable,
  { bases, ...cell }: Audience & { category: string; bases: readonly LegalBasis[] },
): RulesByBasis {
  const above = policy.hierarchies.categories.selfAndAncestors(cell.category);
  if (above.has('unclassified')) return new Map();
  return new Map(bases.map((basis) => [basis, policy.applicableRules({ ...cell, basis })]));
}

function noticeCode(rules: RulesByBasis): NoticeCode | 'always' {
  const bases = [...rules.keys()];
  let withheld = false;
  let withConsent = false;
  let without = false;
  for (const context of allContexts([...rules.values()].flat())) {
    if (!isPermitted(bases, rules, context)) withheld = true;
    else if (context.consent || context.gdpr) withConsent = true;
    else without = true;
    if (withheld && without) return 'ask-coordinator';
  }
  if (!withheld) return 'always';
  return withConsent ? 'client-may-allow' : 'not-for-this-purpose';
}

function isPermitted(bases: readonly LegalBasis[], rules: RulesByBasis, context: Atoms): boolean {
  return judgePair(bases, (basis) => rules.get(basis) ?? [], context).reason === 'permitted';
}

function leavesOf(categories: Hierarchy): readonly string[] {
  const broader = new Set<string>();
  for (const code of categories.codes)
    for (const above of categories.selfAndAncestors(code)) if (above !== code) broader.add(above);
  return categories.codes.filter((code) => !broader.has(code));
}
