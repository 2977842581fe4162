import { createHash } from 'node:crypto';
import { PolicyEngineError } from './policy-engine-error.ts';

/** The last conjunct of the matcher: the only part that depends on the circumstances. */
export const HOLDS_CONJUNCT = 'holds(p.cond, p.eft, r.basis, r.ctx)';

/** Takes the place of `HOLDS_CONJUNCT` when a version is worked out: notes the rule, matches none. */
export const NOTE_CONJUNCT = 'note(p.id)';

/**
 * How a rule is matched and how effects combine: a rule on a broader code covers the narrower ones,
 * and a refusal wins from any permission whatever the order of the rules. This text is code: an
 * officer edits rows, never this. INVARIANT: its hash is `MODEL_SHA256`; change both in one review.
 */
export const MODEL_TEXT = `[request_definition]
r = role, org, purpose, cat, basis, act, ctx

[policy_definition]
p = id, role, org, purpose, cat, basis, act, cond, eft

[role_definition]
g = _, _
g2 = _, _
g3 = _, _
g4 = _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.act == p.act && (p.basis == "*" || r.basis == p.basis) && g3(r.cat, p.cat) && g2(r.purpose, p.purpose) && g(r.role, p.role) && g4(r.org, p.org) && ${HOLDS_CONJUNCT}
`;

/** Hex SHA-256 of `MODEL_TEXT`, written down apart so that no change goes unseen. */
export const MODEL_SHA256 = '43c7772560fd46c9d7d5bf41d69bcc46270256c2140cd5a31246c9ea803f1437';

/**
 * Hands out the model after checking that it is the reviewed one. Casbin itself does not complain
 * about a matcher of which half was lost (a `#` cuts the line), so nothing may run on an unchecked one.
 * @throws PolicyEngineError `model-changed`
 */
export function checkedModel(text: string = MODEL_TEXT): string {
  if (sha256(text) !== MODEL_SHA256) throw new PolicyEngineError('model-changed');
  return text;
}

/**
 * The model with the context unknown: the condition is replaced by a function that notes the rule.
 * @throws PolicyEngineError `model-changed` unless the conjunct stands exactly once, at the end
 */
export function notingModel(text: string = checkedModel()): string {
  const parts = text.split(HOLDS_CONJUNCT);
  if (parts.length !== 2 || parts[1]?.trim() !== '') throw new PolicyEngineError('model-changed');
  return parts.join(NOTE_CONJUNCT);
}

/** Hex SHA-256 of a text in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
