/**
 * Resource types that can be asked for by patient (https://hl7.org/fhir/R4/searchparameter-registry.html,
 * parameter `patient`), and the element that says whom they are about. The last two are of STU3.
 */
const SUBJECT_ELEMENTS: Readonly<Record<string, string>> = {
  RelatedPerson: 'patient',
  CarePlan: 'subject',
  CareTeam: 'subject',
  Goal: 'subject',
  Task: 'for',
  Condition: 'subject',
  Observation: 'subject',
  ServiceRequest: 'subject',
  EpisodeOfCare: 'patient',
  Flag: 'subject',
  Communication: 'subject',
  ProcedureRequest: 'subject',
  ReferralRequest: 'subject',
};

/** Practitioners are nobody's: they are read where a resource names them. */
export const PRACTITIONER = 'Practitioner';

/** What a source can be asked for besides the Patient itself. */
export const ASKED_TYPES: readonly string[] = [...Object.keys(SUBJECT_ELEMENTS), PRACTITIONER];

/** A logical id (https://hl7.org/fhir/R4/datatypes.html#id) that is no step of a path either. */
export function isLogicalId(id: string): boolean {
  return /^(?!\.+$)[A-Za-z0-9\-.]{1,64}$/.test(id);
}

const LITERAL = /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** True unless the resource names another Patient than this one as the one it is about. */
export function canBeAbout(
  resource: Readonly<Record<string, unknown>>,
  patientId: string,
): boolean {
  const element = SUBJECT_ELEMENTS[String(resource['resourceType'])] ?? 'subject';
  const subject = resource[element];
  if (typeof subject !== 'object' || subject === null) return true;
  const { reference } = subject as { readonly reference?: unknown };
  const id = typeof reference === 'string' ? LITERAL.exec(reference)?.[1] : undefined;
  return id === undefined || id === patientId;
}
