import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Response } from 'express';
import pg from 'pg';
import { ended, fetchNow, registerClinic, type Clinic } from '../../support/fetching-region.ts';
import { startProvider, type Provider } from '../../support/fhir-provider.ts';
import { startGatewayProcess, type GatewayProcess } from '../../support/gateway-process.ts';
import { freshDatabase } from '../../support/shared-cluster.ts';
import { availableStores, type StoreKind } from '../../support/test-store.ts';

/** Three processes start and stop in one test, on a machine that may have other work. */
jest.setTimeout(180_000);
const PEOPLE = 6;
const GOALS_EACH = 3;
const AN_HOUR_AGO = Date.now() - 3_600_000;
const textOf = (person: number, goal: number) => `goal-${person}-${goal}-of-them`;

/** People with three goals each, one on a page. */
function fill(provider: Provider): void {
  for (let person = 1; person <= PEOPLE; person += 1) {
    provider.put({ resourceType: 'Patient', id: `p${person}` }, AN_HOUR_AGO);
    for (let goal = 1; goal <= GOALS_EACH; goal += 1)
      provider.put(
        {
          resourceType: 'Goal',
          id: `g${person}-${goal}`,
          lifecycleStatus: 'active',
          description: { text: textOf(person, goal) },
          subject: { reference: `Patient/p${person}` },
        },
        AN_HOUR_AGO,
      );
  }
}

async function plansOf(clinic: Clinic): Promise<readonly string[]> {
  const plans: string[] = [];
  for (let person = 1; person <= PEOPLE; person += 1)
    plans.push(await clinic.plan([[`Patient/p${person}`]]));
  return plans;
}

/** Every goal once in the plan of its person, and nowhere else. */
async function expectEverything(clinic: Clinic, plans: readonly string[]): Promise<void> {
  for (const [i, plan] of plans.entries()) {
    const view = await clinic.pull(plan);
    const found = view.match(/goal-\d+-\d+-of-them/g) ?? [];
    const expected = [1, 2, 3].map((goal) => textOf(i + 1, goal));
    expect([...found].sort()).toEqual(expected);
  }
}

/** Holds the answers to a question from its nth time on; resolves when it is asked. */
function holdAt(
  provider: Provider,
  at: (line: string) => boolean,
): { asked: Promise<void>; letGo: () => void } {
  const waiting: (() => void)[] = [];
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  provider.faults = [
    {
      at,
      answer: (_: unknown, res: Response) => {
        waiting.push(() => res.destroy());
        tell();
      },
    },
  ];
  return {
    asked,
    letGo: () => {
      provider.faults = [];
      waiting.forEach((end) => end());
    },
  };
}

const TYPES = { types: [{ type: 'Goal' }], pageSize: 1, limits: { requestSeconds: 60 } };

const ENDS: readonly (readonly ['killed' | 'stopped', StoreKind])[] = [
  ...availableStores().map((kind) => ['killed', kind] as const),
  ['stopped', 'embedded'],
];

