import { randomUUID, sign, type KeyObject } from 'node:crypto';

/** For whom and what for a token is asked: the `hl7-b2b` extension of the assertion. */
export interface Speaking {
  readonly organisation: string;
  /** The person behind the call, as the client system knows them. */
  readonly person: string;
  readonly role: string;
  readonly purpose: string;
}

/** A registered client with its private key. */
export interface ClientKey {
  readonly client: string;
  readonly kid: string;
  /** P-384: the assertion is signed with ES384. */
  readonly privateKey: KeyObject;
}

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Long enough for one request, far below the five minutes that are allowed. */
const LIFETIME_SECONDS = 60;

/**
 * Makes a client assertion (RFC 7523, SMART Backend Services): used once, for one token endpoint.
 * @param now milliseconds since 1970, real time
 * @param speaking left out where the registration leaves no choice
 */
export function signClientAssertion(
  { client, kid, privateKey }: ClientKey,
  to: { readonly tokenEndpoint: string; readonly now: number; readonly speaking?: Speaking },
): string {
  const issuedAt = Math.floor(to.now / 1000);
  const header = { alg: 'ES384', typ: 'JWT', kid };
  const claims = {
    iss: client,
    sub: client,
    aud: to.tokenEndpoint,
    jti: randomUUID(),
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
    ...(to.speaking ? { extensions: { 'hl7-b2b': extensionOf(to.speaking) } } : {}),
  };
  const input = `${encode(header)}.${encode(claims)}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${input}.${sign('sha384', Buffer.from(input), key).toString('base64url')}`;
}

function extensionOf({ organisation, person, role, purpose }: Speaking): object {
  return {
    version: '1',
    organization_id: organisation,
    subject_id: person,
    subject_role: role,
    purpose_of_use: purpose,
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
