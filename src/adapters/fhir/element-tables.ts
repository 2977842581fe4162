import type { PlanResourceType } from '../../plan/fact.ts';

/**
 * A label of a row: a category, or what the resource itself says. `subject-matter` = the life
 * domains and safety categories it states, unclassified when it states none; `involvement` = who is
 * involved, sensitive or not as the source is registered.
 */
export type RowLabel = 'subject-matter' | 'involvement' | (string & {});

/** Elements that make one fact together, or one fact per item. */
export interface FactRow {
  /** Element names; `onset[x]` stands for every choice. */
  readonly elements: readonly string[];
  /** Every item of the (one) repeating element is a fact of its own. */
  readonly each?: true;
  readonly labels: readonly RowLabel[];
  /** References to persons in these elements make the fact about those persons as well. */
  readonly about?: readonly string[];
}

/** How the elements of one resource type become facts. What no row names is unclassified. */
export interface ResourceTable {
  /** The element that says whom the resource is about; written with every fact. */
  readonly subject?: string;
  /** Its facts write to the household's frame; the frame's own elements are not the source's. */
  readonly frame?: true;
  readonly rows: readonly FactRow[];
  /** Read, but no content of the plan: structure that the frame has itself. */
  readonly structure?: readonly string[];
}

const NOTES: FactRow = {
  elements: ['note'],
  each: true,
  labels: ['notes.free-text', 'subject-matter'],
};
const all = (labels: readonly RowLabel[], elements: readonly string[]): FactRow => ({
  elements,
  labels,
});
const each = (labels: readonly RowLabel[], element: string): FactRow => ({
  elements: [element],
  each: true,
  labels,
});

const PERSON: readonly FactRow[] = [
  each(['identity.name'], 'name'),
  each(['identity.contact'], 'telecom'),
  each(['identity.address'], 'address'),
  all(['identity.birth'], ['birthDate']),
  all(['identity.birth'], ['gender']),
  each(['identity.contact'], 'communication'),
];

/** Patient and the members among RelatedPerson: identifiers are told apart in person-facts.ts. */
export const PERSON_ROWS: readonly FactRow[] = [
  ...PERSON,
  all(['identity.household'], ['active']),
  all(['identity.birth'], ['deceased[x]']),
  all(['identity.birth'], ['multipleBirth[x]']),
  all(['identity.household'], ['maritalStatus']),
  each(['third-party'], 'contact'),
  each(['involvement'], 'generalPractitioner'),
];

/** A relative who is a member: what says who this is goes to the member's Patient. */
export const RELATIVE_ROWS: readonly FactRow[] = PERSON;
/** What says how a relative belongs to the person. */
export const RELATION_ROW = all(['identity.household'], ['relationship', 'period', 'active']);

/** Agreements: what is done, by whom, how often. */
const AGREEMENT: readonly RowLabel[] = ['plan.agreements', 'subject-matter'];
const GOAL: readonly RowLabel[] = ['plan.goals', 'subject-matter'];
const EVALUATION: readonly RowLabel[] = ['plan.evaluation', 'subject-matter'];
const MATTER: readonly RowLabel[] = ['subject-matter'];
const INVOLVED: readonly RowLabel[] = ['involvement'];

type Tabled = Exclude<PlanResourceType, 'Patient' | 'RelatedPerson'>;

