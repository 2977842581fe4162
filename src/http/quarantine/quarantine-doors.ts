import type { Flows } from '../../flows/flows.ts';
import { JSON_BODY } from '../door.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { sendJson } from '../send.ts';
import { deliveryOf, filterOf, pageOf } from './held-query.ts';

const OWN = { dialect: 'json', needs: 'quarantine.manage' } as const;

/** What was held back of one's own deliveries: seen, read again, discarded. Never given back. */
export function quarantineDoors({ quarantine }: Flows): readonly GuardedDoor[] {
  return [
    {
      ...OWN,
      name: 'quarantine.list',
      method: 'get',
      path: '/v1/quarantine',
      handle: async (exchange) =>
        answer(exchange, await quarantine.list(exchange.call, pageOf(exchange))),
    },
    {
      ...OWN,
      name: 'quarantine.discardAll',
      method: 'delete',
      path: '/v1/quarantine',
      handle: async (exchange) =>
        answer(exchange, await quarantine.discardAll(exchange.call, keyOf(exchange))),
    },
    ...replayDoors(quarantine),
    {
      ...OWN,
      name: 'quarantine.show',
      method: 'get',
      path: '/v1/quarantine/:delivery',
      handle: async (exchange) =>
        answer(exchange, await quarantine.show(exchange.call, deliveryOf(exchange))),
    },
    {
      ...OWN,
      name: 'quarantine.discard',
      method: 'delete',
      path: '/v1/quarantine/:delivery',
      handle: async (exchange) => {
        const delivery = deliveryOf(exchange);
        answer(exchange, await quarantine.discard(exchange.call, delivery, keyOf(exchange)));
      },
    },
  ];
}

function replayDoors(quarantine: Flows['quarantine']): readonly GuardedDoor[] {
  return [
    {
      ...OWN,
      name: 'quarantine.replayAll',
      method: 'post',
      path: '/v1/quarantine/replay',
      handle: async (exchange) => {
        const filter = filterOf(exchange);
        answer(exchange, await quarantine.replayAll(exchange.call, filter, mannerOf(exchange)));
      },
    },
    {
      ...OWN,
      name: 'quarantine.rehearse',
      method: 'post',
      path: '/v1/quarantine/rehearsal',
      body: JSON_BODY,
      handle: async (exchange) => {
        const { call, body } = exchange;
        answer(exchange, await quarantine.rehearse(call, body?.json, filterOf(exchange)));
      },
    },
    {
      ...OWN,
      name: 'quarantine.replay',
      method: 'post',
      path: '/v1/quarantine/:delivery/replay',
      handle: async (exchange) => {
        const delivery = deliveryOf(exchange);
        answer(exchange, await quarantine.replay(exchange.call, delivery, mannerOf(exchange)));
      },
    },
  ];
}

const OVERSEEN = { dialect: 'json', needs: 'quarantine.oversee', method: 'get' } as const;

/** The same for operators of the gateway: how much, why and where; no content, no replay. */
export function overseenDoors({ quarantine }: Flows): readonly GuardedDoor[] {
  return [
    {
      ...OVERSEEN,
      name: 'overseen.sources',
      path: '/v1/quarantined-sources',
      handle: async (exchange) =>
        answer(exchange, { sources: await quarantine.sources(exchange.call) }),
    },
    {
      ...OVERSEEN,
      name: 'overseen.list',
      path: '/v1/quarantined-sources/:source',
      handle: async (exchange) => {
        const { call, params } = exchange;
        answer(exchange, await quarantine.listOf(call, params['source'] ?? '', pageOf(exchange)));
      },
    },
    {
      ...OVERSEEN,
      name: 'overseen.show',
      path: '/v1/quarantined-sources/:source/:delivery',
      handle: async (exchange) => {
        const { call, params } = exchange;
        const delivery = deliveryOf(exchange);
        answer(exchange, await quarantine.showOf(call, params['source'] ?? '', delivery));
      },
    },
  ];
}

function answer({ res }: CallerExchange, document: object): void {
  sendJson(res, 200, document);
}

function keyOf(exchange: CallerExchange): string | undefined {
  return idempotencyKeyOf(exchange).idempotencyKey;
}

function mannerOf(exchange: CallerExchange) {
  return { dryRun: exchange.query.get('dry-run') === 'true', ...idempotencyKeyOf(exchange) };
}
