import { describe, expect, test } from '@jest/globals';
import { availableStores } from '../support/test-store.ts';
import { gatewayHere } from './households/gateways.ts';
import { runHouseholds } from './households/run-households.ts';

/** The last brings formats and mappings of its own. */
const FOLDERS = ['test/data/households', 'test/data/own-formats'];

describe.each(availableStores())('whole households through the doors on %s', (store) => {
  test('every case is exact, and the comparison notices what is broken on purpose', async () => {
    const results = await runHouseholds({ folders: FOLDERS, stores: [store], open: gatewayHere });
    const wrong = results.flatMap(({ household, cases, missedControls, notConnected }) => [
      ...notConnected,
      ...cases.flatMap(({ id, differences }) => differences.map((d) => `${household} ${id}: ${d}`)),
      ...missedControls.map((control) => `${household}: not noticed: ${control}`),
    ]);
    expect(wrong).toEqual([]);
    expect(results.flatMap(({ cases }) => cases).length).toBeGreaterThan(100);
  }, 240_000);
});
