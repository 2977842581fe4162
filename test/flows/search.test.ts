import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import {
  composePlan,
  setUpSmallRegion,
  type SmallRegion,
  THERAPIST,
} from '../checks/crash/small-region.ts';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';
import { availableStores } from '../support/test-store.ts';

/** Searching without naming a plan: every plan in which the caller enrolled somebody. */
describe.each(availableStores())('searches on %s', (store) => {
  let gateway: InProcessGateway;
  let region: SmallRegion;
  beforeAll(async () => {
    gateway = await startInProcess(store);
    const { driver, officer: client, officerOrganisation: organisation } = gateway;
    region = await setUpSmallRegion(driver, { client, organisation });
    await composePlan(driver, region.team, 2);
    const patients = [0, 1, 2, 3].map((i) => ({
      resource: { resourceType: 'Patient', id: `p${i}`, name: [{ family: `Naam ${i}` }] },
      request: { method: 'PUT', url: `Patient/p${i}` },
    }));
    const conditions = [0, 1, 2, 3].map((i) => ({
      resource: {
        resourceType: 'Condition',
        id: `c${i}`,
        subject: { reference: `Patient/p${i}` },
        code: { text: `klacht ${i}` },
      },
      request: { method: 'PUT', url: `Condition/c${i}` },
    }));
    const token = await driver.token(region.clinic, THERAPIST, 'dossier.push');
    const entry = [...patients, ...conditions];
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
    await driver.must('POST', '/dossiers/fhir-r4', { token, body, type: 'application/fhir+json' });
  });
  afterAll(() => gateway.close());

  const search = async (path: string) => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'system/*.rs');
    return gateway.driver.request('GET', path, { token });
  };
  const texts = (bundle: Bundle) =>
    (bundle.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === 'Condition' ? (resource.code?.text ?? '') : [],
    );

  test('finds what is visible in all of them', async () => {
    const { status, json } = await search('/fhir/Condition');
    expect(status).toBe(200);
    expect(texts(json as Bundle).sort()).toEqual(['klacht 0', 'klacht 1', 'klacht 2', 'klacht 3']);
  });

  test('pages over plans without a gap', async () => {
    const found: string[] = [];
    let path: string | undefined = '/fhir/Condition?_count=3';
    const sizes: number[] = [];
    while (path !== undefined) {
      const bundle = (await search(path)).json as Bundle;
      const page = texts(bundle);
      sizes.push(page.length);
      found.push(...page);
      path = bundle.link
        ?.find(({ relation }) => relation === 'next')
        ?.url.replace(gateway.driver.base, '');
    }
    expect(sizes).toEqual([3, 1]);
    expect(found.sort()).toEqual(['klacht 0', 'klacht 1', 'klacht 2', 'klacht 3']);
  });

  test('keeps to one plan when one is named, and refuses two', async () => {
    const named = await search(
      `/fhir/Condition?subject=Patient/${region.planId}.${region.members[0]}`,
    );
    expect(texts(named.json as Bundle)).toEqual(['klacht 0']);
    expect((await search(`/fhir/Condition?_id=${region.planId}.a,x.b`)).status).toBe(400);
  });

  test('answers an organisation that takes part in nothing as if there were nothing', async () => {
    const token = await gateway.driver.token(
      region.team,
      {
        organisation: 'org-team',
        person: 'p',
        role: 'care-coordinator',
        purpose: 'plan-execution',
      },
      'system/*.rs',
    );
    const { status } = await gateway.driver.request('GET', '/fhir/Condition', { token });
    expect(status).toBe(404);
  });
});
