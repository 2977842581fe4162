import type { SearchQuery } from './query.ts';

type Sealing = Pick<SearchQuery, 'type' | 'parameters' | 'seal'>;

/**
 * An opaque "after this id": sealed under the recipient's key and bound to the search, so that it says
 * nothing beyond the last item seen and cannot be made up. The next page is decided afresh.
 */
export function sealCursor(query: Sealing, after: string): string {
  return Buffer.from(`${sealOf(query, after)} ${after}`).toString('base64url');
}

/** The id in a cursor, or undefined when it was not sealed for this search and recipient. */
export function openCursor(query: Sealing, cursor: string): string | undefined {
  const [seal, after = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  return seal === sealOf(query, after) ? after : undefined;
}

function sealOf({ type, parameters, seal }: Sealing, after: string): string {
  const asked = parameters.filter(([name]) => name !== '_cursor');
  return seal('cursor', JSON.stringify([type, asked, after]));
}
