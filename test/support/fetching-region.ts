import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceStatus } from '../../src/flows/fetch/source-contract.ts';
import type { FetchSettings } from '../../src/fetching.ts';
import { startInProcess, type InProcessGateway } from './composed-gateway.ts';
import { CLIENT_ID, startProvider, type Provider, type Resource } from './fhir-provider.ts';
import type { DoorAnswer, GatewayDriver, TestClient } from './gateway-driver.ts';
import { testClient } from './gateway-driver.ts';
import { households, readJson } from './households.ts';
import type { StoreKind } from './test-store.ts';

export const GGZ = 'org-ggz-dehaven';
const TEAM = 'org-wijkteam-veldhaven';
const FOLDER = 'test/data/households/gezin-van-dalen';
const TYPES = ['RelatedPerson', 'CarePlan', 'CareTeam', 'Goal', 'Condition', 'Observation'];

/** The resources of the household's mental health clinic. */
export function clinicResources(): readonly Resource[] {
  const bundle = readJson(join(FOLDER, 'sources/ggz-bundle.json')) as {
    entry: { resource: Resource }[];
  };
  return bundle.entry.map(({ resource }) => resource);
}

/** Values that stand in the clinic's resources once: what a pull must show. */
export function clinicCanaries(): readonly string[] {
  const household = households().find(({ folder }) => folder.endsWith('gezin-van-dalen'));
  const facts = household?.facts.filter(({ source }) => source === GGZ) ?? [];
  return facts.map(({ canary }) => canary);
}

/** Registers one region with a clinic that is fetched from, on any gateway. */
export async function registerClinic(
  at: {
    readonly driver: GatewayDriver;
    readonly officer: TestClient;
    readonly officerOrganisation: string;
  },
  provider: Provider,
) {
  const { driver, officer, officerOrganisation } = at;
  const officerToken = (person = 'officer-1') =>
    driver.token(
      officer,
      { organisation: officerOrganisation, person },
      'policy.manage audit.read',
    );
  const world = readJson(join(FOLDER, 'world.json')) as {
    organisations: { id: string; roles: string[] }[];
    purposes: { code: string }[];
  };
  const clients = new Map<string, TestClient>();
  const token = await officerToken();
  for (const organisation of world.organisations.filter(({ id }) => id === GGZ || id === TEAM)) {
    const { id, roles } = organisation;
    await driver.must('PUT', `/v1/organisations/${id}`, { token, json: organisation });
    const client = testClient(`client-${id}`);
    clients.set(id, client);
    const scopes = ['system/*.rs', 'dossier.push', 'plan.manage'];
    const json = { id: client.id, organisations: [{ id, roles }], scopes, jwks: client.jwks };
    await driver.must('PUT', `/v1/clients/${client.id}`, { token, json });
  }
  for (const purpose of world.purposes)
    await driver.must('PUT', `/v1/purposes/${purpose.code}`, { token, json: purpose });
  const body = readFileSync(join(FOLDER, 'policy.csv'), 'utf8');
  const submitted = await driver.must('POST', '/v1/policies', { token, body, type: 'text/csv' });
  const { version } = submitted as { version: string };
  const second = await officerToken('officer-2');
  await driver.must('POST', `/v1/policies/${version}/approval`, { token: second });
  await driver.must('POST', `/v1/policies/${version}/activation`, { token });
  const tokenOf = (org: string, role: string, scope: string, purpose?: string) => {
    const client = clients.get(org) ?? testClient('nobody');
    const identity = { organisation: org, person: 'pro-1', role, ...(purpose ? { purpose } : {}) };
    return driver.token(client, identity, scope);
  };
  return {
    officerToken,
    /** A household of which the clinic knows everybody under the identifiers given. */
    plan: async (identifiers: readonly (readonly string[])[]): Promise<string> => {
      const manage = await tokenOf(TEAM, 'care-coordinator', 'plan.manage');
      const members = identifiers.map(() => ({ birthDate: '2010-11-14', birthPrecision: 'day' }));
      const json = { coordinator: { org: TEAM, role: 'care-coordinator' }, members };
      const created = await driver.must('POST', '/v1/plans', { token: manage, json });
      const plan = created as { id: string; members: string[] };
      for (const [i, own] of identifiers.entries()) {
        const enrolment = { org: GGZ, member: plan.members[i], identifiers: own };
        const path = `/v1/plans/${plan.id}/enrolments`;
        if (own.length > 0) await driver.must('POST', path, { token: manage, json: enrolment });
      }
      return plan.id;
    },
    /** Says anew under which identifiers the clinic knows a member. */
    enrol: async (planId: string, member: number, identifiers: readonly string[]) => {
      const manage = await tokenOf(TEAM, 'care-coordinator', 'plan.manage');
      const path = `/v1/plans/${planId}`;
      const plan = await driver.must('GET', path, { token: manage });
      const { members } = plan as { members: { id: string }[] };
      const json = { org: GGZ, member: members[member]?.id, identifiers };
      await driver.must('POST', `${path}/enrolments`, { token: manage, json });
    },
    source: async (change: object = {}): Promise<DoorAnswer> =>
      driver.request('PUT', `/v1/sources/${GGZ}`, {
        token: await officerToken(),
        type: 'application/json',
        body: JSON.stringify({ ...sourceOf(provider), ...change }),
      }),
    /** What the clinic itself may see of a plan: everything that it said. */
    pull: async (plan: string): Promise<string> => {
      const pulling = await tokenOf(GGZ, 'therapist', 'system/*.rs', 'plan-execution');
      const path = `/fhir/CarePlan/${plan}.plan/$everything`;
      return (await driver.request('GET', path, { token: pulling })).text;
    },
    push: async (body: object): Promise<unknown> =>
      driver.must('POST', '/dossiers/fhir-r4', {
        token: await tokenOf(GGZ, 'therapist', 'dossier.push'),
        json: body,
      }),
    start: async (): Promise<DoorAnswer> =>
      driver.request('POST', `/v1/sources/${GGZ}/fetch`, { token: await officerToken() }),
    status: async (): Promise<SourceStatus> =>
      (await driver.must('GET', `/v1/sources/${GGZ}/fetch`, {
        token: await officerToken(),
      })) as SourceStatus,
  };
}

