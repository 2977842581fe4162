/**
 * What becomes of an element of FHIR STU3 (3.0.2) in R4. Without any of these it goes on as it is,
 * under its own name.
 */
export interface Stu3Row {
  /** Type in STU3. */
  readonly type: string;
  readonly many?: true;
  /** Name in R4, where it is another one. */
  readonly to?: string;
  /** Codes that R4 words otherwise; other codes stay as they are. */
  readonly codes?: Readonly<Record<string, string>>;
  /** A code in STU3 is a CodeableConcept of this system in R4. */
  readonly concept?: string;
  /** A text in STU3 is the text of a CodeableConcept in R4. */
  readonly text?: true;
  /** Of a complex value only this member has a place in R4. */
  readonly only?: string;
  /** R4 has no equal: why, for the supplier. */
  readonly held?: string;
  /** Takes more than a row can say: see convert-special.ts. */
  readonly special?: Special;
}

export type Special =
  'goal-status' | 'observation-related' | 'comment' | 'authors' | 'not-done' | 'animal';

/** How a resource type, or a part of one, differs from R4. */
export interface Stu3Type {
  /** Name of the R4 type it becomes. */
  readonly becomes: string;
  readonly elements: Readonly<Record<string, Stu3Row>>;
  /** Elements that only R4 has. */
  readonly absent?: readonly string[];
}

const CONTEXT: Stu3Row = {
  type: 'Reference',
  held: 'the encounter or episode around it is not taken over from STU3',
};
const DEFINED = 'what it was made after is not taken over from STU3';
const DEFINITION: Stu3Row = { type: 'Reference', many: true, held: DEFINED };
const INSTANTIATES = ['instantiatesCanonical', 'instantiatesUri'];
const REQUEST_STATUS = { suspended: 'on-hold', cancelled: 'revoked' };
const INTERPRETATION: Stu3Row = { type: 'CodeableConcept' };
const ON_BEHALF = { type: 'Reference', held: 'on whose behalf is not taken over from STU3' };
const REQUESTER = { agent: { type: 'Reference' }, onBehalfOf: ON_BEHALF };

