import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  clinicCanaries,
  fetchNow,
  introduce,
  startFetchingRegion,
  type FetchingRegion,
} from '../../support/fetching-region.ts';
import { availableStores } from '../../support/test-store.ts';

const FAMILY = [['Patient/pat-1'], ['RelatedPerson/rel-1'], []];

describe.each(availableStores())('fetching from a FHIR server (%s)', (kind) => {
  let region: FetchingRegion;
  let plan = '';
  beforeAll(async () => {
    region = await startFetchingRegion(kind);
    plan = await region.clinic.plan(FAMILY);
    await introduce(region);
  });
  afterAll(async () => region.close());

  test('brings everything about an enrolled patient into the plan, and nothing twice', async () => {
    const { clinic, provider } = region;
    const { run, next } = await fetchNow(clinic);
    expect(run).toMatchObject({ outcome: 'done', faults: [], counts: { people: 1, fetched: 1 } });
    expect(next).toBeNull();
    const view = await clinic.pull(plan);
    for (const canary of clinicCanaries()) expect(view).toContain(canary);
    expect(provider.asked.every((line) => /pat-1|prac-1|metadata|_page=/.test(line))).toBe(true);
    const again = await fetchNow(clinic);
    expect(again.run?.counts).toMatchObject({ unchanged: 1, fetched: 0, changed: 0 });
  });
});
