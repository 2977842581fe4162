/** How a search parameter compares (FHIR R4, search.html#ptypes). */
export interface SearchParameter {
  readonly kind: 'token' | 'reference';
  /** Where the value stands in the resource. */
  readonly path: readonly string[];
  /** Only references to a Patient count; a household Group counts for each Patient in it. */
  readonly patient?: true;
}

const token = (...path: string[]): SearchParameter => ({ kind: 'token', path });
const reference = (...path: string[]): SearchParameter => ({ kind: 'reference', path });
const patient = (...path: string[]): SearchParameter => ({
  kind: 'reference',
  path,
  patient: true,
});

const OF_SUBJECT = { subject: reference('subject'), patient: patient('subject') };
const CATEGORY = { category: token('category') };
const STATUS = { status: token('status') };

type Parameters = Readonly<Record<string, SearchParameter>>;

/**
 * What can be searched per resource type, beside the parameters that every type has. The doors publish
 * this table as it stands; it is the same for every recipient and every plan.
 */
export const SEARCH_PARAMETERS: Readonly<Record<string, Parameters>> = {
  CarePlan: {
    ...OF_SUBJECT,
    ...CATEGORY,
    ...STATUS,
    goal: reference('goal'),
    'care-team': reference('careTeam'),
    'activity-reference': reference('activity', 'reference'),
  },
  CareTeam: {
    ...OF_SUBJECT,
    ...CATEGORY,
    ...STATUS,
    participant: reference('participant', 'member'),
  },
  Communication: { ...OF_SUBJECT, ...CATEGORY, ...STATUS },
  Condition: {
    ...OF_SUBJECT,
    ...CATEGORY,
    code: token('code'),
    'clinical-status': token('clinicalStatus'),
  },
  EpisodeOfCare: {
    ...STATUS,
    patient: patient('patient'),
    organization: reference('managingOrganization'),
  },
  Flag: { ...OF_SUBJECT },
  // R4 calls it `lifecycle-status`; `status` is what callers try first.
  Goal: {
    ...OF_SUBJECT,
    ...CATEGORY,
    'lifecycle-status': token('lifecycleStatus'),
    status: token('lifecycleStatus'),
  },
  Group: { member: reference('member', 'entity') },
  Observation: { ...OF_SUBJECT, ...CATEGORY, ...STATUS, code: token('code') },
  Organization: { identifier: token('identifier') },
  Patient: { identifier: token('identifier') },
  Practitioner: {},
  Provenance: { target: reference('target'), patient: patient('target') },
  RelatedPerson: { patient: patient('patient') },
  ServiceRequest: { ...OF_SUBJECT, ...CATEGORY, ...STATUS },
  Task: {
    ...STATUS,
    subject: reference('for'),
    patient: patient('for'),
    owner: reference('owner'),
  },
};

/** Parameters that every type has. */
export const COMMON_PARAMETERS = [
  '_id',
  '_lastUpdated',
  '_count',
  '_elements',
  '_total',
  '_include',
  '_revinclude',
  '_cursor',
] as const;
export type CommonParameter = (typeof COMMON_PARAMETERS)[number];

/** The parameter of this type, if it can be searched on. */
export function searchParameter(type: string, name: string): SearchParameter | undefined {
  const ofType = Object.hasOwn(SEARCH_PARAMETERS, type) ? SEARCH_PARAMETERS[type] : undefined;
  return ofType && Object.hasOwn(ofType, name) ? ofType[name] : undefined;
}
