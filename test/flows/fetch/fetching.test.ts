import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  clinicCanaries,
  ended,
  fetchNow,
  GGZ,
  introduce,
  startFetchingRegion,
  type FetchingRegion,
} from '../../support/fetching-region.ts';
import { availableStores } from '../../support/test-store.ts';

const FAMILY = [['Patient/pat-1'], ['RelatedPerson/rel-1'], []];
const AN_HOUR_AGO = Date.now() - 3_600_000;
const about = (id: string) => ({ reference: `Patient/${id}` });
const goal = (id: string, patient: string, text: string) => ({
  resourceType: 'Goal',
  id,
  lifecycleStatus: 'active',
  description: { text },
  subject: about(patient),
});

describe.each(availableStores())('fetching from a FHIR server (%s)', (kind) => {
  let region: FetchingRegion;
  let plan = '';
  beforeAll(async () => {
    region = await startFetchingRegion(kind);
    plan = await region.clinic.plan(FAMILY);
    await introduce(region);
  });
  afterAll(async () => region.close());
  const counts = async () => (await fetchNow(region.clinic)).run?.counts;

  test('brings everything about an enrolled patient into the plan, of nobody else', async () => {
    const { clinic, provider } = region;
    provider.put(goal('secret', 'pat-2', 'about-somebody-else'), AN_HOUR_AGO);
    const { run, next } = await fetchNow(clinic);
    expect(run).toMatchObject({ outcome: 'done', faults: [], counts: { people: 1, fetched: 1 } });
    expect(next).toBeNull();
    const view = await clinic.pull(plan);
    for (const canary of clinicCanaries()) expect(view).toContain(canary);
    expect(provider.asked.every((line) => /pat-1|prac-1|metadata|_page=/.test(line))).toBe(true);
    expect(view).not.toContain('about-somebody-else');
  });

  test('asks by _lastUpdated from then on, and a repetition changes nothing', async () => {
    const { provider } = region;
    provider.asked.length = 0;
    expect(await counts()).toMatchObject({ unchanged: 1, fetched: 0, changed: 0 });
    const searches = provider.asked.filter((line) => line.includes('?'));
    expect(searches.length).toBe(6);
    expect(searches.every((line) => line.includes('_lastUpdated=ge2'))).toBe(true);
  });

  test('delivers what changed, and takes back what was deleted', async () => {
    const { clinic, provider } = region;
    provider.put(goal('goal-2', 'pat-1', 'a-goal-of-today'));
    expect(await counts()).toMatchObject({ fetched: 1, withdrawn: 0 });
    expect(await clinic.pull(plan)).toContain('a-goal-of-today');
    provider.remove('Goal', 'goal-2');
    provider.put(goal('goal-3', 'pat-1', 'another-goal'));
    expect(await counts()).toMatchObject({ fetched: 1, withdrawn: 1 });
    const view = await clinic.pull(plan);
    expect([view.includes('a-goal-of-today'), view.includes('another-goal')]).toEqual([
      false,
      true,
    ]);
  });

  test('asks everything again when another question is registered', async () => {
    await introduce(region, { wholeEveryHours: 48 });
    provider().remove('Goal', 'goal-3');
    const types = [{ type: 'Goal' }, { type: 'Condition' }, { type: 'Practitioner' }];
    await introduce(region, { types });
    expect(await counts()).toMatchObject({ fetched: 1 });
    const view = await region.clinic.pull(plan);
    expect([view.includes('another-goal'), view.includes('"Observation"')]).toEqual([false, false]);
    await introduce(region);
    expect(await counts()).toMatchObject({ fetched: 1, withdrawn: 0 });
  });
  const provider = () => region.provider;

  test('keeps a practitioner of two households in both', async () => {
    const { clinic } = region;
    const second = await clinic.plan([['https://dehaven.example/number|DH-9']]);
    provider().put(patient('pat-9', 'DH-9'), AN_HOUR_AGO);
    const recorder = { reference: 'Practitioner/prac-1' };
    const code = { text: 'a-condition-of-nine' };
    const condition = { resourceType: 'Condition', id: 'c9', code, subject: about('pat-9') };
    provider().put({ ...condition, recorder }, AN_HOUR_AGO);
    provider().asked.length = 0;
    expect(await counts()).toMatchObject({ people: 2, fetched: 1, unchanged: 1 });
    expect(provider().asked.join()).not.toContain('DH-9');
    for (const each of [plan, second]) expect(await clinic.pull(each)).toContain('Qosil');
    provider().put({ ...condition, code: { text: 'without' } });
    expect(await counts()).toMatchObject({ fetched: 1, withdrawn: 1 });
    const [first, nine] = [await clinic.pull(plan), await clinic.pull(second)];
    expect([first.includes('Qosil'), nine.includes('Qosil')]).toEqual([true, false]);
    provider().remove('Patient', 'pat-9');
    expect(await counts()).toMatchObject({ gone: 1 });
    expect(await clinic.pull(second)).not.toContain('without');
  });

  test('names nobody where two have one number', async () => {
    const { clinic } = region;
    await clinic.plan([['https://dehaven.example/number|DH-7']]);
    provider().put(patient('pat-7', 'DH-7'), AN_HOUR_AGO);
    provider().put(patient('pat-8', 'DH-7'), AN_HOUR_AGO);
    const { run } = await fetchNow(clinic);
    expect(run).toMatchObject({ outcome: 'partial', faults: [{ code: 'ambiguous', people: 1 }] });
    provider().remove('Patient', 'pat-8');
    expect(await counts()).toMatchObject({ fetched: 1 });
  });

  test('asks again at once when somebody of the household is enrolled under another name', async () => {
    const { clinic } = region;
    const household = await clinic.plan([['Patient/pat-5']]);
    provider().put(patient('pat-5', 'DH-5'), AN_HOUR_AGO);
    provider().put(goal('g5', 'pat-5', 'goal-of-five'), AN_HOUR_AGO);
    expect(await counts()).toMatchObject({ fetched: 1 });
    expect(await clinic.pull(household)).toContain('goal-of-five');
    await clinic.plan([['Patient/pat-5'], ['RelatedPerson/other']]);
    expect(await counts()).toMatchObject({ fetched: 1 });
  });

  test('says on the record that the gateway fetched it, and for whom', async () => {
    const { gateway, clinic } = region;
    const token = await clinic.officerToken();
    const texts = async (chain: string) => {
      const path = `/v1/audit/chains/${chain}/entries?limit=500`;
      const page = await gateway.driver.must('GET', path, { token });
      return (page as { entries: { text: string }[] }).entries.map(({ text }) => text);
    };
    const ofPlan = await texts(`plan:${plan}`);
    const actor = `"actor":{"client":"gateway:fetch","organisation":"${GGZ}"}`;
    expect(ofPlan.some((text) => text.includes(actor) && text.includes('"push"'))).toBe(true);
    const ofSource = (await texts(`organisation:${GGZ}`)).join();
    expect(ofSource).toContain('"outcome":"fetch-asked"');
    expect(ofSource).toContain('"outcome":"fetch-done"');
    expect([...ofPlan, ofSource].join()).not.toMatch(/pat-1|127\.0\.0\.1|DH-/);
  });

  test('goes by itself when it is due, and stops with the gateway', async () => {
    const { gateway, clinic } = region;
    provider().put(goal('g-due', 'pat-1', 'fetched-when-due'));
    const { run: before } = await clinic.status();
    await introduce(region, { everyMinutes: 5 });
    gateway.keepFetching(20);
    for (let tries = 0; (await clinic.status()).run?.id === before?.id; tries += 1)
      if (tries > 500) throw new Error('nobody looks');
    const { next, run } = await ended(clinic);
    expect(run?.outcome).toBe('done');
    const inMinutes = (Date.parse(next ?? '') - Date.now()) / 60_000;
    expect(inMinutes).toBeGreaterThan(4);
    expect(inMinutes).toBeLessThanOrEqual(5);
    expect(await clinic.pull(plan)).toContain('fetched-when-due');
    await introduce(region, { everyMinutes: 5, paused: true });
    expect([await clinic.status(), (await clinic.start()).status]).toMatchObject([
      { state: 'paused', next: null },
      409,
    ]);
  });
});

function patient(id: string, value: string) {
  const identifier = [{ system: 'https://dehaven.example/number', value }];
  return { resourceType: 'Patient', id, identifier, name: [{ family: `F-${id}` }] };
}
