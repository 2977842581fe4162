import { REGISTER_LISTS } from '../../flows/flows.ts';
import type { Flows, RegisterList } from '../../flows/flows.ts';
import { GatewayError } from '../../flows/gateway-error.ts';
import { clientDocument } from '../../flows/register-documents.ts';
import { checkClientKeys } from '../../identity/client-keys.ts';
import { JSON_BODY } from '../door.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import { sendJson } from '../send.ts';

const BASE = { dialect: 'json', needs: 'policy.manage' } as const;

/** The region's register: organisations, clients, purposes, mappings. */
export function registerDoors({ register }: Flows): readonly GuardedDoor[] {
  return REGISTER_LISTS.flatMap((list): readonly GuardedDoor[] => [
    {
      ...BASE,
      name: `${list}.list`,
      method: 'get',
      path: `/v1/${list}`,
      handle: async ({ call, res }: CallerExchange) =>
        sendJson(res, 200, { [list]: await register.list(call, list) }),
    },
    {
      ...BASE,
      name: `${list}.put`,
      method: 'put',
      path: `/v1/${list}/:key`,
      body: JSON_BODY,
      handle: (exchange: CallerExchange) => answerPut(exchange, register, list),
    },
  ]);
}

async function answerPut(
  { call, params, body, res }: CallerExchange,
  register: Flows['register'],
  list: RegisterList,
): Promise<void> {
  if (list === 'clients') await refuseWeakKeys(body?.json);
  const target = { list, key: params['key'] ?? '' };
  sendJson(res, 200, await register.put(call, target, body?.json));
}

/** Keys are looked at before anything is stored; whatever else is wrong the flow says. */
async function refuseWeakKeys(document: unknown): Promise<void> {
  const parsed = clientDocument.safeParse(document);
  const issues = parsed.success ? await checkClientKeys(parsed.data) : [];
  if (issues.length > 0) throw new GatewayError('unprocessable', issues);
}
