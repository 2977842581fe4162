import papaparse from 'papaparse';
import { SaxesParser } from 'saxes';
import { GatewayError } from '../src/flows/gateway-error.ts';
import { readInSteps } from '../src/flows/read-delivery.ts';
import type { MappedDelivery } from '../src/adapters/delivery.ts';
import { FORMATS, type BenchedFormat, type Floor } from './adapter-bodies.ts';

/** One format at one size, in a process of its own, so that its peak of memory is its own. */
export interface AdapterFigures {
  readonly bytes: number;
  /** Best of the rounds. */
  readonly ms: number;
  readonly floorMs: number;
  readonly facts: number;
  readonly quarantined: number;
  /** Most heap in use while it was read, above what was in use before, in bytes. */
  readonly heap: number;
  /** Most memory of the process, above what it had before, in bytes. */
  readonly rss: number;
  /** Why nothing was read. */
  readonly refused?: string;
}

const FLOORS: Record<Floor, (text: string) => unknown> = {
  // Lines are no JSON text together: each alone, which costs the same.
  'JSON.parse': (text) =>
    text.startsWith('{"resourceType":"Patient"')
      ? text.split('\n').map((line): unknown => JSON.parse(line))
      : (JSON.parse(text) as unknown),
  papaparse: (text) => papaparse.parse(text, { delimiter: ';' }),
  saxes: (text) => {
    const parser = new SaxesParser({ xmlns: true });
    let elements = 0;
    parser.on('opentag', () => {
      elements += 1;
    });
    parser.write(text).close();
    return elements;
  },
};

const [name = '', size = '0', rounds = '3'] = process.argv.slice(2);
const format = FORMATS[name];
if (!format) throw new Error(`no such format: ${name}`);
process.stdout.write(JSON.stringify(measure(format, Number(size), Number(rounds))));

function measure(benched: BenchedFormat, wanted: number, times: number): AdapterFigures {
  const body = benched.body(wanted);
  const adapter = benched.adapter();
  const before = { heap: heapNow(), rss: process.resourceUsage().maxRSS * 1024 };
  const read = (): Reading => readOnce(() => readInSteps(adapter, benched.mediaType, body));
  const first = read();
  const peak = process.resourceUsage().maxRSS * 1024;
  const readings = [first, ...Array.from({ length: times - 1 }, read)];
  const floor = Array.from({ length: times }, () =>
    timed(() => FLOORS[benched.floor](body.toString('utf8'))),
  );
  return {
    bytes: body.length,
    ms: Math.min(...readings.map(({ ms }) => ms)),
    floorMs: Math.min(...floor),
    facts: first.facts,
    quarantined: first.quarantined,
    heap: Math.max(...readings.map(({ heap }) => heap)) - before.heap,
    rss: peak - before.rss,
    ...(first.refused === undefined ? {} : { refused: first.refused }),
  };
}

interface Reading {
  readonly ms: number;
  readonly heap: number;
  readonly facts: number;
  readonly quarantined: number;
  readonly refused?: string;
}

function readOnce(begin: () => Generator<undefined, MappedDelivery>): Reading {
  const started = performance.now();
  let heap = 0;
  try {
    const work = begin();
    for (let stops = 0; ; stops += 1) {
      const step = work.next();
      if (stops % 50 === 0 || step.done) heap = Math.max(heap, heapNow());
      if (!step.done) continue;
      const facts = step.value.dossiers.reduce((sum, { facts: all }) => sum + all.length, 0);
      const { length: quarantined } = step.value.quarantined;
      return { ms: performance.now() - started, heap, facts, quarantined };
    }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const ms = performance.now() - started;
    return { ms, heap, facts: 0, quarantined: 0, refused: error.issues[0]?.text ?? error.code };
  }
}

function heapNow(): number {
  return process.memoryUsage().heapUsed;
}

function timed(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}
