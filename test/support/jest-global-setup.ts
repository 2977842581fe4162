import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgresPrograms, stopCluster } from './postgres.ts';
import { CLUSTER_FILE, RUN_FOLDER } from './shared-cluster.ts';

const PREFIX = 'planpoort-test-run-';
const OWNER_FILE = 'owner';

/** Makes the folder of this run, and clears away what an earlier run that was killed left behind. */
export default async function setUp(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (!ownerLives(folder)) await clearRun(folder);
  }
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, OWNER_FILE), String(process.pid));
  process.env[RUN_FOLDER] = folder;
}

/** Stops what the suites of a run shared. */
export async function clearRun(folder: string): Promise<void> {
  const programs = findPostgresPrograms();
  const directory = clusterOf(folder);
  if (programs !== undefined && directory !== undefined) await stopCluster(programs, directory);
  rmSync(folder, { recursive: true, force: true });
}

function clusterOf(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, CLUSTER_FILE), 'utf8');
    return (JSON.parse(text) as { directory: string }).directory;
  } catch {
    return undefined;
  }
}

function ownerLives(folder: string): boolean {
  try {
    return process.kill(Number(readFileSync(join(folder, OWNER_FILE), 'utf8')), 0);
  } catch {
    return false;
  }
}
