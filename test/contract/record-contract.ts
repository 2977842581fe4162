import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeCheckpoint } from '../../src/audit/checkpoint.ts';
import { verifyRecord } from '../../src/audit/verify-record.ts';
import type { Store } from '../../src/flows/ports.ts';
import { entry, planState, sheet } from '../support/plans.ts';

const PLANS = ['r0', 'r1', 'r2'];
const OPERATIONS = ['create', 'push', 'consent', 'both', 'release', 'stale', 'refuse', 'register'];

/** Whatever is done in whatever order, the record verifies, also against what was kept before. */
export function recordContract(store: () => Store): void {
  test('the record is whole after any operations, and against a checkpoint from before', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const steps = fc.array(fc.tuple(fc.constantFrom(...OPERATIONS), fc.nat(2)), { maxLength: 25 });
    const seen = { entries: 0 };
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        for (const [operation, plan] of before) await operate(store(), operation, plan);
        const heads = await store().readChains();
        const checkpoint = makeCheckpoint(heads, 'now', { name: 'gateway', key: privateKey });
        for (const [operation, plan] of after) await operate(store(), operation, plan);
        const verifier = { name: 'gateway', key: publicKey };
        const report = await verifyRecord(store(), { checkpoint, verifier });
        expect(report).toMatchObject({ findings: [], checkpointGenuine: true });
        seen.entries = report.entries;
      }),
      { numRuns: 8 },
    );
    expect(seen.entries).toBeGreaterThan(30);
  });
}

async function operate(store: Store, operation: string, plan: number): Promise<void> {
  const planId = PLANS[plan] ?? 'r0';
  const { now, regionEpoch, plan: read } = await store.readPlan(planId);
  const epoch = read?.epoch ?? 0;
  const change = { planId, epoch, entry: entry({ planEpoch: epoch }) };
  const append = { planId, epoch, regionEpoch, decidedAt: now, entry: entry({ kind: 'release' }) };
  const state = planState(['a', 'b'], { enrolments: { school: { a: [`x${String(epoch)}`] } } });
  switch (operation) {
    case 'create':
      await store.createPlan({ planId, state, entry: entry() });
      return;
    case 'push':
      await store.changePlans([
        { ...change, sheets: [sheet('school', ['a'], [`f${String(epoch)}`])] },
      ]);
      return;
    case 'consent':
      await store.changePlans([{ ...change, state }]);
      return;
    case 'both':
      await store.changePlans(
        [change, { ...change, planId: 'r1', epoch: 1 }].slice(plan === 1 ? 1 : 0),
      );
      return;
    case 'release':
      await store.appendRelease(append);
      return;
    case 'stale':
      await store.appendRelease({ ...append, decidedAt: now - 5_000 });
      return;
    case 'refuse':
      await store.appendEntry('organisation:school', entry({ kind: 'refusal' }));
      return;
    default:
      await store.changeRegister({ epoch: regionEpoch, entries: [], entry: entry() });
  }
}
