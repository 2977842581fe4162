import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

/** Reads CPU time so far, in milliseconds (Linux: clock ticks of 10 ms). */
export type CpuReader = () => number;

/** CPU of one process with all its threads; the embedded store is one of them. */
export function processCpu(pid: number): CpuReader {
  return () => {
    const { own } = statOf(pid);
    return own;
  };
}

/**
 * CPU of a PostgreSQL server: its living processes, and those that ended before.
 * @returns undefined when it does not run on this machine
 */
export async function postgresCpu(url: string): Promise<CpuReader | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const { name, parent } = statOf(rows[0]?.pid ?? 0);
    return name.startsWith('postgres') ? () => familyCpu(parent) : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end();
  }
}

function familyCpu(postmaster: number): number {
  const { own, ended } = statOf(postmaster);
  let sum = own + ended;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = statOf(Number(name));
      if (stat.parent === postmaster) sum += stat.own;
    } catch {
      // It ended while we looked.
    }
  }
  return sum;
}

/** The fields of `/proc/PID/stat` that count here (proc(5)). */
function statOf(pid: number) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [name = '', rest = ''] = text.split(/\((.*)\) /s).slice(1);
  const fields = rest.split(' ').map(Number);
  const ticks = (...at: readonly number[]) => at.reduce((sum, i) => sum + (fields[i] ?? 0), 0) * 10;
  return { name, parent: fields[1] ?? 0, own: ticks(11, 12), ended: ticks(13, 14) };
}
