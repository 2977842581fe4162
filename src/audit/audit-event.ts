import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding } from '@medplum/fhirtypes';
import type { EntryBody, EntryKind } from './entry.ts';

/** An entry as it is stored: its place and its exact text. */
export interface EntryAtPlace {
  readonly chain: string;
  readonly seq: number;
  readonly text: string;
}

const OWN = 'https://planpoort.nl/fhir';
const REST = {
  system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  code: 'rest',
  display: 'RESTful Operation',
} as const;
const ACTIONS: Record<EntryKind, NonNullable<AuditEvent['action']>> = {
  release: 'R',
  refusal: 'R',
  'officer-read': 'R',
  'held-read': 'R',
  push: 'U',
  change: 'U',
};

/**
 * An entry of the record as a FHIR R4 AuditEvent, after the IHE profile Basic Audit Log Patterns:
 * who (organisation, client, person, role), what for, on which plan and subjects, decided by which
 * policy, rules and consents. References and codes only, as in the entry.
 */
export function auditEventOf({ chain, seq, text }: EntryAtPlace): AuditEvent {
  // The record wrote this text from an EntryBody.
  const entry = JSON.parse(text) as EntryBody;
  return {
    resourceType: 'AuditEvent',
    id: `${chain.replace(/^plan:/, '').replaceAll(':', '-')}.${seq}`,
    type: REST,
    subtype: [{ system: `${OWN}/CodeSystem/entry-kind`, code: entry.kind }],
    action: ACTIONS[entry.kind],
    recorded: entry.instant,
    outcome: entry.kind === 'refusal' ? '4' : '0',
    outcomeDesc: entry.outcome,
    ...purposeOf(entry),
    agent: agentsOf(entry),
    source: { observer: { display: 'Planpoort' } },
    entity: [...planOf(entry), ...subjectsOf(entry), traceOf(entry)],
  };
}

function purposeOf({ purpose }: EntryBody): Pick<AuditEvent, 'purposeOfEvent'> {
  return purpose === undefined
    ? {}
    : { purposeOfEvent: [{ coding: [coding('purpose', purpose)] }] };
}

function agentsOf({ actor, policyVersion }: EntryBody): AuditEventAgent[] {
  const { organisation, client, subject, role } = actor;
  const system: AuditEventAgent = {
    requestor: subject === undefined,
    who: { identifier: { system: `${OWN}/NamingSystem/client`, value: client } },
    ...(policyVersion !== undefined && { policy: [`${OWN}/policy/${policyVersion}`] }),
  };
  const onBehalfOf: AuditEventAgent = {
    requestor: false,
    who: { identifier: { system: `${OWN}/NamingSystem/organisation`, value: organisation } },
  };
  if (subject === undefined) return [system, onBehalfOf];
  const person: AuditEventAgent = {
    requestor: true,
    who: {
      identifier: { system: `${OWN}/NamingSystem/person-of/${organisation}`, value: subject },
    },
    ...(role !== undefined && { role: [{ coding: [coding('role', role)] }] }),
  };
  return [person, system, onBehalfOf];
}

function planOf(entry: EntryBody): AuditEventEntity[] {
  if (entry.plan === undefined) return [];
  const lists = {
    basis: entry.bases,
    rule: entry.rules,
    provision: entry.provisions,
    'category-released': entry.categoriesReleased,
    'category-withheld': entry.categoriesWithheld,
    changed: entry.changed,
  };
  const detail = Object.entries(lists).flatMap(([type, values]) =>
    (values ?? []).map((valueString) => ({ type, valueString })),
  );
  const what = { reference: `CarePlan/${entry.plan}.plan` };
  return [{ what, ...(detail.length > 0 && { detail }) }];
}

function subjectsOf({ plan, subjects }: EntryBody): AuditEventEntity[] {
  if (plan === undefined) return [];
  return (subjects ?? []).map((id) => ({ what: { reference: `Patient/${plan}.${id}` } }));
}

/** BALP carries the request id as an entity of its own. */
function traceOf({ trace }: EntryBody): AuditEventEntity {
  const type = {
    system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
    code: 'XrequestId',
  };
  return { type, what: { identifier: { value: trace } } };
}

function coding(list: string, code: string): Coding {
  return { system: `${OWN}/CodeSystem/${list}`, code };
}
