import { onEveryStore } from '../support/test-store.ts';
import { releaseContract } from './release-contract.ts';
import { planContract } from './store-contract.ts';

onEveryStore('the store', {}, (store) => {
  planContract(store);
  releaseContract(store);
});
