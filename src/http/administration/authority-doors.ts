import type { Flows } from '../../flows/flows.ts';
import { JSON_BODY } from '../door.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { sendJson } from '../send.ts';

/** Answers of the population register on who has authority over the minors of a plan. */
export function authorityDoors({ authorityAnswers }: Flows): readonly GuardedDoor[] {
  return [
    {
      name: 'plans.authority-answers',
      method: 'post',
      path: '/v1/plans/:plan/authority-answers',
      dialect: 'json',
      needs: 'authority.answer',
      body: JSON_BODY,
      handle: async (exchange: CallerExchange) => {
        const { call, params, query, body, res } = exchange;
        const dryRun = query.get('dry-run') === 'true';
        const target = { planId: params['plan'] ?? '', dryRun, ...idempotencyKeyOf(exchange) };
        sendJson(res, 200, await authorityAnswers(call, target, body?.json));
      },
    },
  ];
}
