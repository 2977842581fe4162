import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { checkArguments } from '../test/checks/report.ts';
import { FORMATS } from './adapter-bodies.ts';
import type { AdapterFigures } from './adapter-run.ts';

/**
 * `npm run bench:adapters [-- --quick] [--json FILE]`: how fast each adapter reads to facts, beside
 * the bare library on the same bytes, and how much memory that takes. Each in a process of its own.
 */
const { quick, jsonFile } = checkArguments(process.argv.slice(2));
const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const SIZES = quick ? [16 * KIBIBYTE, MEBIBYTE] : [16 * KIBIBYTE, MEBIBYTE, 24 * MEBIBYTE];
const RUN = fileURLToPath(new URL('./adapter-run.js', import.meta.url));

const [cpu] = cpus();
process.stdout.write(
  `${cpus().length} cores (${cpu?.model ?? 'unknown'}), node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}\n\n`,
);
process.stdout.write(`${head()}\n`);
const all = Object.keys(FORMATS).flatMap((name) => SIZES.flatMap((size) => upTo(name, size)));
if (jsonFile !== undefined) writeFileSync(jsonFile, JSON.stringify(all, null, 1));

/** Where the bounds refuse a size, also the largest of its halves, quarters, … that they allow. */
function upTo(name: string, size: number): readonly object[] {
  const figures = run(name, size);
  process.stdout.write(`${row(name, figures)}\n`);
  const told = { name, size, ...figures };
  return figures.refused === undefined || size < MEBIBYTE / 4
    ? [told]
    : [told, ...upTo(name, size / 2)];
}

function head(): string {
  const columns = [
    'adapter',
    'body MB',
    'MB/s',
    'facts/s',
    'floor MB/s',
    'times the floor',
    'heap MB',
    'rss MB',
  ];
  return `| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|`;
}

function run(name: string, size: number): AdapterFigures {
  const rounds = size > 4 * MEBIBYTE ? 2 : size < MEBIBYTE ? 200 : 8;
  const options = ['--max-semi-space-size=64', '--max-old-space-size=4096'];
  const output = execFileSync(process.execPath, [...options, RUN, name, `${size}`, `${rounds}`]);
  return JSON.parse(output.toString('utf8')) as AdapterFigures;
}

function row(name: string, figures: AdapterFigures): string {
  const { bytes, ms, floorMs, facts, refused, heap, rss } = figures;
  const megabytes = bytes / 1e6;
  const rate = (milliseconds: number) => (megabytes / (milliseconds / 1000)).toFixed(1);
  const cells =
    refused === undefined
      ? [rate(ms), (facts / (ms / 1000)).toFixed(0), rate(floorMs), (ms / floorMs).toFixed(1)]
      : [`refused in ${ms.toFixed(0)} ms: ${refused}`, '', rate(floorMs), ''];
  const memory = [heap, rss].map((each) => (each / 1e6).toFixed(0));
  return `| ${[name, megabytes.toFixed(2), ...cells, ...memory].join(' | ')} |`;
}