describe.each(ENDS)('a gateway that is %s between two pages (%s)', (how, kind) => {
  let provider: Provider;
  let directory = '';
  const running = new Set<GatewayProcess>();
  const cleanup: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    provider = await startProvider();
    fill(provider);
    directory = mkdtempSync(join(tmpdir(), 'planpoort-fetch-'));
  });
  afterEach(async () => {
    for (const gateway of running) await gateway.kill();
    running.clear();
    for (const step of cleanup.splice(0)) await step();
    await provider.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test('goes on where it was, loses nothing and doubles nothing', async () => {
    const { store, expire } = await storeOf(kind);
    const first = await startGatewayProcess({ directory, store, fetch: [provider.origin] });
    running.add(first);
    const clinic = await registerClinic(first, provider);
    const plans = await plansOf(clinic);
    expect((await clinic.source({ ...TYPES, everyMinutes: 600 })).status).toBe(200);
    provider.keys = (await first.driver.request('GET', '/.well-known/jwks.json'))
      .json as Provider['keys'];
    // The second page of the fourth person: three are stored, one is half read.
    const held = holdAt(provider, secondPageOf(provider, 4));
    await clinic.start();
    await held.asked;
    await (how === 'killed' ? first.kill() : first.stop());
    running.delete(first);
    held.letGo();
    if (how === 'killed') await expire();
    provider.asked.length = 0;
    const { port, officer } = first;
    const second = await startGatewayProcess({
      directory,
      store,
      officer,
      port,
      fetch: [provider.origin],
    });
    running.add(second);
    const { run } = await ended(clinic);
    expect(run).toMatchObject({ outcome: 'done', counts: { people: PEOPLE, fetched: PEOPLE } });
    const asked = provider.asked.join('\n');
    expect([/Patient\/p3\b/.test(asked), /Patient\/p4\b/.test(asked)]).toEqual([false, true]);
    await expectEverything(clinic, plans);
    expect((await fetchNow(clinic)).run?.counts).toMatchObject({ unchanged: PEOPLE, changed: 0 });
  });

  async function storeOf(of: StoreKind) {
    if (of === 'embedded')
      return { store: { kind: 'embedded' as const }, expire: () => Promise.resolve() };
    const { url, drop } = await freshDatabase();
    cleanup.push(drop);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    cleanup.unshift(() => client.end());
    return {
      store: { kind: 'postgresql' as const, url },
      /** As time does, to the lease of a process that is gone. */
      expire: async () => {
        await client.query('update planpoort.fetch_source set leased_until = now()');
      },
    };
  }
});

/** The continuation of the search for the goals of one person. */
function secondPageOf(provider: Provider, person: number): (line: string) => boolean {
  return (line) =>
    line.includes('_page=') && provider.asked.some((each) => each.includes(`%2Fp${person}`));
}

const servers = availableStores().filter((kind) => kind === 'postgres');
describe.each(servers)('two processes on one store (%s)', () => {
  test('never ask one source at the same time, and who lost it writes nothing', async () => {
    const { url, drop } = await freshDatabase();
    const provider = await startProvider();
    fill(provider);
    const directories = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'planpoort-two-')));
    const store = { kind: 'postgresql' as const, url };
    const [home = '', other = ''] = directories;
    const first = await startGatewayProcess({ directory: home, store, fetch: [provider.origin] });
    const { officer } = first;
    const second = await startGatewayProcess({
      directory: other,
      store,
      officer,
      fetch: [provider.origin],
    });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const clinic = await registerClinic(first, provider);
      const plans = await plansOf(clinic);
      await clinic.source(TYPES);
      provider.keys = (await second.driver.request('GET', '/.well-known/jwks.json'))
        .json as Provider['keys'];
      const held = holdAt(provider, secondPageOf(provider, 3));
      await clinic.start();
      await held.asked;
      const token = await clinic.officerToken();
      const path = '/v1/sources/org-ggz-dehaven/fetch';
      expect((await second.driver.request('POST', path, { token })).status).toBe(409);
      expect((await clinic.start()).status).toBe(409);
      // The lease of the first ends while it waits; another takes the source.
      await client.query('update planpoort.fetch_source set leased_until = now()');
      const taken = await client.query(
        `update planpoort.fetch_source set holder = 'another', leased_until = now() + interval '1 hour' returning run`,
      );
      held.letGo();
      await sleep(2_500);
      const after = await client.query('select holder, run from planpoort.fetch_source');
      expect(after.rows).toEqual([{ holder: 'another', ...(taken.rows[0] as object) }]);
      await client.query('update planpoort.fetch_source set leased_until = now()');
      expect((await ended(clinic)).run?.outcome).toMatch(/done|interrupted/);
      await fetchNow(clinic);
      await expectEverything(clinic, plans);
    } finally {
      await client.end();
      await Promise.all([first.kill(), second.kill()]);
      await provider.close();
      await drop();
      directories.forEach((each) => rmSync(each, { recursive: true, force: true }));
    }
  });
});
