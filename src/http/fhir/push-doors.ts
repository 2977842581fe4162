import type { OperationOutcome } from '@medplum/fhirtypes';
import type { PushAnswer } from '../../flows/flows.ts';
import { GatewayError } from '../../flows/gateway-error.ts';
import { BUNDLE_BYTES } from '../door.ts';
import type { BodyRule, CallerExchange, GuardedDoor } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { FHIR_BODY_TYPES } from '../media-types.ts';
import { sendOwnResource } from '../send.ts';
import { outcomeOfPush, pushOutcome } from './push-outcome.ts';
import type { PushedBundle } from './push-outcome.ts';
import { PUSHED_TYPES } from './released-types.ts';

const FHIR_BODY: BodyRule = { mediaTypes: FHIR_BODY_TYPES, maxBytes: BUNDLE_BYTES, as: 'json' };
const BASE = { dialect: 'fhir', needs: 'dossier.push', body: FHIR_BODY } as const;

/** Pushing as a FHIR client writes: a transaction, or one resource. */
export function pushDoors(options: GatewayOptions): readonly GuardedDoor[] {
  return [
    {
      ...BASE,
      name: 'fhir.transaction',
      method: 'post',
      // Clients send a Bundle to the base address, with or without its slash.
      path: '/fhir{/}',
      fhir: { code: 'transaction' },
      handle: (exchange) => answerTransaction(exchange, options),
    },
    {
      ...BASE,
      name: 'fhir.create',
      method: 'post',
      path: '/fhir/:type',
      fhir: { code: 'create', types: PUSHED_TYPES },
      handle: (exchange) => answerResource(exchange, options),
    },
    {
      ...BASE,
      name: 'fhir.update',
      method: 'put',
      path: '/fhir/:type/:id',
      fhir: { code: 'update', types: PUSHED_TYPES },
      handle: (exchange) => answerResource(exchange, options),
    },
  ];
}

async function answerTransaction(exchange: CallerExchange, options: GatewayOptions): Promise<void> {
  const bundle = exchange.body?.json;
  if (!isBundle(bundle)) throw unprocessable('A Bundle of type transaction or batch belongs here.');
  const answer = await push(exchange, options);
  sendOwnResource(exchange.res, 200, pushOutcome(bundle, answer));
}

/** The resource keeps the id that its source gave it: that is how it is found again. */
async function answerResource(exchange: CallerExchange, options: GatewayOptions): Promise<void> {
  const { params, body, res } = exchange;
  const { resourceType, id } = membersOf(body?.json);
  if (!PUSHED_TYPES.includes(params['type'] ?? '')) throw new GatewayError('not-found');
  if (resourceType !== params['type'])
    throw unprocessable('resourceType is the type in the address.');
  if (params['id'] !== undefined && id !== params['id'])
    throw unprocessable('id is the one in the address.');
  const answer = await push(exchange, options);
  const outcome: OperationOutcome = outcomeOfPush(answer);
  sendOwnResource(res, nothingTaken(answer) ? 422 : 200, outcome);
}

async function push(exchange: CallerExchange, { flows }: GatewayOptions): Promise<PushAnswer> {
  const { call, body } = exchange;
  const { mediaType = '', bytes = new Uint8Array() } = body ?? {};
  const key = idempotencyKeyOf(exchange);
  const pushed = await flows.push(call, { adapter: 'fhir-r4', mediaType, body: bytes, ...key });
  return pushed.answer;
}

function nothingTaken({ accepted, quarantined }: PushAnswer): boolean {
  return accepted.length === 0 && quarantined.length > 0;
}

function isBundle(json: unknown): json is PushedBundle {
  const { resourceType, type, entry } = membersOf(json);
  const kind = type === 'transaction' || type === 'batch';
  return resourceType === 'Bundle' && kind && (entry === undefined || Array.isArray(entry));
}

function membersOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null
    ? (json as Readonly<Record<string, unknown>>)
    : {};
}

function unprocessable(text: string): GatewayError {
  return new GatewayError('unprocessable', [{ text }]);
}
