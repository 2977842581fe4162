import { describe, expect, test } from '@jest/globals';
import { hasPostgres } from '../support/shared-cluster.ts';
import { runHouseholds, type StoreName } from './households/run-households.ts';

/** The last brings formats and mappings of its own. */
const FOLDERS = ['test/data/households', 'test/data/own-formats'];
const stores: StoreName[] = hasPostgres() ? ['embedded', 'postgresql'] : ['embedded'];

describe.each(stores)('whole households through the doors on %s', (store) => {
  test('every case is exact, and the comparison notices what is broken on purpose', async () => {
    const results = await runHouseholds(FOLDERS, [store]);
    const wrong = results.flatMap(({ household, cases, missedControls, notConnected }) => [
      ...notConnected,
      ...cases.flatMap(({ id, differences }) => differences.map((d) => `${household} ${id}: ${d}`)),
      ...missedControls.map((control) => `${household}: not noticed: ${control}`),
    ]);
    expect(wrong).toEqual([]);
    expect(results.flatMap(({ cases }) => cases).length).toBeGreaterThan(100);
  }, 240_000);
});
