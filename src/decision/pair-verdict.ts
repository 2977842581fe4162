import type { ConsentResolver } from '../consent/resolve-consent.ts';
import type { ConsentKind } from '../consent/provision.ts';
import type { Rule } from '../policies/policy.ts';
import type { PairVerdict } from './decision.ts';
import type { PairJudgement } from './judge-pair.ts';
import { termsOf } from './terms.ts';
import type { Term } from './terms.ts';

/** What is recorded of a judged pair: the first basis and rule that permit, and their provisions. */
export function pairVerdict(
  { subject, label }: { readonly subject: string; readonly label: string },
  { reason, tried }: PairJudgement,
  resolve: ConsentResolver,
): PairVerdict {
  const permitting = tried.find((attempt) => attempt.reason === 'permitted');
  const allow = permitting?.rules.find((judged) => judged.holds)?.rule;
  if (!permitting || !allow) return { subject, label, reason };
  const counted = provisionsBehind(allow, (kind) => resolve(kind, subject, label).counted);
  const verdict = { subject, label, reason, basis: permitting.basis, rule: allow.id };
  return counted.length > 0 ? { ...verdict, provisions: counted } : verdict;
}

/** The kinds of provision that a term asks for; none for a term that needs no provision. */
export function consentKindOf({ term }: Term): ConsentKind | undefined {
  if (term === 'consent') return 'secrecy';
  return term === 'gdpr' || term === 'objection' || term === 'restriction' ? term : undefined;
}

function provisionsBehind(
  rule: Rule,
  counted: (kind: ConsentKind) => readonly string[],
): readonly string[] {
  const kinds = termsOf(rule).map(consentKindOf);
  return [...new Set(kinds.flatMap((kind) => (kind === undefined ? [] : counted(kind))))];
}
