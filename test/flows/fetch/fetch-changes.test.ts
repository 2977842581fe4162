import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Response } from 'express';
import type { FetchStore } from '../../../src/flows/fetch/fetch-store.ts';
import {
  ended,
  fetchNow,
  introduce,
  startFetchingRegion,
  type FetchingRegion,
} from '../../support/fetching-region.ts';
import { outcome, send } from '../../support/fhir-provider.ts';

const AN_HOUR_AGO = Date.now() - 3_600_000;
/** Whom the tests enrol under a number of the source to the end. */
const ONE_BY_NUMBER = 1;
const GOALS = { types: [{ type: 'Goal' }, { type: 'Practitioner' }] };
const patient = (id: string, number: string) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: 'https://dehaven.example/number', value: number }],
});
const goal = (id: string, of: string, text: string) => ({
  resourceType: 'Goal',
  id,
  lifecycleStatus: 'active',
  description: { text },
  subject: { reference: `Patient/${of}` },
});

describe('while sources are fetched from', () => {
  let region: FetchingRegion;
  beforeAll(async () => {
    region = await startFetchingRegion('embedded');
  });
  afterEach(() => {
    region.provider.faults = [];
    region.provider.asked.length = 0;
  });
  afterAll(async () => region.close());

  /** Holds the first answer about somebody; resolves when it is asked for. */
  function hold(at: RegExp): { asked: Promise<void>; letGo: () => void } {
    let tell: () => void = () => undefined;
    const held: (() => void)[] = [];
    const asked = new Promise<void>((resolve) => (tell = resolve));
    const answer = (_: unknown, res: Response) => {
      held.push(() => send(res, { resourceType: 'Bundle', type: 'searchset' }));
      tell();
    };
    region.provider.faults = [{ at, times: 1, answer }];
    return { asked, letGo: () => held.forEach((end) => end()) };
  }

  test.each(['paused', 'sent elsewhere'])('one that is %s is not asked on', async (how) => {
    const { clinic, provider } = region;
    for (const id of ['p1', 'p2']) provider.put(patient(id, id), AN_HOUR_AGO);
    provider.put(goal('g1', 'p1', how));
    const plan = await clinic.plan([['Patient/p1'], ['Patient/p2']]);
    await introduce(region, GOALS);
    const { asked, letGo } = hold(/^GET \/fhir\/Goal\?.*p1/);
    await clinic.start();
    await asked;
    const change = how === 'paused' ? { paused: true } : { base: `${provider.base}/elsewhere` };
    await clinic.source({ ...GOALS, ...change });
    letGo();
    const { run } = await ended(clinic);
    expect(run).toMatchObject({ outcome: 'stopped', faults: [{ code: 'registration-changed' }] });
    expect(provider.asked.join()).not.toMatch(/p2/);
    expect(await clinic.pull(plan)).not.toContain('"Patient"');
  });

  test('a run that breaks after its delivery knows no more what is stored', async () => {
    const { clinic, provider, gateway } = region;
    provider.put(patient('a0', 'a0'), AN_HOUR_AGO);
    provider.put(goal('ga1', 'a0', 'the-goal-that-stays'), AN_HOUR_AGO);
    const plan = await clinic.plan([['Patient/a0']]);
    await introduce(region, GOALS);
    await fetchNow(clinic);
    provider.put(goal('ga2', 'a0', 'a-goal-for-a-moment'));
    const { fetches } = gateway.store;
    const before = { ...fetches };
    const broken: FetchStore['progress'] = (claim, run, person) =>
      person !== undefined && person.state.run !== ''
        ? Promise.reject(new Error('the process dies here'))
        : before.progress(claim, run, person);
    Object.assign(fetches, { progress: broken });
    expect((await fetchNow(clinic)).run?.outcome).toBe('stopped');
    expect(await clinic.pull(plan)).toContain('a-goal-for-a-moment');
    Object.assign(fetches, before);
    provider.remove('Goal', 'ga2');
    expect((await fetchNow(clinic)).run?.outcome).toBe('done');
    const view = await clinic.pull(plan);
    expect([view.includes('for-a-moment'), view.includes('that-stays')]).toEqual([false, true]);
  });

  test('who was enrolled under a wrong name leaves nothing behind', async () => {
    const { clinic, provider } = region;
    provider.put({ resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Wrongdoctor' }] });
    for (const id of ['wrong', 'right']) provider.put(patient(id, id), AN_HOUR_AGO);
    const own = { expressedBy: { reference: 'Practitioner/dr' } };
    provider.put({ ...goal('gw', 'wrong', 'of-another-child'), ...own }, AN_HOUR_AGO);
    provider.put(goal('gr', 'right', 'of-this-child'), AN_HOUR_AGO);
    const plan = await clinic.plan([['Patient/wrong']]);
    await introduce(region, GOALS);
    await fetchNow(clinic);
    expect(await clinic.pull(plan)).toContain('of-another-child');
    await clinic.enrol(plan, 0, ['Patient/right']);
    provider.faults = [{ at: /Patient\/right/, answer: (_, res) => refuse(res) }];
    await fetchNow(clinic);
    provider.faults = [];
    const { run } = await fetchNow(clinic);
    expect(run).toMatchObject({ outcome: 'done', faults: [] });
    const view = await clinic.pull(plan);
    expect(view).toContain('of-this-child');
    expect(view).not.toMatch(/of-another-child|Wrongdoctor/);
    expect((await fetchNow(clinic)).run?.counts).toMatchObject({ fetched: 0, withdrawn: 0 });
  });

  test('who is enrolled under another name of theirs keeps everything', async () => {
    const { clinic, provider } = region;
    provider.put(patient('n1', 'N-1'), AN_HOUR_AGO);
    provider.put(goal('gn1', 'n1', 'the-goal-that-stays'), AN_HOUR_AGO);
    const plan = await clinic.plan([['https://dehaven.example/number|N-1']]);
    await introduce(region, GOALS);
    await fetchNow(clinic);
    await clinic.enrol(plan, 0, ['Patient/n1']);
    expect((await fetchNow(clinic)).run?.counts).toMatchObject({ fetched: 1, withdrawn: 0 });
    expect(await clinic.pull(plan)).toContain('the-goal-that-stays');
  });

  test('a patient who is filed anew is in the plan once', async () => {
    const { clinic, provider } = region;
    const doctor = (family: string) => ({
      resourceType: 'Practitioner',
      id: 'dr2',
      name: [{ family }],
    });
    provider.put(doctor('Eerst'), AN_HOUR_AGO);
    const own = { expressedBy: { reference: 'Practitioner/dr2' } };
    provider.put(patient('old', 'N-2'), AN_HOUR_AGO);
    provider.put({ ...goal('go1', 'old', 'the-goal'), ...own }, AN_HOUR_AGO);
    const plan = await clinic.plan([['https://dehaven.example/number|N-2']]);
    await introduce(region, GOALS);
    await fetchNow(clinic);
    expect(await clinic.pull(plan)).toContain('Eerst');
    provider.remove('Patient', 'old');
    provider.put(patient('new', 'N-2'));
    provider.put(doctor('Daarna'));
    provider.put({ ...goal('go1', 'new', 'the-goal'), ...own });
    expect((await fetchNow(clinic)).run?.outcome).toBe('done');
    const view = await clinic.pull(plan);
    expect([view.includes('Daarna'), view.includes('Eerst')]).toEqual([true, false]);
  });

  test('nobody is asked about by a BSN, whatever it was enrolled as', async () => {
    const { clinic, provider } = region;
    await clinic.plan([
      ['http://fhir.nl/fhir/NamingSystem/bsn|999904012'],
      ['urn:oid:2.16.840.1.113883.2.4.6.3|999904012'],
    ]);
    await introduce(region, GOALS);
    await fetchNow(clinic);
    provider.asked.length = 0;
    const numbers = (await fetchNow(clinic)).run?.counts.people ?? 0;
    const searches = provider.asked.filter((line) => line.includes('_search'));
    expect([numbers > 0, searches.length]).toEqual([true, ONE_BY_NUMBER]);
  });

  test('no header of a server ends its schedule, or a run', async () => {
    const { clinic, provider } = region;
    await introduce(region, { ...GOALS, everyMinutes: 1 });
    const never = (res: Response) =>
      send(res.status(429).set('Retry-After', 'Sat, 13 Sep 275760 00:00:00 GMT'), outcome('busy'));
    provider.faults = [{ at: /Goal/, answer: (_, res) => never(res) }];
    const { next } = await fetchNow(clinic);
    expect(Date.parse(next ?? '') - Date.now()).toBeLessThan(25 * 3_600_000);
    const early = (res: Response) =>
      send(res.set('Date', '-271821-04-20T00:00:00Z'), patient('p1', 'p1'));
    provider.faults = [{ at: /GET \/fhir\/Patient\/p1/, answer: (_, res) => early(res) }];
    const outcomes = [await fetchNow(clinic), await fetchNow(clinic)].map(
      ({ run }) => run?.outcome,
    );
    expect(outcomes).toEqual(['done', 'done']);
  });
});

function refuse(res: Response): void {
  send(res.status(403), outcome('forbidden'));
}
