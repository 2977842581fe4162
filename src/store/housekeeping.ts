import type { Pool } from 'pg';

const LOOK_EVERY_MS = 60_000;
const CHECKPOINT_AFTER_BYTES = 32 * 1024 * 1024;
const CHECKPOINT_AFTER_LOOKS = 5;
const VACUUM_AFTER_LOOKS = 30;
/** Tables whose rows are replaced or removed; the others only grow. */
const VACUUM =
  'vacuum (analyze) planpoort.plan, planpoort.sheet, planpoort.ledger, planpoort.enrolment, planpoort.earlier_answer, planpoort.spent_assertion';

/**
 * What a server does in the background and the embedded database does not: checkpoints by size and
 * time, so that its log stays short, and vacuum, so that tables of replaced rows stay small.
 */
export function keepHouse(pool: Pool): { stop(): void } {
  let looks = 0;
  let checkpointed = 0;
  const look = async (): Promise<void> => {
    looks += 1;
    const { rows } = await pool.query<{ bytes: number }>(
      `select (pg_current_wal_insert_lsn() - '0/0')::float8 as bytes`,
    );
    const bytes = rows[0]?.bytes ?? 0;
    const grown = bytes - checkpointed;
    if (grown > CHECKPOINT_AFTER_BYTES || (grown > 0 && looks % CHECKPOINT_AFTER_LOOKS === 0)) {
      await asOwner(pool, 'checkpoint');
      checkpointed = bytes;
    }
    if (looks % VACUUM_AFTER_LOOKS === 0) await asOwner(pool, VACUUM);
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
}

/** The one session works as the application role; these commands are the owner's. */
async function asOwner(pool: Pool, command: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('reset role');
    await client.query(command);
  } finally {
    await client.query('set role planpoort_app').catch(() => undefined);
    client.release();
  }
}
