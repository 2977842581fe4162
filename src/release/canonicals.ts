/** Where the gateway's own profiles, extensions and code systems are named. */
const OWN = 'https://planpoort.nl/fhir';

/** Canonical addresses that occur in released resources. */
export const CANONICALS = {
  /** The household plan: there is no national R4 profile on CarePlan for it. */
  householdPlan: `${OWN}/StructureDefinition/household-plan`,
  /** A value that another visible source gives for an element that can hold one value only. */
  otherValue: `${OWN}/StructureDefinition/other-value`,
  /** The organisation an item comes from. */
  source: `${OWN}/StructureDefinition/source`,
  dataCategory: `${OWN}/CodeSystem/data-category`,
  notice: `${OWN}/CodeSystem/notice`,
  planCategory: `${OWN}/CodeSystem/plan-category`,
  role: `${OWN}/CodeSystem/role`,
  organisation: `${OWN}/NamingSystem/organisation`,
  mapping: `${OWN}/NamingSystem/mapping`,
  dataAbsentReason: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
  translation: 'http://hl7.org/fhir/StructureDefinition/translation',
  subsetted: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  provenanceParticipant: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
} as const;
