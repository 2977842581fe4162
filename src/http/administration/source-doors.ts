import type { Flows } from '../../flows/flows.ts';
import type { Door, GuardedDoor, OpenDoor } from '../door.ts';
import { sendJson } from '../send.ts';

const FETCH = { dialect: 'json', needs: 'policy.manage', path: '/v1/sources/:key/fetch' } as const;

/** Fetching from sources that run a FHIR server; they are registered at `/v1/sources`. */
export function sourceDoors({ sources }: Flows): readonly Door[] {
  const start: GuardedDoor = {
    ...FETCH,
    name: 'sources.fetch',
    method: 'post',
    handle: async ({ call, params, res }) =>
      sendJson(res, 202, await sources.fetch(call, params['key'] ?? '')),
  };
  const status: GuardedDoor = {
    ...FETCH,
    name: 'sources.status',
    method: 'get',
    handle: async ({ call, params, res }) =>
      sendJson(res, 200, await sources.status(call, params['key'] ?? '')),
  };
  const keys: OpenDoor = {
    name: 'keys',
    method: 'get',
    path: '/.well-known/jwks.json',
    dialect: 'json',
    needs: 'nothing',
    handle: async ({ res }) => sendJson(res, 200, await sources.publicKeys()),
  };
  return [start, status, keys];
}