export type Clinic = Awaited<ReturnType<typeof registerClinic>>;

export function sourceOf({ base, tokenEndpoint }: Provider) {
  return {
    organisation: GGZ,
    base,
    token: { endpoint: tokenEndpoint, client: CLIENT_ID },
    types: [...TYPES, 'Practitioner'].map((type) => ({ type })),
    pageSize: 1,
    overlapMinutes: 0,
    limits: { requestSeconds: 2, megabytes: 1 },
  };
}

/** Waits until the run has ended. @throws Error when it takes more than forty seconds */
export async function ended(clinic: Clinic): Promise<SourceStatus> {
  for (const deadline = Date.now() + 40_000; Date.now() < deadline;) {
    const status = await clinic.status();
    if (status.run && status.state !== 'running') return status;
    await sleep(20);
  }
  throw new Error('the run does not end');
}

/** Asks for a run and waits for its end. */
export async function fetchNow(clinic: Clinic): Promise<SourceStatus> {
  const started = await clinic.start();
  if (started.status !== 202) throw new Error(`no run: ${started.status} ${started.text}`);
  return ended(clinic);
}

export interface FetchingRegion {
  readonly gateway: InProcessGateway;
  readonly provider: Provider;
  readonly clinic: Clinic;
  close(): Promise<void>;
}

/** A gateway with the clinic's server beside it, filled, and registered; nothing is fetched yet. */
export async function startFetchingRegion(
  kind: StoreKind,
  settings: FetchSettings = {},
): Promise<FetchingRegion> {
  const provider = await startProvider();
  const pause = () => Promise.resolve();
  const fetch = { allow: [provider.origin], pause, ...settings };
  const gateway = await startInProcess(kind, undefined, { fetch: fetch });
  const anHourAgo = Date.now() - 3_600_000;
  clinicResources().forEach((resource) => provider.put(resource, anHourAgo));
  const clinic = await registerClinic(gateway, provider);
  return {
    gateway,
    provider,
    clinic,
    close: async () => {
      await gateway.close();
      await provider.close();
    },
  };
}

/** Registers the source and, at the provider, the gateway's public keys. */
export async function introduce(
  { gateway, provider, clinic }: FetchingRegion,
  change: object = {},
): Promise<void> {
  const answer = await clinic.source(change);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  const keys = await gateway.driver.request('GET', '/.well-known/jwks.json');
  provider.keys = keys.json as Provider['keys'];
}
