import type { StoreKind } from '../../support/test-store.ts';
import { checkHousehold, type HouseholdResult } from './check-household.ts';
import { gatewayProcess, type OpenGateway } from './gateways.ts';
import { findHouseholds, readHousehold } from './household.ts';

export interface HouseholdOptions {
  readonly folders: readonly string[];
  readonly stores: readonly StoreKind[];
  /** Folders in which mappings are looked for first. */
  readonly mappings?: readonly string[];
  /** A process of its own, unless said otherwise. */
  readonly open?: OpenGateway;
}

/** Checks every household found under the folders, each on a gateway of its own per store. */
export async function runHouseholds({
  folders,
  stores,
  mappings = [],
  open = gatewayProcess,
}: HouseholdOptions): Promise<HouseholdResult[]> {
  const results: HouseholdResult[] = [];
  for (const folder of await findHouseholds(folders)) {
    const household = await readHousehold(folder);
    for (const store of stores) {
      const gateway = await open(store);
      try {
        const result = await checkHousehold(gateway, household, mappings);
        results.push({ ...result, household: `${folder} on ${store}` });
      } finally {
        await gateway.close();
      }
    }
  }
  return results;
}
