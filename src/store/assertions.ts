import { createHash } from 'node:crypto';
import type { Instant } from '../vocabulary/instant.ts';
import { read, type Database } from './database.ts';

/** Removes a few that expired long ago on the way, so that the table stays small. */
const SPEND = {
  name: 'spend-assertion',
  text: `with old as (
      delete from planpoort.spent_assertion where assertion in (
        select assertion from planpoort.spent_assertion
        where expires < clock_timestamp() - interval '1 hour' limit 10 for update skip locked))
    insert into planpoort.spent_assertion (assertion, expires)
      values ($1, to_timestamp($2::float8 / 1000)) on conflict do nothing returning 1`,
};

/**
 * Spends the id of a token assertion (RFC 7523, jti). The unique key decides between processes.
 * @returns false when it was spent before
 */
export async function spendOnce(
  database: Database,
  assertion: { readonly issuer: string; readonly jti: string },
  expiresAt: Instant,
): Promise<boolean> {
  const text = JSON.stringify([assertion.issuer, assertion.jti]);
  const hash = createHash('sha256').update(text, 'utf8').digest();
  return (await read(database, SPEND, [hash, expiresAt])).length === 1;
}
