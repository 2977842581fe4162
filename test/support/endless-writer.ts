import { openStore } from '../../src/store/open-store.ts';
import { entry, sheet } from './plans.ts';
import { TEST_KEK } from './test-kek.ts';

/** Runs as a process of its own until it is killed: see the tests of the embedded store. */
const [directory = ''] = process.argv.slice(2);
const store = await openStore({ kind: 'embedded', directory, kek: TEST_KEK });
for (let epoch = 1; ; epoch += 1) {
  const sheets = [sheet('school', ['a'], [`fact-${String(epoch + 1)}`])];
  const outcome = await store.changePlans([{ planId: 'p', epoch, sheets, entry: entry() }]);
  if (outcome === 'moved') throw new Error('there is one writer');
  process.send?.(epoch + 1);
}