/** The types of the plan in STU3, and their parts; what is not named here is the same in R4. */
export const STU3_TYPES: Readonly<Record<string, Stu3Type>> = {
  Patient: {
    becomes: 'Patient',
    elements: { animal: { type: 'Patient.animal', special: 'animal' } },
  },
  'Patient.animal': {
    becomes: 'Element',
    elements: {
      species: { type: 'CodeableConcept' },
      breed: { type: 'CodeableConcept' },
      genderStatus: { type: 'CodeableConcept' },
    },
  },
  Practitioner: { becomes: 'Practitioner', elements: {} },
  RelatedPerson: {
    becomes: 'RelatedPerson',
    elements: { relationship: { type: 'CodeableConcept' } },
    absent: ['communication'],
  },
  Group: { becomes: 'Group', elements: {}, absent: ['managingEntity'] },
  CarePlan: {
    becomes: 'CarePlan',
    elements: {
      definition: DEFINITION,
      context: CONTEXT,
      status: { type: 'code', codes: REQUEST_STATUS },
      author: { type: 'Reference', many: true, special: 'authors' },
    },
    absent: [...INSTANTIATES, 'encounter', 'created', 'contributor'],
  },
  'CarePlan.activity.detail': {
    becomes: 'CarePlan.activity.detail',
    elements: {
      category: { type: 'CodeableConcept', held: 'in R4 an activity has no category' },
      definition: { type: 'Reference', held: DEFINED },
      statusReason: { type: 'string', text: true },
      prohibited: { type: 'boolean', to: 'doNotPerform' },
    },
    absent: [...INSTANTIATES, 'kind', 'doNotPerform'],
  },
  CareTeam: {
    becomes: 'CareTeam',
    elements: { context: CONTEXT },
    absent: ['encounter', 'telecom'],
  },
  'CareTeam.participant': {
    becomes: 'CareTeam.participant',
    elements: { role: { type: 'CodeableConcept' } },
  },
  Goal: {
    becomes: 'Goal',
    elements: {
      status: { type: 'code', special: 'goal-status' },
      target: { type: 'Goal.target' },
    },
    absent: ['lifecycleStatus', 'achievementStatus'],
  },
  'Goal.target': {
    becomes: 'Goal.target',
    elements: {},
    absent: ['detailString', 'detailBoolean', 'detailInteger', 'detailRatio'],
  },
  Condition: {
    becomes: 'Condition',
    elements: {
      context: CONTEXT,
      clinicalStatus: {
        type: 'code',
        concept: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
      },
      verificationStatus: {
        type: 'code',
        concept: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
      },
      assertedDate: {
        type: 'dateTime',
        held: 'R4 knows when a condition was recorded, not when it was asserted',
      },
      abatementBoolean: { type: 'boolean', held: 'R4 does not say so without a date' },
      stage: { type: 'Condition.stage' },
    },
    absent: ['encounter', 'recordedDate', 'recorder'],
  },
  'Condition.stage': { becomes: 'Condition.stage', elements: {}, absent: ['type'] },
  Observation: {
    becomes: 'Observation',
    elements: {
      context: CONTEXT,
      interpretation: INTERPRETATION,
      comment: { type: 'string', special: 'comment' },
      related: { type: 'Observation.related', many: true, special: 'observation-related' },
      valueAttachment: { type: 'Attachment', held: 'R4 has no attachment as a value' },
    },
    absent: [
      ...['partOf', 'focus', 'encounter', 'effectiveTiming', 'effectiveInstant', 'valueInteger'],
      ...['note', 'hasMember', 'derivedFrom'],
    ],
  },
  'Observation.related': {
    becomes: 'Element',
    elements: { type: { type: 'code' }, target: { type: 'Reference' } },
  },
  'Observation.component': {
    becomes: 'Observation.component',
    elements: {
      interpretation: INTERPRETATION,
      valueAttachment: { type: 'Attachment', held: 'R4 has no attachment as a value' },
    },
    absent: ['valueInteger'],
  },
  EpisodeOfCare: {
    becomes: 'EpisodeOfCare',
    elements: {
      referralRequest: {
        type: 'Reference',
        many: true,
        held: 'a referral of STU3 is not taken over',
      },
    },
  },
  Flag: { becomes: 'Flag', elements: { category: { type: 'CodeableConcept' } } },
  ProcedureRequest: {
    becomes: 'ServiceRequest',
    elements: {
      definition: DEFINITION,
      context: CONTEXT,
      status: { type: 'code', codes: REQUEST_STATUS },
      requester: { type: 'ProcedureRequest.requester', only: 'agent' },
      performer: { type: 'Reference' },
    },
    absent: [
      ...INSTANTIATES,
      ...['orderDetail', 'quantityQuantity', 'quantityRatio', 'quantityRange', 'encounter'],
      ...['locationCode', 'locationReference', 'insurance', 'patientInstruction'],
    ],
  },
  'ProcedureRequest.requester': { becomes: 'Element', elements: REQUESTER },
  Task: {
    becomes: 'Task',
    elements: {
      definitionUri: { type: 'uri', held: DEFINED },
      definitionReference: { type: 'Reference', held: DEFINED },
      context: CONTEXT,
      requester: { type: 'Task.requester', only: 'agent' },
      reason: { type: 'CodeableConcept', to: 'reasonCode' },
    },
    absent: [
      ...INSTANTIATES,
      ...['encounter', 'location', 'reasonCode', 'reasonReference', 'insurance'],
    ],
  },
  'Task.requester': { becomes: 'Element', elements: REQUESTER },
  Communication: {
    becomes: 'Communication',
    elements: {
      definition: DEFINITION,
      context: CONTEXT,
      status: { type: 'code', codes: { suspended: 'on-hold', aborted: 'stopped' } },
      notDone: { type: 'boolean', special: 'not-done' },
      notDoneReason: { type: 'CodeableConcept', to: 'statusReason' },
      topic: { type: 'Reference', many: true, to: 'about' },
    },
    absent: [
      ...INSTANTIATES,
      ...['inResponseTo', 'statusReason', 'priority', 'about', 'encounter'],
    ],
  },
};
