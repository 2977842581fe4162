import { GatewayError, StoreUnavailable } from '../../flows/gateway-error.ts';
import type { ErrorCode, Issue } from '../../flows/gateway-error.ts';
import { TokenRefused } from '../../identity/token-fault.ts';

/** Codes for the statuses that Express and the OpenAPI check give their own errors. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'bad-request',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
};

/**
 * Every error as one of ours. What is not known loses its text: foreign messages can hold the
 * body, a key value or a statement.
 */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof StoreUnavailable) return new GatewayError('unavailable');
  if (error instanceof TokenRefused) return new GatewayError('unauthenticated');
  if (error instanceof URIError) return new GatewayError('not-found');
  const { status, errors } = membersOf(error);
  const code = typeof status === 'number' ? BY_STATUS[status] : undefined;
  return code ? new GatewayError(code, issuesOf(errors)) : new GatewayError('internal');
}

function membersOf(error: unknown): Readonly<Record<string, unknown>> {
  return typeof error === 'object' && error !== null
    ? (error as Readonly<Record<string, unknown>>)
    : {};
}

/** The OpenAPI check's own list: where, and which rule of the description was broken. */
function issuesOf(errors: unknown): readonly Issue[] {
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, 20).map((each: unknown) => {
    const { path, message } = membersOf(each);
    const place = typeof path === 'string' ? { place: path.slice(0, 200) } : {};
    return { ...place, text: typeof message === 'string' ? message.slice(0, 200) : 'is not right' };
  });
}
