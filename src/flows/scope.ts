import { GatewayError } from './gateway-error.ts';
import type { Call } from './requester.ts';

/** Refuses a call whose token does not carry the scope (RFC 6750, insufficient_scope). */
export function requireScope(call: Call, scope: string): void {
  if (!call.requester.scopes.has(scope)) {
    throw new GatewayError('insufficient-scope', [{ text: `This needs the scope ${scope}.` }]);
  }
}
