import type { Door } from '../door.ts';
import { FORM_BODY } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { sendJson } from '../send.ts';
import { smartConfiguration } from './smart-configuration.ts';
import { issueToken } from './issue-token.ts';

/** Discovery and the token endpoint (SMART Backend Services). */
export function oauthDoors(options: GatewayOptions): readonly Door[] {
  const configuration = smartConfiguration(options.baseUrl);
  const configurationDoor = (path: string): Door => ({
    name: 'smart-configuration',
    method: 'get',
    path,
    dialect: 'json',
    needs: 'nothing',
    handle: ({ res }) => sendJson(res, 200, configuration),
  });
  return [
    configurationDoor('/.well-known/smart-configuration'),
    // SMART clients look below the FHIR base.
    configurationDoor('/fhir/.well-known/smart-configuration'),
    {
      name: 'token',
      method: 'post',
      path: '/oauth/token',
      dialect: 'oauth',
      needs: 'nothing',
      body: FORM_BODY,
      handle: (exchange) => issueToken(exchange, options),
    },
  ];
}
