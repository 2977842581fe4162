import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGatewayProcess, type ProcessStore } from '../test/support/gateway-process.ts';
import { freshDatabase } from '../test/support/shared-cluster.ts';
import { ownCluster } from '../test/checks/own-cluster.ts';
import { checkArguments } from '../test/checks/report.ts';
import { householdBundle } from './household-bundle.ts';
import { load, type LoadRequest, type LoadResult } from './load.ts';
import { setUpBenchRegion, type BenchRegion } from './bench-region.ts';

/**
 * `npm run bench [-- --quick] [--json FILE]`: the gateway against a bare express + pg program in
 * the same run, in turns, on PostgreSQL and embedded. Ratios are what counts; the medians of the
 * rounds are printed.
 */
const { quick, jsonFile } = checkArguments(process.argv.slice(2));
const ROUNDS = quick ? 2 : 5;
const PULLS = quick ? 200 : 600;
const PUSHES = quick ? 60 : 200;
const CONNECTIONS = 8;

interface Figures {
  /** Milliseconds of CPU of the server process per request. */
  readonly cpuMs: number;
  /** Requests a second. */
  readonly throughput: number;
}

interface Server {
  readonly port: number;
  readonly pid: number;
}

/** CPU time of a process so far, in milliseconds (Linux: clock ticks of 10 ms). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function measure(
  server: Server,
  next: (i: number) => LoadRequest,
  count: number,
): Promise<Figures> {
  const before = cpuOf(server.pid);
  const result: LoadResult = await load(server.port, next, { count, connections: CONNECTIONS });
  return { cpuMs: (cpuOf(server.pid) - before) / count, throughput: result.throughput };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function startFloor(url: string, region: BenchRegion) {
  const child = fork('dist/bench/floor-server.js', [
    url,
    String(region.releasedBytes),
    JSON.stringify(region.sheetBytes),
  ]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { port, pid: child.pid ?? 0, stop: () => child.kill() };
}

let turn = 0;
function requestsOf(region: BenchRegion) {
  const pull: LoadRequest = {
    method: 'GET',
    path: `/fhir/CarePlan/${region.planId}.plan/$everything`,
    headers: { authorization: `Bearer ${region.pullToken}` },
  };
  const push = (): LoadRequest => {
    turn += 1;
    return {
      method: 'POST',
      path: '/dossiers/fhir-r4',
      headers: {
        authorization: `Bearer ${region.pushToken}`,
        'content-type': 'application/fhir+json',
      },
      body: householdBundle(turn),
    };
  };
  const floorPull: LoadRequest = { method: 'GET', path: '/plan/p', headers: {} };
  const floorPush = (): LoadRequest => ({
    method: 'POST',
    path: '/rows',
    headers: { 'content-type': 'application/json' },
    body: householdBundle(0),
  });
  return { pull: () => pull, push, floorPull: () => floorPull, floorPush };
}

interface Comparison {
  readonly store: string;
  readonly what: string;
  readonly gateway: Figures;
  readonly floor: Figures;
  /** How many times the floor's CPU, and the floor's throughput. */
  readonly cpuRatio: number;
  readonly throughputRatio: number;
}

async function compareOn(store: ProcessStore, floorUrl: string): Promise<Comparison[]> {
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-bench-'));
  const gateway = await startGatewayProcess({ directory, store });
  const region = await setUpBenchRegion(gateway);
  const floor = await startFloor(floorUrl, region);
  const { pull, push, floorPull, floorPush } = requestsOf(region);
  const kinds = [
    { what: 'pull', ours: pull, theirs: floorPull, count: PULLS },
    { what: 'push', ours: push, theirs: floorPush, count: PUSHES },
  ];
  const comparisons: Comparison[] = [];
  for (const { what, ours, theirs, count } of kinds) {
    await measure(gateway, ours, Math.ceil(count / 3));
    await measure(floor, theirs, Math.ceil(count / 3));
    const rounds: { gateway: Figures; floor: Figures }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({
        gateway: await measure(gateway, ours, count),
        floor: await measure(floor, theirs, count),
      });
    }
    comparisons.push(summary({ store: store.kind, what }, rounds));
  }
  floor.stop();
  await gateway.stop();
  rmSync(directory, { recursive: true, force: true });
  return comparisons;
}

function summary(
  name: { store: string; what: string },
  rounds: readonly { gateway: Figures; floor: Figures }[],
): Comparison {
  const of = (side: 'gateway' | 'floor'): Figures => ({
    cpuMs: median(rounds.map((round) => round[side].cpuMs)),
    throughput: median(rounds.map((round) => round[side].throughput)),
  });
  return {
    ...name,
    gateway: of('gateway'),
    floor: of('floor'),
    cpuRatio: median(rounds.map((round) => round.gateway.cpuMs / round.floor.cpuMs)),
    throughputRatio: median(
      rounds.map((round) => round.gateway.throughput / round.floor.throughput),
    ),
  };
}

const stop = await ownCluster();
if (!stop) throw new Error('the floor needs a PostgreSQL');
const comparisons: Comparison[] = [];
for (const kind of ['postgresql', 'embedded'] as const) {
  const floorBase = await freshDatabase();
  const gatewayBase = kind === 'postgresql' ? await freshDatabase() : undefined;
  const store: ProcessStore = gatewayBase
    ? { kind: 'postgresql', url: gatewayBase.url }
    : { kind: 'embedded' };
  comparisons.push(...(await compareOn(store, floorBase.url)));
  await gatewayBase?.drop();
  await floorBase.drop();
}
await stop();

process.stdout.write('store       what   gateway CPU   floor CPU   CPU x   throughput x\n');
for (const { store, what, gateway, floor, cpuRatio, throughputRatio } of comparisons) {
  const cells = [
    store.padEnd(11),
    what.padEnd(6),
    `${gateway.cpuMs.toFixed(2)} ms`.padStart(11),
    `${floor.cpuMs.toFixed(2)} ms`.padStart(11),
    cpuRatio.toFixed(2).padStart(7),
    throughputRatio.toFixed(2).padStart(14),
  ];
  process.stdout.write(`${cells.join(' ')}\n`);
}
if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(comparisons, null, 2)}\n`);
