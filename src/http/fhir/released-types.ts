import { GatewayError } from '../../flows/gateway-error.ts';
import { SEARCH_PARAMETERS } from '../../release/search/search-parameters.ts';
import type { Exchange } from '../door.ts';
import type { Action, Need } from '../../identity/scopes.ts';

/** The resource types that a released plan is made of; the same for everybody. */
export const RELEASED_TYPES: readonly string[] = Object.keys(SEARCH_PARAMETERS).sort();

/** What the gateway makes itself: the household, the sources, where things come from. */
const MADE_HERE = ['Group', 'Organization', 'Provenance'];
/** The types that a source can push. */
export const PUSHED_TYPES: readonly string[] = RELEASED_TYPES.filter(
  (type) => !MADE_HERE.includes(type),
);

/** The type in an address. @throws GatewayError `not-found` for one that is never released */
export function typeOf(params: Exchange['params']): string {
  const { type = '' } = params;
  if (!RELEASED_TYPES.includes(type)) throw new GatewayError('not-found');
  return type;
}

/** Needs this action on the type in the address. */
export function onType(action: Action): (params: Exchange['params']) => Need {
  return (params) => ({ type: typeOf(params), action });
}
