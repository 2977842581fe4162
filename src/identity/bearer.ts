import type { TokenFlows } from '../flows/flows.ts';
import type { Requester } from '../flows/requester.ts';
import { isStanding } from '../flows/standing-client.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { AccessTokens } from './access-token.ts';

/** Scheme in any case, one space, one token (RFC 6750, 2.1). */
const BEARER = /^[Bb][Ee][Aa][Rr][Ee][Rr] ([A-Za-z0-9_-]+)$/;

/** What a bearer token is judged against. `now` is real time, never the test clock. */
export interface BearerContext {
  readonly accessTokens: AccessTokens;
  readonly tokens: TokenFlows;
  readonly now: Instant;
  /** The flow behind the door checks the caller in the register that it judges by. */
  readonly checkedAgain?: boolean;
}

/**
 * Who calls, as proven by the access token, and still registered so: a client that was removed
 * or marked compromised, a key, organisation, role, purpose or scope taken from it, ends its tokens
 * at the next call.
 * @param authorization the one `Authorization` header
 */
export async function identifyRequester(
  authorization: string | undefined,
  { accessTokens, tokens, now, checkedAgain = false }: BearerContext,
): Promise<Requester | undefined> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  const grant = token === undefined ? undefined : accessTokens.open(token, now);
  if (!grant) return undefined;
  const requester = { ...grant.requester, keyId: grant.keyId };
  const { client } = requester;
  if (checkedAgain && isStanding(await tokens.client(client, 'inHand'), requester))
    return requester;
  return isStanding(await tokens.client(client), requester) ? requester : undefined;
}
