import { parseArgs } from 'node:util';
import { runHostile, type Bounds, type HostileResult } from './hostile/run-hostile.ts';
import { closeCheck } from './report.ts';

/**
 * `npm run check:hostile -- [--minutes N] [--seed S] [--first I] [--count N] [--largest MB] [--json
 * FILE]`: spoilt bodies, bombs and hostile mappings at the doors of a gateway with a limit on its
 * memory, while somebody else goes on pulling. A finding names what repeats it.
 */
const BOUNDS: Bounds = { heapMb: 1024, rssMb: 2560, stallMs: 2_000, answerMs: 30_000 };
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string' },
    first: { type: 'string', default: '0' },
    count: { type: 'string' },
    largest: { type: 'string', default: '25' },
    json: { type: 'string' },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
process.stdout.write(`seed ${seed}, bodies up to ${values.largest} MB\n`);
const result = await runHostile(
  {
    seed,
    first: Number(values.first),
    count: values.count === undefined ? Number.MAX_SAFE_INTEGER : Number(values.count),
    forMs: Number(values.minutes) * 60_000,
    largest: Number(values.largest),
  },
  BOUNDS,
);
print(result);
closeCheck(
  'hostile',
  { passed: result.attacks - result.findings.length, failed: result.findings.length },
  { jsonFile: values.json, figures: result },
);

function print({ kinds, watched, findings, attacks }: HostileResult): void {
  const rows = Object.entries(kinds)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, { sent, slowestMs, slowestAt, statuses }]) => {
      const answers = Object.entries(statuses).map(([status, times]) => `${status} × ${times}`);
      return `  ${kind.padEnd(14)}${String(sent).padStart(7)}${String(slowestMs).padStart(10)} ms  ${slowestAt.padEnd(20)}${answers.join(', ')}`;
    });
  const lines = [
    `  ${'attack'.padEnd(14)}${'sent'.padStart(7)}${'slowest'.padStart(10)}     ${'at'.padEnd(20)}answers`,
    ...rows,
    `${attacks} attacks · most memory ${watched.rssMb} MB · longest without an answer to anybody ${watched.stallMs} ms, 99 of 100 within ${watched.usuallyMs} ms`,
    `${watched.pulls} pulls of somebody else · slowest ${watched.slowestPullMs} ms`,
    ...findings.map((finding) => `NOT AS PROMISED: ${finding}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
