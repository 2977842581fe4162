import { createHash } from 'node:crypto';

/** Hex SHA-256 over the ids of released facts, sorted, each on a line; '' for none. */
export function factsDigest(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex');
}
