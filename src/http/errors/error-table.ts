import type { ErrorCode } from '../../flows/gateway-error.ts';

/** How one code is answered; the only place where codes become statuses and sentences. */
export interface ErrorRow {
  readonly status: number;
  /** FHIR R4 issue type (http://hl7.org/fhir/issue-type). */
  readonly issueType: string;
  readonly nl: string;
  readonly en: string;
  /** Seconds after which it is sensible to try again. */
  readonly retryAfterSeconds?: number;
}

export const ERROR_TABLE: Record<ErrorCode, ErrorRow> = {
  'bad-request': {
    status: 400,
    issueType: 'invalid',
    nl: 'Dit verzoek is niet te lezen.',
    en: 'This request cannot be read.',
  },
  unauthenticated: {
    status: 401,
    issueType: 'login',
    nl: 'Dit verzoek heeft geen geldig toegangstoken.',
    en: 'This request has no valid access token.',
  },
  'insufficient-scope': {
    status: 403,
    issueType: 'forbidden',
    nl: 'Het toegangstoken geldt niet voor dit verzoek.',
    en: 'The access token does not cover this request.',
  },
  refused: {
    status: 403,
    issueType: 'forbidden',
    nl: 'Dit verzoek is geweigerd voordat er iets is opgezocht.',
    en: 'This request was refused before anything was looked up.',
  },
  'not-found': {
    status: 404,
    issueType: 'not-found',
    nl: 'Dit is er niet, of niet voor u.',
    en: 'This does not exist, or not for you.',
  },
  'method-not-allowed': {
    status: 405,
    issueType: 'not-supported',
    nl: 'Deze methode kan hier niet.',
    en: 'This method is not possible here.',
  },
  'not-acceptable': {
    status: 406,
    issueType: 'not-supported',
    nl: 'Dit antwoord is er alleen in JSON.',
    en: 'This answer exists in JSON only.',
  },
  conflict: {
    status: 409,
    issueType: 'conflict',
    nl: 'Dit verzoek past niet bij de huidige stand.',
    en: 'This request does not fit the present state.',
  },
  'precondition-failed': {
    status: 412,
    issueType: 'conflict',
    nl: 'De stand is niet die waarvan dit verzoek uitgaat.',
    en: 'The state is not the one this request starts from.',
  },
  'payload-too-large': {
    status: 413,
    issueType: 'too-long',
    nl: 'Dit verzoek is te groot.',
    en: 'This request is too large.',
  },
  'unsupported-media-type': {
    status: 415,
    issueType: 'not-supported',
    nl: 'Dit soort inhoud kan hier niet.',
    en: 'This type of content is not possible here.',
  },
  unprocessable: {
    status: 422,
    issueType: 'processing',
    nl: 'De inhoud van dit verzoek klopt niet.',
    en: 'The content of this request is not right.',
  },
  'too-many-requests': {
    status: 429,
    issueType: 'throttled',
    nl: 'Er komen te veel verzoeken van deze afzender.',
    en: 'There are too many requests from this sender.',
    retryAfterSeconds: 60,
  },
  internal: {
    status: 500,
    issueType: 'exception',
    nl: 'Er ging iets mis in de poort.',
    en: 'Something went wrong in the gateway.',
  },
  unavailable: {
    status: 503,
    issueType: 'transient',
    nl: 'Het antwoord is nu niet zeker. Herhaal het verzoek met dezelfde Idempotency-Key.',
    en: 'The answer is not certain now. Repeat the request with the same Idempotency-Key.',
    retryAfterSeconds: 1,
  },
};
