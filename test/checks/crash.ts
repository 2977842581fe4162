import { freshDatabase } from '../support/shared-cluster.ts';
import { runCrashes, type CrashResult } from './crash/run-crashes.ts';
import { ownCluster } from './own-cluster.ts';
import { checkArguments, closeCheck } from './report.ts';

/** `npm run check:crash [-- --quick] [--json FILE]`: kill -9 under load, both stores. */
const FULL = 100;
const QUICK = 5;
const { quick, jsonFile } = checkArguments(process.argv.slice(2));
const kills = quick ? QUICK : FULL;
const results: CrashResult[] = [await runCrashes({ kind: 'embedded' }, kills)];
const stop = await ownCluster();
if (stop) {
  const database = await freshDatabase();
  results.push(await runCrashes({ kind: 'postgresql', url: database.url }, kills));
  await database.drop();
  await stop();
}
let failed = 0;
for (const result of results) {
  const { store, power, breaches, missedControls } = result;
  process.stdout.write(`${store}: ${result.kills} kills, ${JSON.stringify(power)}\n`);
  for (const line of breaches) process.stdout.write(`  BREACH ${line}\n`);
  for (const line of missedControls) process.stdout.write(`  NOT NOTICED ${line}\n`);
  failed += breaches.length + missedControls.length;
}
const passed = results.reduce((sum, result) => sum + result.kills, 0) - failed;
closeCheck('crash', { passed, failed }, { jsonFile, figures: results });
