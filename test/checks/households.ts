import type { HouseholdResult } from './households/check-household.ts';
import { runHouseholds } from './households/run-households.ts';
import { ownCluster } from './own-cluster.ts';
import type { StoreKind } from '../support/test-store.ts';
import { checkArguments, closeCheck } from './report.ts';

/**
 * `npm run check:households -- FOLDER… [--mappings FOLDER] [--quick] [--json FILE]`: every household
 * through the doors on both stores (`--quick`: embedded only), every case exact, found by canaries in
 * the bytes. A format of their own comes with a mapping, in `--mappings` or beside the household.
 */
const { folders, quick, jsonFile, mappings } = checkArguments(process.argv.slice(2));
const stop = quick ? undefined : await ownCluster();
const stores: StoreKind[] = stop ? ['embedded', 'postgres'] : ['embedded'];
const results = await runHouseholds({ folders, stores, mappings }).finally(() => stop?.());
results.forEach(print);
const cases = results.flatMap((result) => result.cases);
const failed =
  cases.filter((each) => each.differences.length > 0).length +
  results.filter((result) => result.missedControls.length > 0).length +
  results.filter((result) => result.notConnected.length > 0).length;
closeCheck(
  'households',
  { passed: cases.length - cases.filter((each) => each.differences.length > 0).length, failed },
  { jsonFile, figures: results },
);

function print(result: HouseholdResult): void {
  const lines = [
    `${result.household}: ${result.cases.length} cases, ${result.factsChecked} facts`,
    `  without a door, judged on the decision core only: ${result.withoutDoor}`,
    ...result.notConnected.map((source) => `  NOT CONNECTED: ${source}`),
    ...result.missedControls.map((control) => `  NOT NOTICED: ${control}`),
    ...result.cases.flatMap(({ id, differences }) => differences.map((d) => `  ${id}: ${d}`)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
