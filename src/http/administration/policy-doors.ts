import type { Flows } from '../../flows/flows.ts';
import { DEFAULT_BYTES } from '../door.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import { sendJson } from '../send.ts';

const BASE = { dialect: 'json', needs: 'policy.manage' } as const;

/** The life of a policy version: submitted, approved by a second officer, activated. */
export function policyDoors({ policies }: Flows): readonly GuardedDoor[] {
  const step = (name: string, noun: string, take: 'approve' | 'activate'): GuardedDoor => ({
    ...BASE,
    name,
    method: 'post',
    path: `/v1/policies/:version/${noun}`,
    handle: async ({ call, params, res }: CallerExchange) =>
      sendJson(res, 200, await policies[take](call, params['version'] ?? '')),
  });
  return [
    {
      ...BASE,
      name: 'policies.list',
      method: 'get',
      path: '/v1/policies',
      handle: async ({ call, res }) => sendJson(res, 200, { policies: await policies.list(call) }),
    },
    {
      ...BASE,
      name: 'policies.submit',
      method: 'post',
      path: '/v1/policies',
      body: { mediaTypes: ['text/csv'], maxBytes: DEFAULT_BYTES, as: 'text' },
      handle: async ({ call, body, res }) =>
        sendJson(res, 201, await policies.submit(call, body?.text ?? '')),
    },
    step('policies.approve', 'approval', 'approve'),
    step('policies.activate', 'activation', 'activate'),
  ];
}
