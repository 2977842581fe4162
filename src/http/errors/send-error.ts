import type { Coding } from '@medplum/fhirtypes';
import type { Request, Response } from 'express';
import type { GatewayError, Issue } from '../../flows/gateway-error.ts';
import type { Dialect } from '../door.ts';
import { FHIR_JSON } from '../media-types.ts';
import { ERROR_TABLE } from './error-table.ts';
import type { ErrorRow } from './error-table.ts';

/**
 * Answers an error in the dialect of its door: an OperationOutcome (FHIR R4), a problem document
 * (RFC 9457) or an OAuth error (RFC 6749, 5.2). Everything in it comes from the fixed table and
 * from the caller's own input.
 */
export function sendError(req: Request, res: Response, error: GatewayError): void {
  const row = ERROR_TABLE[error.code];
  res.status(row.status);
  if (row.retryAfterSeconds) res.set('Retry-After', String(row.retryAfterSeconds));
  if (row.status === 401) res.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  const language = req.acceptsLanguages('nl', 'en') === 'en' ? 'en' : 'nl';
  res.set('Content-Language', language).vary('Accept-Language');
  DOCUMENTS[dialectOf(req)](res, { error, row, language });
}

interface Told {
  readonly error: GatewayError;
  readonly row: ErrorRow;
  readonly language: 'nl' | 'en';
}

/** Where no door was reached the address decides. */
function dialectOf(req: Request): Dialect {
  if (req.path === '/oauth/token') return 'oauth';
  return req.path === '/fhir' || req.path.startsWith('/fhir/') ? 'fhir' : 'json';
}

const DOCUMENTS: Record<Dialect, (res: Response, told: Told) => void> = {
  fhir: (res, told) => res.type(FHIR_JSON).send(JSON.stringify(outcomeOf(told))),
  json: (res, told) => res.type('application/problem+json').json(problemOf(told)),
  oauth: (res, told) => res.type('application/json').json({ error: oauthCode(told) }),
};

const CODE_SYSTEMS = 'https://planpoort.nl/fhir/CodeSystem';

function outcomeOf({ error, row, language }: Told): object {
  const { code, reason } = error;
  const coding: Coding[] = [{ system: `${CODE_SYSTEMS}/error`, code }];
  if (reason !== undefined) coding.push({ system: `${CODE_SYSTEMS}/reason`, code: reason });
  const whole = {
    severity: 'error',
    code: row.issueType,
    details: { coding, text: row[language] },
  };
  const parts = error.issues.map(({ place, text }) => ({
    severity: 'error',
    code: row.issueType,
    diagnostics: place === undefined ? text : `${place}: ${text}`,
  }));
  return { resourceType: 'OperationOutcome', language, issue: [whole, ...parts] };
}

function problemOf({ error, row, language }: Told): object {
  return {
    type: `https://planpoort.nl/problems/${error.code}`,
    title: row[language],
    status: row.status,
    code: error.code,
    ...(error.reason !== undefined && { reason: error.reason }),
    ...(error.issues.length > 0 && { issues: error.issues.map(plainIssue) }),
  };
}

/** Flows may know more of an issue than a document says. */
function plainIssue({ place, text }: Issue): Issue {
  return { ...(place !== undefined && { place }), text };
}

function oauthCode({ error, row }: Told): string {
  if (row.status === 401) return 'invalid_client';
  return row.status < 500 && error.code !== 'too-many-requests'
    ? 'invalid_request'
    : 'temporarily_unavailable';
}
