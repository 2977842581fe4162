import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGatewayProcess, type ProcessStore } from '../../support/gateway-process.ts';
import { freshDatabase } from '../../support/shared-cluster.ts';
import { checkHousehold, type HouseholdResult } from './check-household.ts';
import { findHouseholds, readHousehold, type Household } from './household.ts';

export type StoreName = 'embedded' | 'postgresql';

/**
 * Checks every household found under the folders, each on a gateway of its own per store.
 * @param mappings folders in which mappings are looked for first
 */
export async function runHouseholds(
  folders: readonly string[],
  stores: readonly StoreName[],
  mappings: readonly string[] = [],
): Promise<HouseholdResult[]> {
  const results: HouseholdResult[] = [];
  for (const folder of await findHouseholds(folders)) {
    const household = await readHousehold(folder);
    for (const store of stores) {
      const result = await onFreshGateway(store, household, mappings);
      results.push({ ...result, household: `${folder} on ${store}` });
    }
  }
  return results;
}

async function onFreshGateway(
  store: StoreName,
  household: Household,
  mappings: readonly string[],
): Promise<HouseholdResult> {
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-household-'));
  const database = store === 'postgresql' ? await freshDatabase() : undefined;
  const place: ProcessStore = database
    ? { kind: 'postgresql', url: database.url }
    : { kind: 'embedded' };
  const gateway = await startGatewayProcess({ directory, store: place, withClock: true });
  try {
    return await checkHousehold(gateway, household, mappings);
  } finally {
    await gateway.stop();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  }
}
