import type { Circumstances } from '../decision/circumstances.ts';
import type { z } from 'zod';
import type { ChangeContext, StateChange } from './change-plan.ts';
import type { PlanList } from './flows.ts';
import { GatewayError } from './gateway-error.ts';
import { parseBody } from './parse-body.ts';
import { checkReferences } from './plan-references.ts';
import { LIST_DOCUMENTS, type MemberDocument, type PersonDocument } from './plan-documents.ts';
import type { PlanState } from './ports.ts';

/** Which part of the state each administered list is. */
const PART_OF_LIST = {
  members: 'members',
  persons: 'persons',
  authorities: 'authorities',
  'care-team': 'careTeam',
  'care-relations': 'careRelations',
  levels: 'levels',
  'safety-blocks': 'safetyBlocks',
  'emergency-accesses': 'emergencyAccesses',
  provisions: 'provisions',
} as const satisfies Record<Exclude<PlanList, 'enrolments'>, keyof Circumstances>;

type Recorded = Readonly<Record<string, unknown>> & { readonly id: string };

/** Adds one record to a list of the plan. */
export function addRecord(list: PlanList, body: unknown) {
  return (context: ChangeContext): StateChange => {
    const document = parseBody<z.ZodType>(LIST_DOCUMENTS[list], body);
    checkReferences(list, document, context);
    if (list === 'enrolments') return enrol(context, document as EnrolmentDocument);
    const id = context.newId();
    const state = withIdentity(context.state, { list, id, document });
    const records = [...recordsOf(state, list), stored(list, id, document)];
    return { state: withRecords(state, list, records), id, changed: [`${list}/${id} added`] };
  };
}

/** Replaces the record with this id. */
export function replaceRecord({ list, id }: { list: PlanList; id: string }, body: unknown) {
  return (context: ChangeContext): StateChange => {
    if (list === 'enrolments') throw noSuchRecord();
    const document = parseBody<z.ZodType>(LIST_DOCUMENTS[list], body);
    checkReferences(list, document, context);
    const state = withIdentity(context.state, { list, id, document });
    if (!recordsOf(state, list).some((record) => record.id === id)) throw noSuchRecord();
    const records = recordsOf(state, list).map((record) =>
      record.id === id ? withdrawalStands(record, stored(list, id, document)) : record,
    );
    return { state: withRecords(state, list, records), id, changed: [`${list}/${id} replaced`] };
  };
}

/** A correction cannot undo a withdrawal: whoever allows again gives a new provision. */
function withdrawalStands(before: Recorded, after: Recorded): Recorded {
  const [withdrawn, corrected] = [before['withdrawnAt'], after['withdrawnAt']];
  if (typeof withdrawn !== 'number') return after;
  const withdrawnAt = typeof corrected === 'number' ? Math.min(corrected, withdrawn) : withdrawn;
  return { ...after, withdrawnAt };
}

/** Withdraws a provision as of now (GDPR art. 7(3)); an earlier withdrawal stands. */
export function withdrawProvision(id: string) {
  return ({ state, now }: ChangeContext): StateChange => {
    const { provisions } = state.circumstances;
    if (!provisions.some((provision) => provision.id === id)) throw noSuchRecord();
    const records = provisions.map((provision) =>
      provision.id === id
        ? { ...provision, withdrawnAt: Math.min(provision.withdrawnAt ?? now, now) }
        : provision,
    );
    const next = { ...state, circumstances: { ...state.circumstances, provisions: records } };
    return { state: next, id, changed: [`provisions/${id} withdrawn`] };
  };
}

/** A member as the decision knows them: the BSN is kept apart. */
export function memberRecord(id: string, document: MemberDocument) {
  const { birthDate, birthPrecision, deceasedAt, competence } = document;
  return { id, birthDate, birthPrecision, deceasedAt, competence: competence ?? [] };
}

interface EnrolmentDocument {
  readonly org: string;
  readonly member: string;
  readonly identifiers: readonly string[];
}

/** Enrols a member at a source: that source's own local identifiers, replaced as a whole. */
function enrol({ state }: ChangeContext, document: EnrolmentDocument): StateChange {
  const { org, member, identifiers } = document;
  const ofOrg = { ...state.enrolments[org], [member]: [...new Set(identifiers)] };
  const id = `${org}.${member}`;
  const enrolments = { ...state.enrolments, [org]: ofOrg };
  return { state: { ...state, enrolments }, id, changed: [`enrolments/${id} set`] };
}

function stored(list: PlanList, id: string, document: unknown): Recorded {
  if (list === 'members') return memberRecord(id, document as MemberDocument);
  if (list === 'persons') return { id, deceasedAt: (document as PersonDocument).deceasedAt };
  return { id, ...(document as object) };
}

function recordsOf(state: PlanState, list: Exclude<PlanList, 'enrolments'>): readonly Recorded[] {
  return state.circumstances[PART_OF_LIST[list]] as unknown as readonly Recorded[];
}

function withRecords(
  state: PlanState,
  list: Exclude<PlanList, 'enrolments'>,
  records: readonly Recorded[],
): PlanState {
  const circumstances = { ...state.circumstances, [PART_OF_LIST[list]]: records };
  return { ...state, circumstances };
}

/** Numbers and names are kept apart from the records that decisions are made on. */
function withIdentity(
  state: PlanState,
  { list, id, document }: { list: PlanList; id: string; document: unknown },
): PlanState {
  if (list !== 'members' && list !== 'persons') return state;
  const { bsn, name } = document as { readonly bsn?: string; readonly name?: string };
  return {
    ...state,
    ...(bsn === undefined ? {} : { bsn: { ...state.bsn, [id]: bsn } }),
    ...(name === undefined ? {} : { names: { ...state.names, [id]: name } }),
  };
}

function noSuchRecord(): GatewayError {
  return new GatewayError('not-found', [{ text: 'There is no such entry in this plan.' }]);
}
