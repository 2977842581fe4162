import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareOnBothTables } from '../support/compare-world.ts';
import type { CaseOutcome } from '../support/compare-world.ts';
import { loadHousehold, loadRandomWorld } from '../support/world-loader.ts';
import type { LoadedWorld } from '../support/world-loader.ts';

const QUICK_WORLDS = 4;
const SHOWN = 20;

/**
 * `npm run check:worlds -- FOLDER… [--quick] [--json FILE]`: every random world or household
 * through the decision core, under the compiled policy and under a plain reading of it.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
  });
  const paths = positionals.length > 0 ? positionals : ['test/data/worlds'];
  const files = paths.flatMap(worldsIn);
  const worlds = values.quick ? files.slice(0, QUICK_WORLDS) : files;
  const outcomes: CaseOutcome[] = [];
  for (const path of worlds) outcomes.push(...(await compareOnBothTables(load(path))));
  return report(outcomes, worlds.length, values.json);
}

/** World files and household folders in a folder, or the one that was named. */
function worldsIn(path: string): readonly string[] {
  if (isWorld(path)) return [path];
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter(isWorld);
}

function isWorld(path: string): boolean {
  return statSync(path).isDirectory()
    ? readdirSync(path).includes('world.json')
    : path.endsWith('.json');
}

function load(path: string): LoadedWorld {
  return statSync(path).isDirectory() ? loadHousehold(path) : loadRandomWorld(path);
}

function report(outcomes: readonly CaseOutcome[], worlds: number, json?: string): number {
  const failed = outcomes.filter(({ differences }) => differences.length > 0);
  for (const { world, id, differences } of failed.slice(0, SHOWN))
    console.log([`${world} ${id}`, ...differences].join('\n  '));
  const passed = outcomes.length - failed.length;
  const figures = { worlds, requests: outcomes.length, passed, failed: failed.length };
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ ...figures, failures: failed }, null, 2)}\n`);
  // An empty folder proves nothing.
  if (outcomes.length === 0) console.log('no world found');
  console.log(`worlds: ${passed} passed, ${failed.length} failed`);
  return outcomes.length > 0 && failed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
