import type { PoolConfig } from 'pg';

/** How long one statement may take, in milliseconds; waiting for a lock included. */
export interface SessionLimits {
  readonly statement: number;
  readonly lock: number;
}

const DEFAULT_LIMITS: SessionLimits = { statement: 2500, lock: 2000 };

/**
 * Settings of every working session. A node that freezes must not hold a lock for long; an answer
 * is durable when it was committed; the gateway is not the owner of the tables. Every statement has
 * one right plan, by index: the planner is kept from choosing another while tables are small and
 * from keeping that choice when they have grown.
 */
function sessionSettings({ statement, lock }: SessionLimits): string {
  return [
    'set role planpoort_app',
    'set search_path = planpoort',
    'set idle_in_transaction_session_timeout = 1000',
    `set lock_timeout = ${String(lock)}`,
    `set statement_timeout = ${String(statement)}`,
    'set synchronous_commit = on',
    "set default_transaction_isolation = 'read committed'",
    'set jit = off',
    'set plan_cache_mode = force_generic_plan',
    'set enable_seqscan = off',
    'set enable_hashjoin = off',
    'set enable_mergejoin = off',
    // Both would read every live sheet, and what lately died, while the tables are small.
    'set enable_bitmapscan = off',
    'set enable_material = off',
  ].join('; ');
}

/** Pool options that put the settings on every new connection before it is used. */
export function sessionOptions(limits: SessionLimits = DEFAULT_LIMITS): PoolConfig {
  return {
    verify: (client, done) => {
      client.query(sessionSettings(limits)).then(
        () => done(),
        (error: unknown) => done(error instanceof Error ? error : new Error('no session')),
      );
    },
  };
}
