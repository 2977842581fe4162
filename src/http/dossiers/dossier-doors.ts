import { DOSSIER_BYTES } from '../door.ts';
import type { CallerExchange, GuardedDoor } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { sendLongJson } from '../send.ts';

/** Media types for which there is a reader; which of them, the adapter says. */
const DOSSIER_TYPES = [
  'application/json',
  'application/fhir+json',
  'application/fhir+ndjson',
  'application/x-ndjson',
  'application/ndjson',
  'text/csv',
  'application/fhir+xml',
  'application/xml',
  'text/xml',
];

/** Pushing what a source holds, in the source's own format. */
export function dossierDoors(options: GatewayOptions): readonly GuardedDoor[] {
  return [
    {
      name: 'dossiers.push',
      method: 'post',
      path: '/dossiers/:adapter',
      dialect: 'json',
      needs: 'dossier.push',
      checksCaller: true,
      body: { mediaTypes: DOSSIER_TYPES, maxBytes: DOSSIER_BYTES, as: 'bytes' },
      handle: (exchange) => answerPush(exchange, options),
    },
  ];
}

/** A rehearsal stores nothing and is answered like the push would be. */
async function answerPush(exchange: CallerExchange, { flows }: GatewayOptions): Promise<void> {
  const { call, params, query, body, res } = exchange;
  const { mediaType = '', bytes = new Uint8Array() } = body ?? {};
  const { answer } = await flows.push(call, {
    adapter: params['adapter'] ?? '',
    mediaType,
    body: bytes,
    dryRun: query.get('dry-run') === 'true',
    complete: query.get('complete') === 'true',
    ...idempotencyKeyOf(exchange),
  });
  await sendLongJson(res, 200, answer);
}
