import { readFileSync } from 'node:fs';
import type { Requester } from '../../../src/flows/requester.ts';
import { accessTokens } from '../../../src/identity/access-token.ts';
import { deriveKeys } from '../../../src/keys.ts';
import { makeKey } from '../../identity/signer.ts';

/** The key file of both gateways. */
export const SECRET = new Uint8Array(32).fill(11);
export const KEYS = deriveKeys(SECRET);

/** Everything the low recipient and the others are: organisation, kind, role, purpose of a pull. */
export const ORGANISATIONS = [
  { id: 'wijkteam', kind: 'municipal-team', role: 'care-coordinator', purpose: 'plan-making' },
  { id: 'school', kind: 'school', role: 'school-care-coordinator', purpose: 'plan-execution' },
  { id: 'ggz', kind: 'mental-health-care', role: 'therapist', purpose: 'treatment' },
  { id: 'schuldhulp', kind: 'debt-counselling', role: 'debt-counsellor', purpose: 'debt-relief' },
  { id: 'jeugdhulp', kind: 'youth-care', role: 'youth-care-worker', purpose: 'treatment' },
] as const;
export type Organisation = (typeof ORGANISATIONS)[number];
export type OrganisationId = Organisation['id'];

const key = makeKey('ES384', 'k1');
const SCOPES = ['system/*.rs', 'dossier.push', 'plan.manage', 'policy.manage', 'audit.read'];

/** One client speaks for everybody: the doors know organisations, not machines. */
export const CLIENT = {
  id: 'systeem',
  organisations: ORGANISATIONS.map(({ id, role }) => ({ id, roles: [role] })),
  scopes: SCOPES,
  jwks: { keys: [key.jwk] },
};

export const POLICY = readFileSync('examples/policy/baseline.csv', 'utf8');

/** The document of an organisation as it is registered. */
export function registration({ id, kind, role }: Organisation) {
  const law = { ggz: 'wgbo', school: 'onderwijs', schuldhulp: 'wgs' }[id as string];
  const domain = 'care-welfare';
  const roles = [role];
  return { id, name: `Naam ${id}`, kind, domain, roles, ...(law ? { law } : {}) };
}

/** A token that both gateways open. */
export function bearer(
  { id, role, purpose }: Organisation,
  person = 'p-1',
  client = CLIENT.id,
): string {
  const requester: Requester = {
    client,
    organisation: id,
    person,
    role,
    purpose,
    scopes: new Set(SCOPES),
  };
  const expiresAt = Date.now() + 3_600_000;
  return `Bearer ${accessTokens(KEYS.tokenKey).seal({ requester, keyId: key.kid, expiresAt })}`;
}

export function organisation(id: OrganisationId): Organisation {
  const found = ORGANISATIONS.find((one) => one.id === id);
  if (!found) throw new Error('no such organisation');
  return found;
}
