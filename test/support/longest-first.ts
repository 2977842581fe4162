import { statSync } from 'node:fs';

/** Suites that take longest, longest first: one that begins last keeps a core waiting for it. */
const LONG: readonly string[] = [
  'checks/crash',
  'flows/fetch/fetch-resume',
  'checks/households',
  'cli/demo',
  'leaks/gateways-noninterference',
  'policies/proof',
  'flows/slow-release',
  'flows/fetch/fetch-faults',
  'checks/hostile',
  'checks/data',
  'launch',
  'decision/differential',
];

interface Suite {
  readonly path: string;
}

/** Orders the suites of a run: the long ones as listed, then the others by their size. */
export default class LongestFirst {
  sort<T extends Suite>(suites: readonly T[]): T[] {
    const all = suites.map((suite) => ({ suite, rank: rankOf(suite), size: sizeOf(suite) }));
    return all.sort((a, b) => a.rank - b.rank || b.size - a.size).map(({ suite }) => suite);
  }

  /** Part of the run for one of several machines (`--shard`). */
  shard<T extends Suite>(suites: readonly T[], part: { shardIndex: number; shardCount: number }) {
    return this.sort(suites).filter((_, i) => i % part.shardCount === part.shardIndex - 1);
  }

  /** Nothing is remembered of earlier runs: the order is the same everywhere. */
  allFailedTests<T extends Suite>(suites: readonly T[]): T[] {
    return [...suites];
  }

  cacheResults(): void {
    return;
  }
}

function rankOf({ path }: Suite): number {
  const at = LONG.findIndex((name) => path.endsWith(`/test/${name}.test.js`));
  return at === -1 ? LONG.length : at;
}

function sizeOf({ path }: Suite): number {
  return statSync(path).size;
}