/** Resource type → its rows. */
export const ELEMENT_TABLES: Readonly<Record<Tabled, ResourceTable>> = {
  Practitioner: {
    rows: [
      each(INVOLVED, 'name'),
      each(INVOLVED, 'telecom'),
      all(INVOLVED, ['identifier']),
      all(INVOLVED, ['active', 'qualification']),
    ],
  },
  Condition: {
    subject: 'subject',
    rows: [
      all(MATTER, [
        ...['identifier', 'clinicalStatus', 'verificationStatus', 'category', 'severity', 'code'],
        ...['bodySite', 'onset[x]', 'abatement[x]', 'recordedDate', 'recorder', 'asserter'],
        ...['stage', 'evidence'],
      ]),
      NOTES,
    ],
  },
  Goal: {
    subject: 'subject',
    rows: [
      all(GOAL, [
        ...['identifier', 'lifecycleStatus', 'category', 'priority', 'description', 'start[x]'],
        ...['statusDate', 'statusReason', 'expressedBy', 'addresses'],
      ]),
      each(GOAL, 'target'),
      all(EVALUATION, ['achievementStatus', 'outcomeCode', 'outcomeReference']),
      NOTES,
    ],
  },
  Observation: {
    subject: 'subject',
    rows: [
      {
        about: ['focus'],
        ...all(MATTER, [
          ...['identifier', 'status', 'category', 'code', 'focus', 'effective[x]', 'issued'],
          ...['performer', 'value[x]', 'dataAbsentReason', 'interpretation', 'bodySite', 'method'],
          ...['referenceRange', 'hasMember', 'derivedFrom', 'component', 'basedOn', 'partOf'],
        ]),
      },
      NOTES,
    ],
  },
  Task: {
    subject: 'for',
    rows: [
      {
        about: ['owner', 'focus'],
        ...all(AGREEMENT, [
          ...['identifier', 'status', 'statusReason', 'businessStatus', 'intent', 'priority'],
          ...['code', 'description', 'focus', 'executionPeriod', 'authoredOn', 'lastModified'],
          ...['requester', 'performerType', 'owner', 'reasonCode', 'reasonReference'],
          ...['restriction', 'input', 'basedOn', 'groupIdentifier', 'partOf'],
        ]),
      },
      all(EVALUATION, ['output']),
      NOTES,
    ],
  },
  ServiceRequest: {
    subject: 'subject',
    rows: [
      {
        about: ['performer'],
        ...all(AGREEMENT, [
          ...['identifier', 'basedOn', 'replaces', 'requisition', 'status', 'intent', 'category'],
          ...['priority', 'doNotPerform', 'code', 'orderDetail', 'quantity[x]', 'occurrence[x]'],
          ...['asNeeded[x]', 'authoredOn', 'requester', 'performerType', 'performer'],
          ...['reasonCode', 'reasonReference', 'bodySite', 'supportingInfo'],
        ]),
      },
      all(AGREEMENT, ['patientInstruction']),
      NOTES,
    ],
  },
  EpisodeOfCare: {
    subject: 'patient',
    rows: [
      all(INVOLVED, [
        ...['identifier', 'status', 'statusHistory', 'period', 'careManager', 'team'],
        ...['referralRequest'],
      ]),
      // What kind of care it is says more than that somebody is involved.
      all(['involvement', 'subject-matter'], ['type']),
      all(['involvement', 'subject-matter'], ['diagnosis']),
    ],
  },
  Flag: {
    subject: 'subject',
    rows: [all(MATTER, ['identifier', 'status', 'category', 'code', 'period', 'author'])],
  },
  Communication: {
    subject: 'subject',
    rows: [
      {
        about: ['about'],
        ...all(
          ['notes.free-text', 'subject-matter'],
          [
            ...['identifier', 'status', 'statusReason', 'category', 'priority', 'medium', 'topic'],
            ...[
              'about',
              'sent',
              'received',
              'recipient',
              'sender',
              'reasonCode',
              'reasonReference',
            ],
            ...['payload', 'inResponseTo', 'basedOn', 'partOf'],
          ],
        ),
      },
      NOTES,
    ],
  },
  CarePlan: {
    frame: true,
    structure: ['status', 'intent', 'subject', 'careTeam', 'goal'],
    rows: [
      all(
        ['plan.coordination', 'subject-matter'],
        [
          ...['identifier', 'title', 'description', 'category', 'period', 'created', 'author'],
          ...['contributor', 'addresses', 'supportingInfo'],
        ],
      ),
      NOTES,
    ],
  },
  CareTeam: {
    frame: true,
    structure: ['status', 'subject'],
    rows: [
      { ...each(INVOLVED, 'participant'), about: ['participant'] },
      all(INVOLVED, ['identifier', 'name', 'category', 'period', 'telecom']),
      all(['involvement', 'subject-matter'], ['reasonCode', 'reasonReference']),
      NOTES,
    ],
  },
};
