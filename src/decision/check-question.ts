import { ACTS } from '../vocabulary/bases.ts';
import type { Act, LegalBasis } from '../vocabulary/bases.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { RegisteredOrganisation } from './circumstances.ts';
import type { DecisionInputs, Question, Refused } from './decision.ts';

/** A question whose every code is known and allowed for this organisation. */
export interface WellFormed {
  readonly organisation: string;
  readonly kind: string;
  readonly role: string;
  readonly purpose: string;
  readonly act: Act;
  /** The candidate bases of the purpose, in their registered order. */
  readonly bases: readonly LegalBasis[];
  readonly now: Instant;
}

/**
 * Refuses what cannot be asked, before the plan is touched, in the order of DECISION 8: recipient,
 * role, purpose named, purpose allowed, act. Codes unknown to the policy version are refused too.
 */
export function checkQuestion(
  question: Question,
  { register, policy }: Pick<DecisionInputs, 'register' | 'policy'>,
): WellFormed | Refused {
  const { roles, purposes, kinds } = policy.hierarchies;
  const recipient = register.organisations.get(question.organisation);
  if (!recipient || !kinds.knows(recipient.kind)) return { refused: 'unknown-recipient' };
  const { role, purpose } = question;
  if (role === undefined || !recipient.roles.includes(role) || !roles.knows(role))
    return { refused: 'role-not-allowed' };
  if (purpose === undefined || purpose === '') return { refused: 'purpose-required' };
  const bases = register.purposes.get(purpose);
  if (!bases || !purposes.knows(purpose) || !isOpenTo(recipient, purpose))
    return { refused: 'purpose-not-allowed' };
  const act = ACTS.find((known) => known === question.act);
  if (!act) return { refused: 'indeterminate' };
  const { organisation, now } = question;
  return { organisation, kind: recipient.kind, role, purpose, act, bases, now };
}

function isOpenTo(recipient: RegisteredOrganisation, purpose: string): boolean {
  return recipient.purposes === undefined || recipient.purposes.includes(purpose);
}
