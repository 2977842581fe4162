import { GatewayError } from '../../flows/gateway-error.ts';
import type { SearchQuery } from '../../release/search/query.ts';

/** The national number (Nictiz); every other system is the caller's own. */
const BSN_SYSTEM = 'http://fhir.nl/fhir/NamingSystem/bsn';
const MAX_IDENTIFIERS = 20;
const MAX_LENGTH = 200;

/**
 * The identifiers of a Patient search as they are enrolled: `bsn:…` for the national number, the
 * bare value for a local one.
 * @returns undefined when the search names no identifier
 * @throws GatewayError `bad-request` when other parameters stand beside it, or none can be read
 */
export function readIdentifiers(
  parameters: SearchQuery['parameters'],
): readonly string[] | undefined {
  const given = parameters.filter(([name]) => name === 'identifier');
  if (given.length === 0) return undefined;
  const text = 'Search by identifier alone: one parameter, alternatives separated by commas.';
  if (parameters.length !== 1)
    throw new GatewayError('bad-request', [{ place: 'identifier', text }]);
  const tokens = (given[0]?.[1] ?? '').split(/(?<!\\),/).map(enrolledAs);
  if (tokens.length > MAX_IDENTIFIERS || !tokens.every((token) => isUsable(token)))
    throw new GatewayError('bad-request', [{ place: 'identifier', text }]);
  return tokens;
}

function isUsable(identifier: string): boolean {
  return identifier !== '' && identifier !== 'bsn:' && identifier.length <= MAX_LENGTH;
}

/** `system|value`, `|value` or `value` (FHIR R4, search.html#token). */
function enrolledAs(token: string): string {
  const bar = /(?<!\\)\|/.exec(token)?.index ?? -1;
  const value = token.slice(bar + 1).replace(/\\([\\,|$])/g, '$1');
  return token.slice(0, Math.max(bar, 0)) === BSN_SYSTEM ? `bsn:${value}` : value;
}
