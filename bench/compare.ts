import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { NODE_OPTIONS, type GatewayProcess } from '../test/support/gateway-process.ts';
import type { BenchRegion } from './bench-region.ts';
import type { FloorSettings, StoredRows } from './floor-server.ts';
import { householdBundle } from './household-bundle.ts';
import { load, type NextRequest } from './load.ts';
import { processCpu, type CpuReader } from './process-cpu.ts';

/** One round of one server. */
export interface Figures {
  /** Milliseconds of CPU of the server process per request. */
  readonly cpuMs: number;
  /** Milliseconds of CPU of PostgreSQL per request; absent when it cannot be read. */
  readonly databaseCpuMs?: number;
  /** Requests a second. */
  readonly throughput: number;
}

/** A program under load. */
export interface Server {
  readonly port: number;
  readonly cpu: CpuReader;
}

/** Both requests of a kind, the gateway's and the floor's. */
export interface Requests {
  readonly ours: NextRequest;
  readonly theirs: NextRequest;
}

/** One connection per plan: nothing waits for a lock that real pulls would not meet. */
export const CONNECTIONS = 8;

/** Loads a server and reads what it took. */
export async function measure(
  { port, cpu }: Server,
  next: NextRequest,
  { count, database }: { count: number; database: CpuReader | undefined },
): Promise<Figures> {
  const [before, databaseBefore] = [cpu(), database?.()];
  const seconds = await load(port, next, { count, connections: CONNECTIONS });
  const figures = { cpuMs: (cpu() - before) / count, throughput: count / seconds };
  if (!database || databaseBefore === undefined) return figures;
  return { ...figures, databaseCpuMs: (database() - databaseBefore) / count };
}

/** Starts the floor in a process of its own; it ends with this one at the latest. */
export async function startFloor(
  settings: FloorSettings,
): Promise<Server & { stop: () => Promise<void> }> {
  const file = join(settings.directory, 'floor.json');
  const directory = join(settings.directory, 'floor');
  writeFileSync(file, JSON.stringify({ ...settings, directory }));
  const child = fork('dist/bench/floor-server.js', [file], { execArgv: NODE_OPTIONS });
  const gone = once(child, 'exit');
  const started = await Promise.race([once(child, 'message'), gone.then(() => undefined)]);
  if (!started) throw new Error('the floor did not start');
  const [{ port }] = started as [{ port: number }];
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { port, cpu: processCpu(child.pid ?? 0), stop };
}

/** Fresh tokens, and what is sent to either side. */
export async function pullsOf(region: BenchRegion): Promise<Requests> {
  const { planIds } = region;
  const headers = { authorization: `Bearer ${await region.pullToken()}` };
  return {
    ours: (connection) => ({
      method: 'GET',
      path: `/fhir/CarePlan/${planIds[connection]}.plan/$everything`,
      headers,
    }),
    theirs: (connection) => ({ method: 'GET', path: `/plan/p${connection}`, headers }),
  };
}

/** Every push says something new of every resource. */
export async function pushesOf(region: BenchRegion): Promise<Requests> {
  const authorization = `Bearer ${await region.pushToken()}`;
  const pushing = (path: string, type: string) => (connection: number) => ({
    method: 'POST',
    path: path.replace('#', `p${connection}`),
    headers: { authorization, 'content-type': type },
    body: householdBundle(connection, (turn += 1)),
  });
  return {
    ours: pushing('/dossiers/fhir-r4', 'application/fhir+json'),
    theirs: pushing('/rows/#', 'application/json'),
  };
}
let turn = 0;

/** What the gateway stored for one pull and one push: read in its own database. */
export async function readStoredRows(url: string, { planIds }: BenchRegion): Promise<StoredRows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const sheets = await client.query<{ heads: number; content: number }>(
      `select length(heads) as heads, length(content) as content
       from planpoort.sheet where plan_id = $1 and until_epoch is null`,
      [planIds[0]],
    );
    const entry = async (kind: string) => {
      const { rows } = await client.query<{ bytes: number }>(
        `select max(length(body)) as bytes from planpoort.plan_entry
         where plan_id = $1 and body::jsonb ->> 'kind' = $2`,
        [planIds[0], kind],
      );
      return rows[0]?.bytes ?? 0;
    };
    const [pullEntry, pushEntry] = [await entry('release'), await entry('push')];
    return { pullEntry, pushEntry, sheets: sheets.rows };
  } finally {
    await client.end();
  }
}

/** The gateway as a program under load. */
export function serverOf({ port, pid }: GatewayProcess): Server {
  return { port, cpu: processCpu(pid) };
}
