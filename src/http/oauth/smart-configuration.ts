import { SIGNING_ALGORITHMS } from '../../identity/public-key.ts';
import { GATEWAY_SCOPES, SCOPE_TYPES } from '../../identity/scopes.ts';

/** What SMART clients read first (SMART App Launch 2, conformance; Backend Services). */
export function smartConfiguration(baseUrl: string): object {
  return {
    issuer: baseUrl,
    token_endpoint: tokenEndpoint(baseUrl),
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: SIGNING_ALGORITHMS,
    scopes_supported: [...SCOPE_TYPES.map((type) => `system/${type}.rs`), ...GATEWAY_SCOPES],
    capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  };
}

/** The one audience of client assertions. */
export function tokenEndpoint(baseUrl: string): string {
  return `${baseUrl}/oauth/token`;
}
