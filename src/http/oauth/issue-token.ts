import { GatewayError } from '../../flows/gateway-error.ts';
import { ACCESS_TOKEN_SECONDS } from '../../identity/access-token.ts';
import { authenticateClient } from '../../identity/client-assertion.ts';
import { grantScopes } from '../../identity/scopes.ts';
import type { Exchange } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { passageOf } from '../passage.ts';
import { sendJson } from '../send.ts';
import { tokenEndpoint } from './smart-configuration.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Gives an access token for a signed client assertion (RFC 6749, 4.4; RFC 7523, 2.2). Whatever is
 * wrong with the assertion, the answer is the same bytes; the log has the reason.
 */
export async function issueToken(exchange: Exchange, options: GatewayOptions): Promise<void> {
  const { body, res } = exchange;
  const form = singleFields(body?.form ?? new URLSearchParams());
  const now = (options.now ?? Date.now)();
  if (form.get('grant_type') !== 'client_credentials') {
    sendJson(res, 400, { error: 'unsupported_grant_type' });
    return;
  }
  const { client, keyId, binding } = await authenticateClient(assertionOf(form), {
    tokenEndpoint: tokenEndpoint(options.baseUrl),
    now,
    tokens: options.flows.tokens,
  });
  passageOf(res).client = client.id;
  const scopes = grantScopes(form.get('scope'), client.scopes);
  if (!scopes) {
    sendJson(res, 400, { error: 'invalid_scope' });
    return;
  }
  const access_token = options.accessTokens.seal({
    requester: { client: client.id, ...binding, scopes: new Set(scopes) },
    keyId,
    expiresAt: now + ACCESS_TOKEN_SECONDS * 1000,
  });
  const expires_in = ACCESS_TOKEN_SECONDS;
  const scope = scopes.join(' ');
  sendJson(res, 200, { access_token, token_type: 'bearer', expires_in, scope });
}

/** No parameter may occur twice (RFC 6749, 3.2). */
function singleFields(form: URLSearchParams): ReadonlyMap<string, string> {
  const fields = new Map(form);
  if (fields.size !== [...form].length) throw new GatewayError('bad-request');
  return fields;
}

/** undefined, and with that refused like any other, when the client tries another way. */
function assertionOf(form: ReadonlyMap<string, string>): string | undefined {
  if (form.get('client_assertion_type') !== JWT_BEARER) return undefined;
  return form.get('client_assertion');
}
