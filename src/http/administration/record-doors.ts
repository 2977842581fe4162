import type { Flows } from '../../flows/flows.ts';
import { GatewayError } from '../../flows/gateway-error.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import { LARGEST_PLACE, pageOf } from '../page.ts';
import { sendJson } from '../send.ts';

const BASE = { dialect: 'json', needs: 'audit.read' } as const;

const PLAN = /^[a-z2-7]{26}$/;
const CHAIN = /^(?:region|organisation:[A-Za-z0-9._-]{1,64}|plan:[a-z2-7]{26})$/;

/** The record, for officers and for whoever verifies it. */
export function recordDoors({ audit }: Flows): readonly GuardedDoor[] {
  return [
    {
      ...BASE,
      name: 'record.chains',
      method: 'get',
      path: '/v1/audit/chains',
      handle: async ({ call, res }) => sendJson(res, 200, { chains: await audit.chains(call) }),
    },
    {
      ...BASE,
      name: 'record.entries',
      method: 'get',
      path: '/v1/audit/chains/:chain/entries',
      handle: (exchange) => answerEntries(exchange, audit),
    },
    {
      ...BASE,
      name: 'record.checkpoint',
      method: 'post',
      path: '/v1/audit/checkpoints',
      handle: async ({ call, res }) =>
        sendJson(res, 201, { checkpoint: await audit.checkpoint(call) }),
    },
    {
      ...BASE,
      name: 'record.explain',
      method: 'get',
      path: '/v1/plans/:plan/entries/:seq/explanation',
      handle: (exchange) => answerExplanation(exchange, audit),
    },
  ];
}

async function answerEntries(
  { call, params, query, res }: CallerExchange,
  audit: Flows['audit'],
): Promise<void> {
  const { chain = '' } = params;
  // The reading is recorded with the chain it asked for: only what can be one gets that far.
  if (!CHAIN.test(chain)) throw new GatewayError('not-found');
  const { entries } = await audit.entries(call, chain, pageOf(query, 'limit'));
  sendJson(res, 200, { entries });
}

async function answerExplanation(
  { call, params, res }: CallerExchange,
  audit: Flows['audit'],
): Promise<void> {
  const { plan = '' } = params;
  const seq = Number(params['seq']);
  if (!PLAN.test(plan) || !Number.isInteger(seq) || seq < 1 || seq > LARGEST_PLACE)
    throw new GatewayError('not-found');
  sendJson(res, 200, await audit.explain(call, plan, seq));
}
