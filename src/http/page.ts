import { GatewayError } from '../flows/gateway-error.ts';

/** A page of a chain: entries after a place, at most so many. */
export interface Page {
  readonly after: number;
  readonly limit: number;
}

const USUAL_LIMIT = 100;
const LARGEST_LIMIT = 500;
/** The last place that an entry can have in a record. */
export const LARGEST_PLACE = 2_147_483_647;

/**
 * The page that `after` and `limit` ask for.
 * @param limitName `limit`, or `_count` at the FHIR door
 * @throws GatewayError `bad-request`
 */
export function pageOf(query: URLSearchParams, limitName: 'limit' | '_count'): Page {
  const after = wholeNumber(query, 'after', 0);
  const limit = wholeNumber(query, limitName, USUAL_LIMIT);
  return { after, limit: Math.min(Math.max(limit, 1), LARGEST_LIMIT) };
}

function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d{1,15}$/.test(text))
    throw new GatewayError('bad-request', [{ place: name, text: 'is a whole number' }]);
  // A record is numbered by 32 bits: beyond that there is nothing, and nothing to look up.
  return Math.min(Number(text), LARGEST_PLACE);
}
