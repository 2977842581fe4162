import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Store } from '../../src/flows/ports.ts';
import {
  availableStores,
  openTestStore,
  type StoreKind,
  type TestStoreOptions,
} from './test-store.ts';

/**
 * Declares a suite once per kind of store there is here: `store()` is open and empty when the tests
 * begin, and closed after them.
 */
export function onEveryStore(
  name: string,
  options: TestStoreOptions,
  declare: (store: () => Store, kind: StoreKind) => void,
): void {
  for (const kind of availableStores()) {
    describe(`${name} (${kind})`, () => {
      let store: Store | undefined;
      beforeAll(async () => {
        store = await openTestStore(kind, options);
      });
      afterAll(async () => store?.close());
      declare(() => {
        if (!store) throw new Error('the store is opened before the tests');
        return store;
      }, kind);
    });
  }
}
