import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  composePlan,
  setUpSmallRegion,
  type SmallRegion,
  THERAPIST,
} from '../checks/crash/small-region.ts';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';
import { availableStores } from '../support/test-store.ts';

interface Pushed {
  readonly accepted: readonly unknown[];
  readonly quarantined: readonly { readonly place: string; readonly code: string }[];
  readonly changed: number;
  readonly complete?: { readonly applied: boolean; readonly leftOut: number };
}

const person = (id: string) => ({ resourceType: 'Patient', id, birthDate: '2012-03-04' });
const condition = (id: string, whom: string, text: string) => ({
  resourceType: 'Condition',
  id,
  subject: { reference: `Patient/${whom}` },
  code: { text },
});

/** A source that says: this is everything I have about these people. */
describe.each(availableStores())('complete deliveries on %s', (store) => {
  let gateway: InProcessGateway;
  let region: SmallRegion;
  let elsewhere: { planId: string };
  beforeAll(async () => {
    gateway = await startInProcess(store);
    const { officer: client, officerOrganisation: organisation } = gateway;
    region = await setUpSmallRegion(gateway.driver, { client, organisation });
    elsewhere = await composePlan(gateway.driver, region.team, 2);
  });
  afterAll(() => gateway.close());

  const send = async (
    lines: readonly (object | string)[],
    { query = '', adapter = 'fhir-r4', type = 'application/fhir+ndjson' } = {},
  ) => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'dossier.push');
    const body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    const path = `/dossiers/${adapter}${query}`;
    return gateway.driver.request('POST', path, { token, body: body.join('\n'), type });
  };
  const push = async (lines: readonly (object | string)[], query = '') => {
    const answer = await send(lines, { query });
    expect(`${answer.status} ${answer.status === 200 ? '' : answer.text}`).toBe('200 ');
    return answer.json as Pushed;
  };
  const complete = (lines: readonly (object | string)[]) => push(lines, '?complete=true');
  const view = async (planId: string) => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'system/*.rs');
    const path = `/fhir/CarePlan/${planId}.plan/$everything`;
    return (await gateway.driver.request('GET', path, { token })).text;
  };
  const texts = async (planId = region.planId) =>
    [...(await view(planId)).matchAll(/"text":"(wat[^"]*)"/g)].map(([, text]) => text ?? '').sort();
  const start = async () => {
    await complete([person('p0'), person('p1'), person('p2'), person('p3')]);
    await push([
      condition('a', 'p0', 'wat-a'),
      condition('b', 'p0', 'wat-b'),
      condition('c', 'p1', 'wat-c'),
      condition('d', 'p2', 'wat-d'),
    ]);
  };

  test('withdraw what they do not hold, of whom they hold the file, and of nobody else', async () => {
    await start();
    expect(await texts()).toEqual(['wat-a', 'wat-b', 'wat-c']);
    const answer = await complete([person('p0'), condition('a', 'p0', 'wat-a')]);
    expect(answer.complete).toMatchObject({ applied: true });
    expect(answer.complete?.leftOut).toBeGreaterThan(0);
    expect(await texts()).toEqual(['wat-a', 'wat-c']);
    expect(await texts(elsewhere.planId)).toEqual(['wat-d']);
    const again = await complete([person('p0'), condition('a', 'p0', 'wat-a')]);
    expect(again).toMatchObject({ changed: 0, complete: { applied: true, leftOut: 0 } });
  });

  test('take what they withdraw out of every view, and out of the answer to why', async () => {
    await start();
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'system/*.rs');
    const get = (path: string) => gateway.driver.request('GET', `/fhir${path}`, { token });
    interface Found {
      readonly total?: number;
      readonly entry?: readonly {
        resource: { resourceType: string; id: string; code?: { text: string } };
      }[];
    }
    const conditions = async (query: string) => {
      const found = (await get(`/Condition?_count=50&${query}`)).json as Found;
      const all = (found.entry ?? []).filter(
        ({ resource }) => resource.resourceType === 'Condition',
      );
      return { total: found.total, all: all.map(({ resource }) => resource) };
    };
    const since = `_lastUpdated=ge2020-01-01`;
    const before = await conditions(since);
    const gone = before.all.find(({ code }) => code?.text === 'wat-b');
    expect((await get(`/Condition/${gone?.id ?? ''}`)).status).toBe(200);
    await complete([person('p0'), condition('a', 'p0', 'wat-a')]);
    const after = await conditions(since);
    expect(after.total).toBe((before.total ?? 0) - 1);
    expect(after.all.map(({ id }) => id)).not.toContain(gone?.id);
    expect((await get(`/Condition/${gone?.id ?? ''}`)).status).toBe(404);
    expect((await conditions(`_id=${gone?.id ?? ''}`)).all).toEqual([]);
    expect((await get('/Condition')).text + (await view(region.planId))).not.toContain('wat-b');
    const officer = await gateway.driver.token(
      gateway.officer,
      { organisation: gateway.officerOrganisation, person: 'officer-1' },
      'policy.manage audit.read',
    );
    const chain = `/v1/audit/chains/plan:${region.planId}/entries?limit=500`;
    const { entries } = (await gateway.driver.must('GET', chain, { token: officer })) as {
      entries: readonly { seq: number; text: string }[];
    };
    const released = entries.filter(({ text }) => text.includes('"kind":"release"'));
    expect(released.length).toBeGreaterThan(1);
    for (const { seq } of released.slice(0, 2)) {
      const why = await gateway.driver.request(
        'GET',
        `/v1/plans/${region.planId}/entries/${seq}/explanation`,
        {
          token: officer,
        },
      );
      expect(why.json).toMatchObject({ consistent: true });
      expect(why.text).not.toContain('wat-b');
    }
  });

  test('rehearse without withdrawing anything', async () => {
    await start();
    const answer = await push([person('p0')], '?complete=true&dry-run=true');
    expect(answer.complete?.leftOut).toBeGreaterThan(0);
    expect(await texts()).toEqual(['wat-a', 'wat-b', 'wat-c']);
  });

  test('are not complete about somebody whom they only mention', async () => {
    await start();
    await complete([condition('a', 'p0', 'wat-a2')]);
    expect(await texts()).toEqual(['wat-a2', 'wat-b', 'wat-c']);
  });

  test('keep what was sent and could not be read', async () => {
    await start();
    const broken = { ...condition('b', 'p0', 'wat-x'), clinicalStatus: 'geen status' };
    const answer = await complete([person('p0'), broken]);
    expect(answer.complete).toMatchObject({ applied: true });
    expect(await texts()).toEqual(['wat-b', 'wat-c']);
  });

  test('withdraw nothing when a line could be about anybody, and say so', async () => {
    await start();
    const answer = await complete([person('p0'), condition('a', 'p0', 'wat-a3'), '{"resourceType']);
    expect(answer.complete).toEqual({ applied: false, leftOut: 0 });
    expect(answer.quarantined).toMatchObject([{ place: 'line 3', code: 'unreadable' }]);
    expect(await texts()).toEqual(['wat-a3', 'wat-b', 'wat-c']);
  });

  test('do not take somebody for gone whose own Patient could not be read', async () => {
    await start();
    await complete([{ ...person('p0'), birthDate: 'gisteren' }, condition('a', 'p0', 'wat-a')]);
    expect(await texts()).toEqual(['wat-a', 'wat-b', 'wat-c']);
  });

  test('are refused of an adapter whose messages are never everything', async () => {
    const answer = await send(['<Bericht/>'], {
      query: '?complete=true',
      adapter: 'ijw-3.2',
      type: 'application/xml',
    });
    expect(answer.status).toBe(422);
  });

  test('leave exactly what a model of the words says, after any sequence of deliveries', async () => {
    const whom = fc.constantFrom<string>('p0', 'p1', 'p2');
    const said = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), whom), {
      selector: ([id]) => id,
    });
    const deliveries = fc.array(
      fc.record({ said, files: fc.uniqueArray(whom), whole: fc.boolean() }),
      { minLength: 3, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(deliveries, async (all) => {
        await complete(['p0', 'p1', 'p2', 'p3'].map(person));
        const model = new Map<string, string>();
        for (const { said: now, files, whole } of all) {
          const lines = [
            ...files.map(person),
            ...now.map(([id, p]) => condition(id, p, `wat-${id}-${p}`)),
          ];
          if (lines.length === 0) continue;
          await push(lines, whole ? '?complete=true' : '');
          if (whole) for (const [id, p] of model) if (files.includes(p)) model.delete(id);
          for (const [id, p] of now) model.set(id, p);
        }
        const expected = (people: readonly string[]) =>
          [...model]
            .filter(([, p]) => people.includes(p))
            .map(([id, p]) => `wat-${id}-${p}`)
            .sort();
        expect(await texts()).toEqual(expected(['p0', 'p1']));
        expect(await texts(elsewhere.planId)).toEqual(expected(['p2']));
      }),
      { numRuns: 8 },
    );
  });
});
