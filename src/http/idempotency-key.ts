import { GatewayError } from '../flows/gateway-error.ts';
import type { Exchange } from './door.ts';

const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * The caller's `Idempotency-Key`: the same key with the same content gets the first answer again.
 * @throws GatewayError `bad-request` for a key that cannot be kept, rather than working without
 */
export function idempotencyKeyOf({ header }: Exchange): { idempotencyKey?: string } {
  const idempotencyKey = header('idempotency-key');
  if (idempotencyKey === undefined) return {};
  if (KEY.test(idempotencyKey)) return { idempotencyKey };
  const text = 'One to 128 visible ASCII characters.';
  throw new GatewayError('bad-request', [{ place: 'Idempotency-Key', text }]);
}
