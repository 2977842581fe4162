import { GatewayError } from '../../flows/gateway-error.ts';
import type { QuarantineFilter } from '../../flows/quarantine/quarantine-flows.ts';
import type { Exchange } from '../door.ts';

const DELIVERY = /^[a-z2-7]{26}$/;
const USUAL_LIMIT = 50;
const LARGEST_LIMIT = 200;

/** What of the held deliveries a request means, by its parameters. */
export function filterOf({ query }: Exchange): QuarantineFilter {
  const filter: Record<string, string> = {};
  for (const name of ['code', 'adapter', 'mapping', 'after']) {
    const value = query.get(name);
    if (value !== null) filter[name] = value;
  }
  return filter;
}

/** The same for a list, with the length of a page. */
export function pageOf(exchange: Exchange): QuarantineFilter & { readonly limit: number } {
  const limit = Number(exchange.query.get('limit') ?? USUAL_LIMIT);
  return { ...filterOf(exchange), limit: Math.min(Math.max(limit, 1), LARGEST_LIMIT) };
}

/**
 * The delivery in the address. What cannot be one is not looked up.
 * @throws GatewayError `not-found`
 */
export function deliveryOf({ params }: Exchange): string {
  const { delivery = '' } = params;
  if (!DELIVERY.test(delivery)) throw new GatewayError('not-found');
  return delivery;
}
