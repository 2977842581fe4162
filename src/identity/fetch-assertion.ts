import { randomUUID } from 'node:crypto';
import { signToken, type SigningKey } from './jose.ts';

/** Long enough for one request, far below the five minutes that are allowed. */
const LIFETIME_SECONDS = 120;

/** At which token endpoint, and under which id, the gateway asks for a token. */
export interface FetchIdentity {
  readonly endpoint: string;
  readonly client: string;
}

/**
 * The gateway as a client of a provider: a client assertion (RFC 7523, SMART Backend Services) for
 * one token endpoint, used once.
 * @param now milliseconds since 1970, real time
 */
export function signFetchAssertion(
  { endpoint, client }: FetchIdentity,
  key: SigningKey,
  now: number,
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return signToken(
    {
      iss: client,
      sub: client,
      aud: endpoint,
      jti: randomUUID(),
      iat: issuedAt,
      exp: issuedAt + LIFETIME_SECONDS,
    },
    key,
  );
}

/** What of a key others get to see, as a member of a key set. */
export type PublicJwk = Omit<SigningKey, 'd'> & { readonly alg: 'ES384'; readonly use: 'sig' };

/** The public half of a key. */
export function publicJwk({ kty, crv, x, y, kid }: SigningKey): PublicJwk {
  return { kty, crv, x, y, kid, alg: 'ES384', use: 'sig' };
}
