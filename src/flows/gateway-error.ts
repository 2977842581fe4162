import type { ReasonCode } from '../vocabulary/reasons.ts';

/** Everything that can go wrong at a door; each has one status and one text per language. */
export const ERROR_CODES = [
  'bad-request',
  'unsupported-media-type',
  'not-acceptable',
  'payload-too-large',
  'unprocessable',
  'unauthenticated',
  'insufficient-scope',
  'refused',
  'not-found',
  'method-not-allowed',
  'conflict',
  'precondition-failed',
  'too-many-requests',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One thing that is wrong with what the caller sent: where and what; never a value of it. */
export interface Issue {
  /** JSON pointer, parameter or header name, or line; absent when it is about the whole. */
  readonly place?: string;
  readonly text: string;
}

/** A refusal of a request, with a stable code; http turns it into a document. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  /** Set when the code is `refused`. */
  readonly reason?: ReasonCode;

  constructor(code: ErrorCode, issues: readonly Issue[] = [], reason?: ReasonCode) {
    super(code);
    this.name = 'GatewayError';
    this.code = code;
    this.issues = issues;
    if (reason) this.reason = reason;
  }
}

/** The store cannot say whether the change happened: answered 503, repeat with the same key. */
export class StoreUnavailable extends Error {
  /** What the database said: an SQLSTATE, or `connection` when it said nothing. For the log. */
  readonly sqlState: string;

  constructor(sqlState = 'connection') {
    super('store unavailable');
    this.name = 'StoreUnavailable';
    this.sqlState = sqlState;
  }
}
