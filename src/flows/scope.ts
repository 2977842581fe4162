import { GatewayError } from './gateway-error.ts';
import type { Call } from './requester.ts';

/** Refuses a call whose token does not carry the scope (RFC 6750, insufficient_scope). */
export function requireScope(call: Call, scope: string): void {
  if (!call.requester.scopes.has(scope)) {
    throw new GatewayError('insufficient-scope', [{ text: `This needs the scope ${scope}.` }]);
  }
}

const ON_TYPE = /^system\/(\*|[A-Za-z]+)\.([a-z]+)$/;

/** True when a scope is registered still: as it stands, or every action of it within wider ones. */
export function isCovered(scope: string, registered: readonly string[]): boolean {
  if (registered.includes(scope)) return true;
  const [, type, actions = ''] = ON_TYPE.exec(scope) ?? [];
  if (type === undefined) return false;
  return Array.from(actions).every((action) =>
    registered.some((held) => {
      const [, on, may = ''] = ON_TYPE.exec(held) ?? [];
      return (on === type || on === '*') && may.includes(action);
    }),
  );
}
