import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FORMATS } from '../../bench/adapter-bodies.ts';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';
import { testClient } from '../support/gateway-driver.ts';
import { readJson } from '../support/households.ts';

const SOURCE = {
  id: 'org-source',
  name: 'Bron',
  kind: 'youth-care',
  domain: 'care-welfare',
  roles: ['youth-care-worker'],
};
const CASES = [
  ['fhir-r4', 'fhir-r4 XML'],
  ['fhir-r4', 'fhir-r4 NDJSON'],
  ['school-json', 'mapping, JSON'],
  ['ijw-3.2', 'ijw-3.2'],
] as const;

/** A gateway with a source that may push. */
async function gatewayWith(reading: object) {
  const gateway = await startInProcess('embedded', undefined, { reading });
  const { driver, officer, officerOrganisation: organisation } = gateway;
  const who = { organisation, person: 'officer-1' };
  const token = await driver.token(officer, who, 'policy.manage');
  const source = testClient('client-source');
  const organisations = [{ id: SOURCE.id, roles: SOURCE.roles }];
  const { id, jwks } = source;
  const put = (path: string, json: unknown) => driver.must('PUT', `/v1/${path}`, { token, json });
  await put('organisations/org-source', SOURCE);
  await put(`clients/${id}`, { id, organisations, scopes: ['dossier.push'], jwks });
  await put('mappings/school-json', readJson('examples/mappings/school-json.json'));
  const person = { organisation: SOURCE.id, person: 'pro-1' };
  return { ...gateway, token: await driver.token(source, person, 'dossier.push') };
}
type PushingGateway = InProcessGateway & { readonly token: string };

async function push({ driver, token }: PushingGateway, door: string, name: string, size = 200_000) {
  const { mediaType: type = '', body } = FORMATS[name] ?? {};
  const path = `/dossiers/${door}?dry-run=true`;
  const bytes = new Uint8Array(body?.(size) ?? []);
  const { status, json } = await driver.request('POST', path, { token, type, body: bytes });
  return { status, json: { ...(json as Record<string, unknown>), delivery: undefined } };
}

describe('large deliveries', () => {
  let apart: PushingGateway;
  let here: PushingGateway;
  beforeAll(async () => {
    apart = await gatewayWith({});
    here = await gatewayWith({ apartFromKibibytes: 25_600 });
  }, 60_000);
  afterAll(() => Promise.all([apart.close(), here.close()]));

  test.each(CASES)('to %s as %s are answered as if they were small', async (door, name) => {
    const answer = await push(apart, door, name);
    expect(answer.status).toBe(200);
    expect(answer).toEqual(await push(here, door, name));
  });

  test('are refused as if they were small', async () => {
    const { driver, token } = apart;
    const asked = { token, type: 'application/json', body: `[${'{},'.repeat(100_000)}` };
    const answer = await driver.request('POST', '/dossiers/school-json', asked);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('line 1, column 300002');
  });
});

describe('a delivery that takes too much', () => {
  test('time is refused, and the next one is read', async () => {
    const gateway = await gatewayWith({ seconds: 0.2 });
    try {
      const refused = await push(gateway, 'fhir-r4', 'fhir-r4 XML', 1_000_000);
      expect(refused).toMatchObject({ status: 422, json: { code: 'unprocessable' } });
      expect(gateway.log()).toContain('"reading":"broken off","stopped":"time"');
      expect((await push(gateway, 'ijw-3.2', 'ijw-3.2', 60_000)).status).toBe(200);
    } finally {
      await gateway.close();
    }
  });
});
