import { VOCABULARY } from '../vocabulary/vocabulary.ts';
import type { ChangeContext } from './change-plan.ts';
import type { PlanList } from './flows.ts';
import { GatewayError, type Issue } from './gateway-error.ts';

/**
 * Everything a record points at must exist: members, deciders, organisations and codes.
 * @throws GatewayError `unprocessable` naming the field; never its value
 */
export function checkReferences(list: PlanList, document: unknown, context: ChangeContext): void {
  const fields = document as Readonly<Record<string, unknown>>;
  const issues = Object.entries(fields).flatMap(([field, value]) =>
    checkField({ list, field, value }, context),
  );
  if (issues.length > 0) throw new GatewayError('unprocessable', issues);
}

interface Field {
  readonly list: PlanList;
  readonly field: string;
  readonly value: unknown;
}

/** Ids and codes: the document's schema has already seen to it that these are texts. */
const of =
  (check: (text: string, context: ChangeContext) => boolean) =>
  (value: unknown, context: ChangeContext) =>
    check(value as string, context);

const CHECKS: Readonly<Record<string, (value: unknown, context: ChangeContext) => boolean>> = {
  subject: of(isMember),
  member: of(isMember),
  holder: of(isDecider),
  givers: (value, context) => (value as string[]).every((giver) => isDecider(giver, context)),
  org: of((id, context) => context.region.organisations.has(id)),
  role: (value) => value === undefined || VOCABULARY.roles.knows(value as string),
  purpose: of((code) => VOCABULARY.purposes.knows(code)),
  category: of((code) => VOCABULARY.categories.knows(code)),
  recipient: (value, context) => isRecipient(value as Recipient, context),
  recipients: (value, context) =>
    value === 'all' || (value as string[]).every((each) => isOrganisationOrKind(each, context)),
};

function checkField({ field, value }: Field, context: ChangeContext): Issue[] {
  const check = CHECKS[field];
  if (!check || check(value, context)) return [];
  return [{ place: `/${field}`, text: 'is not known here' }];
}

interface Recipient {
  readonly organisation?: string;
  readonly kind?: string;
}

function isRecipient(recipient: Recipient, context: ChangeContext): boolean {
  if (recipient.organisation) return context.region.organisations.has(recipient.organisation);
  return recipient.kind === undefined || VOCABULARY.kinds.knows(recipient.kind);
}

function isOrganisationOrKind(code: string, { region }: ChangeContext): boolean {
  return region.organisations.has(code) || VOCABULARY.kinds.knows(code);
}

function isMember(id: string, { state }: ChangeContext): boolean {
  return state.circumstances.members.some((member) => member.id === id);
}

function isDecider(id: string, context: ChangeContext): boolean {
  const { persons } = context.state.circumstances;
  return (
    isMember(id, context) ||
    persons.some((person) => person.id === id) ||
    context.region.organisations.has(id)
  );
}
