import { clearRun } from './jest-global-setup.ts';
import { RUN_FOLDER } from './shared-cluster.ts';

/** Stops what the suites of this run shared. */
export default async function tearDown(): Promise<void> {
  const folder = process.env[RUN_FOLDER];
  if (folder !== undefined) await clearRun(folder);
}
