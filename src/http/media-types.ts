/** FHIR's own media type, as answers carry it. */
export const FHIR_JSON = 'application/fhir+json; charset=utf-8';
/** What a FHIR body may be sent as. */
export const FHIR_BODY_TYPES = ['application/fhir+json', 'application/json'] as const;
