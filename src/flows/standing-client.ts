import { GatewayError } from './gateway-error.ts';
import type { Region } from './region.ts';
import type { ClientDocument } from './register-documents.ts';
import type { Call, Requester } from './requester.ts';
import { isCovered } from './scope.ts';

/**
 * Whether a client is still registered as it was when its token was given: not compromised, with
 * the key it used, for the organisation it speaks for, with the role, purpose and scopes it has.
 */
export function isStanding(
  client: ClientDocument | undefined,
  { organisation, keyId, role, purpose, scopes }: Omit<Requester, 'client' | 'person'>,
): boolean {
  if (!client || client.compromised) return false;
  const registration = client.organisations.find(({ id }) => id === organisation);
  if (!registration || !client.jwks.keys.some(({ kid }) => kid === keyId)) return false;
  const { roles, purposes } = registration;
  if (role !== undefined && !roles.includes(role)) return false;
  if (purpose !== undefined && purposes?.includes(purpose) === false) return false;
  return [...scopes].every((scope) => isCovered(scope, client.scopes));
}

/**
 * Checks the caller again in the register that its request is judged by: the door may have known an
 * older one. Calls that came through no door have no key to check.
 * @throws GatewayError `unauthenticated`
 */
export function requireStanding({ clients }: Region, { requester }: Call): void {
  if (requester.keyId === undefined) return;
  if (!isStanding(clients.get(requester.client), requester))
    throw new GatewayError('unauthenticated');
}
