import type { ClientDocument } from '../flows/register-documents.ts';
import type { TokenFlows } from '../flows/flows.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { bindRequester } from './binding.ts';
import type { Binding } from './binding.ts';
import { findClientKey } from './client-keys.ts';
import { readCompactToken } from './compact-token.ts';
import type { UnverifiedToken } from './compact-token.ts';
import { isSignedBy } from './jose.ts';
import { TokenRefused } from './token-fault.ts';

/** Longest life of an assertion, in seconds (SMART Backend Services). */
const MAX_LIFETIME_SECONDS = 300;
/** How far clocks may differ, in seconds. */
const SKEW_SECONDS = 10;
/** Beyond the year 5000 a number is no sensible instant, and its arithmetic is not exact. */
const MAX_SECONDS = 100_000_000_000;
const TYPES: ReadonlySet<string | undefined> = new Set(['JWT', 'client-authentication+jwt']);
const TOKEN_ID = /^[\x21-\x7e]{1,255}$/;

/** A client that has proven to hold one of its keys, and for whom it speaks. */
export interface AuthenticatedClient {
  readonly client: ClientDocument;
  readonly keyId: string;
  readonly binding: Binding;
}

/** What an assertion is judged against. `now` is real time, never the test clock. */
export interface AssertionContext {
  readonly tokenEndpoint: string;
  readonly now: Instant;
  readonly tokens: TokenFlows;
}

/**
 * Authenticates a client by `private_key_jwt` (RFC 7523, SMART Backend Services): signature with
 * a key of that client, issuer and subject the client, audience this token endpoint alone, at
 * most five minutes, used once.
 * @param assertion the `client_assertion` parameter
 * @throws TokenRefused with a code for the log; callers learn nothing from it
 */
export async function authenticateClient(
  assertion: unknown,
  context: AssertionContext,
): Promise<AuthenticatedClient> {
  const token = readCompactToken(assertion);
  if (!TYPES.has(token.header.typ)) throw new TokenRefused('typ');
  const client = await findClient(token, context.tokens);
  const key = await findClientKey(client, token.header.kid);
  if (!key) throw new TokenRefused('unknown-key');
  if (key.alg !== token.header.alg) throw new TokenRefused('algorithm');
  if (!(await isSignedBy(token, key))) throw new TokenRefused('signature');
  const { jti, exp } = checkClaims(token.claims, context);
  const binding = bindRequester(client, readExtension(token.claims));
  const keptUntil = (exp + SKEW_SECONDS) * 1000;
  if (!(await context.tokens.spend(client.id, jti, keptUntil))) throw new TokenRefused('replayed');
  return { client, keyId: key.kid, binding };
}

/** Keys are looked up under the issuer, so that no client can use the key of another. */
async function findClient(
  { claims }: UnverifiedToken,
  tokens: TokenFlows,
): Promise<ClientDocument> {
  const { iss, sub } = claims;
  if (typeof iss !== 'string' || sub !== iss) throw new TokenRefused('issuer-subject');
  const client = await tokens.client(iss);
  if (client?.id !== iss) throw new TokenRefused('unknown-client');
  if (client.compromised) throw new TokenRefused('compromised');
  return client;
}

function checkClaims(
  { aud, jti, exp, iat, nbf }: UnverifiedToken['claims'],
  { tokenEndpoint, now }: AssertionContext,
): { jti: string; exp: number } {
  const nowSeconds = now / 1000;
  if (aud !== tokenEndpoint) throw new TokenRefused('audience');
  if (!isSeconds(exp) || exp <= nowSeconds - SKEW_SECONDS) throw new TokenRefused('expiry');
  if (exp > nowSeconds + MAX_LIFETIME_SECONDS + SKEW_SECONDS) throw new TokenRefused('expiry');
  if (!hasBegun(nbf, nowSeconds)) throw new TokenRefused('not-before');
  if (!hasBegun(iat, nowSeconds)) throw new TokenRefused('issued-at');
  if (isSeconds(iat) && exp - iat > MAX_LIFETIME_SECONDS) throw new TokenRefused('issued-at');
  if (typeof jti !== 'string' || !TOKEN_ID.test(jti)) throw new TokenRefused('token-id');
  return { jti, exp };
}

function isSeconds(claim: unknown): claim is number {
  return Number.isSafeInteger(claim) && Number(claim) > 0 && Number(claim) < MAX_SECONDS;
}

function hasBegun(claim: unknown, nowSeconds: number): boolean {
  return claim === undefined || (isSeconds(claim) && claim <= nowSeconds + SKEW_SECONDS);
}

function readExtension({ extensions }: UnverifiedToken['claims']): unknown {
  if (extensions === undefined) return undefined;
  if (typeof extensions !== 'object' || extensions === null) throw new TokenRefused('extension');
  return ({ ...extensions } as Readonly<Record<string, unknown>>)['hl7-b2b'];
}
