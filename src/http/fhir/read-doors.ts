import { everythingBundle, readResource } from '../../release/bundles.ts';
import { notFound } from '../../release/notice-outcome.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { sendReleased } from '../send.ts';
import { planOf } from './plan-of.ts';
import { RELEASED_TYPES, onType, typeOf } from './released-types.ts';

/** Reading one resource of a plan, or the whole plan. */
export function readDoors(options: GatewayOptions): readonly GuardedDoor[] {
  return [
    {
      name: 'fhir.everything',
      method: 'get',
      path: '/fhir/CarePlan/:id/$everything',
      dialect: 'fhir',
      checksCaller: true,
      // A Bundle of every type: a token for some of them does not cover it.
      needs: { type: '*', action: 'r' },
      fhir: { code: 'operation', types: ['CarePlan'], operation: 'everything' },
      handle: (exchange) => answerEverything(exchange, options),
    },
    {
      name: 'fhir.read',
      method: 'get',
      path: '/fhir/:type/:id',
      dialect: 'fhir',
      checksCaller: true,
      needs: onType('r'),
      fhir: { code: 'read', types: RELEASED_TYPES },
      handle: (exchange) => answerRead(exchange, options),
    },
  ];
}

async function answerEverything(
  { call, params, res }: CallerExchange,
  { flows, baseUrl }: GatewayOptions,
): Promise<void> {
  const { id = '' } = params;
  const planId = planOf(id);
  const { released, notice, receipt } = await flows.pull(call, planId);
  const whole = released && id === `${planId}.plan`;
  sendReleased(
    res,
    whole ? everythingBundle(released, `${baseUrl}/fhir`) : notFound(notice),
    receipt,
  );
}

async function answerRead(
  { call, params, res }: CallerExchange,
  { flows }: GatewayOptions,
): Promise<void> {
  const type = typeOf(params);
  const { id = '' } = params;
  const { released, notice, receipt } = await flows.pull(call, planOf(id));
  sendReleased(res, released ? readResource(released, type, id) : notFound(notice), receipt);
}
