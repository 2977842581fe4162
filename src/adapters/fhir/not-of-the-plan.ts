const DOCUMENT = 'is a report or document: only its parts that are resources of the plan go in';
const MEDICATION = 'is about medication: what the plan needs of it goes in as an agreement';
const PAYMENT = 'is about payment: that is no part of a plan';

/** Why resources of types that suppliers often send are no part of the plan. */
const REASONS: Readonly<Record<string, string>> = {
  Organization: 'is known by the register of the gateway, not from dossiers',
  PractitionerRole: 'is not kept itself: whoever refers to it comes to refer to its Practitioner',
  Location: 'is a place: write an address at the person who stays there',
  HealthcareService: 'is known by the register of the gateway, not from dossiers',
  Group: 'is not kept itself: a household has its own; whoever refers to it is about its members',
  Consent: 'is given to the gateway itself; a treatment wish is no consent to share',
  Composition: DOCUMENT,
  DocumentReference: DOCUMENT,
  DiagnosticReport: DOCUMENT,
  Binary: DOCUMENT,
  Media: DOCUMENT,
  Medication: MEDICATION,
  MedicationRequest: MEDICATION,
  MedicationStatement: MEDICATION,
  MedicationAdministration: MEDICATION,
  MedicationDispense: MEDICATION,
  Coverage: PAYMENT,
  Claim: PAYMENT,
  ExplanationOfBenefit: PAYMENT,
  Contract: PAYMENT,
  Procedure: 'is what was done in treatment: what is agreed goes in as a Task or ServiceRequest',
  Encounter: 'is a contact: what the plan needs of it goes in as a Communication',
  ReferralRequest: 'is a referral of FHIR STU3: what is agreed goes in as a ProcedureRequest',
  AuditEvent: 'is a log, not a dossier',
  Provenance: 'tells of other resources: the gateway keeps its own record of sources',
};

/** Types of FHIR may be named; anything else in that place may be anything. */
const safeType = (type: string): string => (/^[A-Z][A-Za-z]{2,40}$/.test(type) ? type : 'this');

/** Why a resource of this type is held back, for the supplier. */
export function notOfThePlan(type: string): string {
  const reason = Object.hasOwn(REASONS, type) ? REASONS[type] : undefined;
  return `${safeType(type)} ${reason ?? 'is no resource of the plan'}`;
}
