import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGatewayProcess, type ProcessStore } from '../test/support/gateway-process.ts';
import { freshDatabase } from '../test/support/shared-cluster.ts';
import { ownCluster } from '../test/checks/own-cluster.ts';
import { checkArguments } from '../test/checks/report.ts';
import { setUpBenchRegion, type BenchRegion } from './bench-region.ts';
import {
  CONNECTIONS,
  measure,
  pullsOf,
  pushesOf,
  readStoredRows,
  serverOf,
  startFloor,
  type Figures,
  type Server,
} from './compare.ts';
import type { StoredRows } from './floor-server.ts';
import { postgresCpu, type CpuReader } from './process-cpu.ts';

/**
 * `npm run bench [-- --quick] [--first-look] [--json FILE]`: the gateway against a bare express + pg program in
 * the same run, in turns, on PostgreSQL and embedded. See README.md for how to read it.
 */
const { quick, jsonFile } = checkArguments(process.argv.slice(2));
/** Every pull makes its view anew, as when nobody looked at it before. */
const firstLook = process.argv.includes('--first-look') ? { rememberedResources: 0 } : {};
const ROUNDS = quick ? 3 : 9;
const COUNTS = quick ? { pull: 200, push: 100 } : { pull: 500, push: 250 };
const KINDS = ['pull', 'push'] as const;

interface Round {
  readonly gateway: Figures;
  readonly floor: Figures;
}

interface Comparison {
  readonly store: ProcessStore['kind'];
  readonly what: (typeof KINDS)[number];
  readonly gateway: Figures;
  readonly floor: Figures;
  /** How many times the floor's CPU: medians over the rounds. */
  readonly cpuRatio: number;
  /** How many times fewer requests a second than the floor. */
  readonly throughputRatio: number;
}

/** What has to be stopped, last first, however this ends. */
const running: (() => unknown)[] = [];
let stopping: Promise<void> | undefined;
async function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (let stop = running.pop(); stop; stop = running.pop()) await stop();
  })();
  return stopping;
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));

interface Setting {
  readonly store: ProcessStore;
  readonly floorUrl: string | undefined;
  /** Measured on PostgreSQL; the embedded store writes the same. */
  readonly rows: StoredRows | undefined;
  readonly database: CpuReader | undefined;
}

async function compareOn({ store, floorUrl, database, ...measured }: Setting) {
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-bench-'));
  running.push(() => rmSync(directory, { recursive: true, force: true }));
  const gateway = await startGatewayProcess({ directory, store, ...firstLook });
  running.push(() => gateway.stop());
  const region = await setUpBenchRegion(gateway, CONNECTIONS);
  const rows =
    store.kind === 'postgresql' ? await readStoredRows(store.url, region) : measured.rows;
  if (!rows) throw new Error('PostgreSQL is measured first');
  const { answer } = region;
  const url = floorUrl === undefined ? {} : { url: floorUrl };
  const floor = await startFloor({ directory, answer, rows, ...url });
  running.push(() => floor.stop());
  const servers = { ours: serverOf(gateway), theirs: floor };
  const comparisons: Comparison[] = [];
  for (const what of KINDS) {
    const rounds = await roundsOf(what, { region, servers, database });
    comparisons.push(summary({ store: store.kind, what }, rounds));
  }
  return { comparisons, rows, answer: Buffer.byteLength(answer) };
}

interface Contest {
  readonly region: BenchRegion;
  readonly servers: { readonly ours: Server; readonly theirs: Server };
  readonly database: CpuReader | undefined;
}

/** Both sides in turns, so that whatever else the machine does meets both; the first round warms. */
async function roundsOf(what: (typeof KINDS)[number], { region, servers, database }: Contest) {
  const count = COUNTS[what];
  const rounds: Round[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const { ours, theirs } = await (what === 'pull' ? pullsOf(region) : pushesOf(region));
    const gateway = await measure(servers.ours, ours, { count, database });
    const floor = await measure(servers.theirs, theirs, { count, database });
    if (round >= 0) rounds.push({ gateway, floor });
  }
  return rounds;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function summary(name: Pick<Comparison, 'store' | 'what'>, rounds: readonly Round[]): Comparison {
  const of = (side: keyof Round): Figures => {
    const database = rounds.flatMap((round) => round[side].databaseCpuMs ?? []);
    return {
      cpuMs: median(rounds.map((round) => round[side].cpuMs)),
      throughput: median(rounds.map((round) => round[side].throughput)),
      ...(database.length > 0 ? { databaseCpuMs: median(database) } : {}),
    };
  };
  return {
    ...name,
    gateway: of('gateway'),
    floor: of('floor'),
    cpuRatio: median(rounds.map(({ gateway, floor }) => gateway.cpuMs / floor.cpuMs)),
    throughputRatio: median(
      rounds.map(({ gateway, floor }) => floor.throughput / gateway.throughput),
    ),
  };
}

async function compareAll() {
  const stop = await ownCluster();
  if (!stop) throw new Error('the floor needs a PostgreSQL');
  running.push(stop);
  const bases = [await freshDatabase(), await freshDatabase()] as const;
  for (const base of bases) running.push(() => base.drop());
  const [own, floors] = bases;
  const onPostgres = await compareOn({
    store: { kind: 'postgresql', url: own.url },
    floorUrl: floors.url,
    rows: undefined,
    database: await postgresCpu(own.url),
  });
  const { rows } = onPostgres;
  const embedded = {
    store: { kind: 'embedded' },
    floorUrl: undefined,
    database: undefined,
  } as const;
  const { comparisons } = await compareOn({ ...embedded, rows });
  return { ...onPostgres, comparisons: [...onPostgres.comparisons, ...comparisons] };
}

function print({ comparisons, rows, answer }: Awaited<ReturnType<typeof compareAll>>): void {
  const sheets = rows.sheets.reduce((sum, { heads, content }) => sum + heads + content, 0);
  const lines = [
    `${cpus().length} cores, ${cpus()[0]?.model ?? ''}, node ${process.version}, load ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`,
    `pull: ${answer} bytes answered, entry of ${rows.pullEntry} bytes; push: ${rows.sheets.length} ` +
      `sheets of ${sheets} bytes together, entry of ${rows.pushEntry} bytes`,
    'store       what  | gateway ms  /s    db ms | floor ms    /s    db ms |  CPU x  throughput x',
    ...comparisons.map(line),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function line({ store, what, gateway, floor, cpuRatio, throughputRatio }: Comparison): string {
  const side = ({ cpuMs, throughput, databaseCpuMs }: Figures): string =>
    `${cpuMs.toFixed(2).padStart(8)} ${throughput.toFixed(0).padStart(6)} ${(
      databaseCpuMs?.toFixed(2) ?? '-'
    ).padStart(7)}`;
  const ratios = `${cpuRatio.toFixed(2).padStart(6)} ${throughputRatio.toFixed(2).padStart(13)}`;
  return `${store.padEnd(11)} ${what.padEnd(5)} | ${side(gateway)} | ${side(floor)} | ${ratios}`;
}

try {
  const result = await compareAll();
  print(result);
  if (jsonFile !== undefined) {
    const machine = { cores: cpus().length, model: cpus()[0]?.model, load: loadavg() };
    writeFileSync(jsonFile, `${JSON.stringify({ machine, ...result }, null, 2)}\n`);
  }
} finally {
  await stopAll();
}
