import type { Pool } from 'pg';

const LOOK_EVERY_MS = 60_000;
const CHECKPOINT_AFTER_BYTES = 32 * 1024 * 1024;
const CHECKPOINT_AFTER_LOOKS = 5;
const VACUUM_AFTER_LOOKS = 30;
/** Tables whose rows are replaced or removed; the others only grow. */
const VACUUM =
  'vacuum (analyze) planpoort.plan, planpoort.sheet, planpoort.ledger, planpoort.enrolment, planpoort.earlier_answer, planpoort.spent_assertion, planpoort.fetch_source, planpoort.fetch_person';

/**
 * What a server does in the background and the embedded database does not: checkpoints by size and
 * time, so that its log stays short, and vacuum, so that tables of replaced rows stay small.
 */
export function keepHouse(pool: Pool): { stop(): void } {
  const house = housekeeper(pool);
  const look = () => void house.look().catch(() => undefined);
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return { stop: () => clearInterval(timer) };
}

/** Looks what is to be done, and does it; returns what it did. */
export function housekeeper(pool: Pool): { look(): Promise<readonly string[]> } {
  let looks = 0;
  let checkpointed = 0;
  return {
    look: async () => {
      looks += 1;
      const bytes = await logPosition(pool);
      const grown = bytes - checkpointed;
      const due = grown > 0 && looks % CHECKPOINT_AFTER_LOOKS === 0;
      const commands = [
        ...(looks % VACUUM_AFTER_LOOKS === 0 ? [VACUUM] : []),
        ...(due || grown > CHECKPOINT_AFTER_BYTES ? ['checkpoint'] : []),
      ];
      if (commands.length > 0) await asOwner(pool, commands);
      if (commands.includes('checkpoint')) checkpointed = await logPosition(pool);
      return commands.map((command) => command.split(' ')[0] ?? '');
    },
  };
}

/** How far the log has been written, in bytes since the beginning. */
async function logPosition(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select (pg_current_wal_insert_lsn() - '0/0')::float8 as bytes`,
  );
  return rows[0]?.bytes ?? 0;
}

/** The one session works as the application role; these commands are the owner's. */
async function asOwner(pool: Pool, commands: readonly string[]): Promise<void> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query('reset role');
    for (const command of commands) await client.query(command);
    await client.query('set role planpoort_app');
    failed = false;
  } finally {
    // A session that did not get back to its role is not used again.
    client.release(failed);
  }
}
