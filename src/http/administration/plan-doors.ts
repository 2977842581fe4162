import { PLAN_LISTS } from '../../flows/flows.ts';
import type { Flows, PlanList } from '../../flows/flows.ts';
import { JSON_BODY } from '../door.ts';
import type { CallerExchange, Exchange, GuardedDoor } from '../door.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { sendJson } from '../send.ts';

const BASE = { dialect: 'json', needs: 'plan.manage' } as const;

/** Administration of a household's plan by its coordinating organisation. */
export function planDoors({ plans }: Flows): readonly GuardedDoor[] {
  return [
    {
      ...BASE,
      name: 'plans.create',
      method: 'post',
      path: '/v1/plans',
      body: JSON_BODY,
      handle: async (exchange) => {
        const { call, body, res } = exchange;
        sendJson(res, 201, await plans.create(call, body?.json, keyOf(exchange)));
      },
    },
    {
      ...BASE,
      name: 'plans.read',
      method: 'get',
      path: '/v1/plans/:plan',
      handle: async ({ call, params, res }) =>
        sendJson(res, 200, await plans.read(call, params['plan'] ?? '')),
    },
    ...PLAN_LISTS.flatMap((list) => listDoors(plans, list)),
    withdrawalDoor(plans),
  ];
}

/** One list of dated records of a plan: records are added and replaced, never taken out. */
function listDoors(plans: Flows['plans'], list: PlanList): readonly GuardedDoor[] {
  return [
    {
      ...BASE,
      name: `plans.${list}.add`,
      method: 'post',
      path: `/v1/plans/:plan/${list}`,
      body: JSON_BODY,
      handle: async (exchange: CallerExchange) => {
        const { call, params, body, res } = exchange;
        const target = { planId: params['plan'] ?? '', list };
        sendJson(res, 201, await plans.add(call, target, body?.json, keyOf(exchange)));
      },
    },
    {
      ...BASE,
      name: `plans.${list}.replace`,
      method: 'put',
      path: `/v1/plans/:plan/${list}/:id`,
      body: JSON_BODY,
      handle: async (exchange: CallerExchange) => {
        const { call, params, body, res } = exchange;
        const target = { planId: params['plan'] ?? '', list, id: params['id'] ?? '' };
        sendJson(res, 200, await plans.replace(call, target, body?.json, keyOf(exchange)));
      },
    },
  ];
}

/** Takes no body: what is withdrawn stands in the address, and since when is decided here. */
function withdrawalDoor(plans: Flows['plans']): GuardedDoor {
  return {
    ...BASE,
    name: 'plans.withdraw',
    method: 'post',
    path: '/v1/plans/:plan/provisions/:id/withdrawal',
    handle: async (exchange) => {
      const { call, params, res } = exchange;
      const target = { planId: params['plan'] ?? '', id: params['id'] ?? '' };
      sendJson(res, 200, await plans.withdraw(call, target, keyOf(exchange)));
    },
  };
}

function keyOf(exchange: Exchange): string | undefined {
  return idempotencyKeyOf(exchange).idempotencyKey;
}
