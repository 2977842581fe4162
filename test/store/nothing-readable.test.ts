import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { NO_COUNTS } from '../../src/flows/fetch/fetch-store.ts';
import type { Store } from '../../src/flows/ports.ts';
import { HeldContent } from '../../src/flows/quarantine/held-content.ts';
import { openStore } from '../../src/store/open-store.ts';
import { keeping } from '../contract/quarantine-contract.ts';
import { entry, fact, plain, planState } from '../support/plans.ts';
import { freshDatabase } from '../support/shared-cluster.ts';
import { TEST_KEK } from '../support/test-kek.ts';
import { availableStores, openTestStore } from '../support/test-store.ts';

/** Each stands once in what is stored; none may be found in what lies in the database. */
const CANARIES = {
  value: 'Canarie-waarde-83716',
  label: 'canary.label-29384',
  place: '/canary/place/55102',
  dossier: 'canary-dossier-66123',
  bsn: '999990019',
  identifier: 'canary-local-id-77810',
  provision: 'canary-purpose-41029',
  idempotencyKey: 'canary-key-90211',
  answer: 'canary-answer-51873',
  fetchedPerson: 'Patient/canary-person-60411',
  fetchedKey: 'Goal/canary-goal-71402',
  heldContent: 'canary-held-content-60417',
  heldPlace: '/canary/held/place/71290',
  heldDossier: 'canary-held-dossier-38154',
};
/** These are readable by design: the search is not blind. */
const READABLE = { plan: 'readable-plan-12345', org: 'readable-org-67890' };

test('what is said about people cannot be read in the files of the embedded store', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-store-'));
  const store = await openTestStore('embedded', { directory });
  await fill(store);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  await store.close();
  const files = (readdirSync(directory, { recursive: true }) as string[])
    .map((name) => join(directory, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name).toString('latin1'));
  expectSealed((text) => files.some((content) => content.includes(text)));
  rmSync(directory, { recursive: true });
});

if (availableStores().includes('postgres')) {
  test('what is said about people cannot be read in the rows of the server', async () => {
    const { url, drop } = await freshDatabase();
    const store = await openStore({ kind: 'postgres', url, kek: TEST_KEK });
    await fill(store);
    const content = await everyRow(url);
    expectSealed((text) => {
      const hex = Buffer.from(text, 'utf8').toString('hex');
      return content.includes(text) || content.includes(hex);
    });
    await store.close();
    await drop();
  });
}

/** Writes every canary, and supersedes one sheet, so that old rows are there too. */
async function fill(store: Store): Promise<void> {
  const { plan: planId, org } = READABLE;
  const state = planState(['mother'], {
    bsn: { mother: CANARIES.bsn },
    enrolments: { [org]: { mother: [CANARIES.identifier] } },
    circumstances: { provisions: [provision()] },
  });
  await store.createPlan({ planId, state, entry: entry({ plan: planId }) });
  const told = {
    ...fact('fact', org, ['mother'], CANARIES.value),
    labels: [CANARIES.label],
    places: [CANARIES.place],
    dossier: CANARIES.dossier,
  };
  const sheets = [{ source: org, subjects: ['mother'], facts: [told] }];
  const { idempotencyKey: key, answer } = CANARIES;
  const answered = { caller: 'c', key, bodyHash: 'h', status: 200, answer: { answer } };
  await store.changePlans([{ planId, epoch: 1, sheets, entry: entry() }], answered);
  const claim = await store.fetches.claim('holder', org);
  const remembered = { run: 'r', keys: [CANARIES.fetchedKey] };
  const counts = NO_COUNTS;
  const run = { id: 'r', startedAt: 0, counts, faults: {} };
  if (claim)
    await store.fetches.progress(claim, run, { key: CANARIES.fetchedPerson, state: remembered });
  await store.changePlans([{ planId, epoch: 2, sheets, entry: entry() }]);
  const content = Buffer.from(CANARIES.heldContent);
  const { heldPlace: place, heldDossier } = CANARIES;
  const hold = keeping('held', {
    content: new HeldContent(content),
    reasons: { places: [{ place, code: 'unmapped', text: 'why' }], digest: 'ab' },
    dossiers: [heldDossier],
    concerns: [heldDossier],
  });
  await store.takeDelivery([], { told: { org, replays: 0, words: [heldDossier], hold } });
  expect((await store.readHeld(org, 'held'))?.opened?.dossiers).toEqual([heldDossier]);
  expect((await store.readPlan(planId)).plan?.sheets[0]?.facts.map(plain)).toEqual([told]);
}

function provision() {
  return {
    id: 'provision',
    subject: 'mother',
    kind: 'secrecy' as const,
    effect: 'grant' as const,
    recipient: { any: true as const },
    purpose: CANARIES.provision,
    category: 'any-category',
    givers: ['mother'],
    from: 0,
    until: null,
    withdrawnAt: null,
    afterDeath: false,
  };
}

function expectSealed(finds: (text: string) => boolean): void {
  const found = Object.entries(CANARIES).filter(([, text]) => finds(text));
  expect(found.map(([name]) => name)).toEqual([]);
  expect(Object.values(READABLE).map(finds)).toEqual([true, true]);
}

async function everyRow(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'planpoort'`,
  );
  expect(tables.rows.length).toBeGreaterThan(10);
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const { rows: found } = await client.query<{ row: string }>(
      `select t::text as row from planpoort.${name} t`,
    );
    rows.push(...found.map(({ row }) => row));
  }
  await client.end();
  return rows.join('\n');
}
