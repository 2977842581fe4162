import { readFile } from 'node:fs/promises';
import type { GatewayProcess } from '../test/support/gateway-process.ts';
import { testClient, type TestClient } from '../test/support/gateway-driver.ts';
import { householdBundle, localIdentifiers } from './household-bundle.ts';

/** Plans of fifty resources that a coordinator may see with everybody's consent. */
export interface BenchRegion {
  readonly planIds: readonly string[];
  /** Fresh tokens: they live for five minutes. */
  pullToken(): Promise<string>;
  pushToken(): Promise<string>;
  /** The answer to a pull. */
  readonly answer: string;
}

const POLICY = 'test/data/households/gezin-van-dalen/policy.csv';
const TEAM = 'org-team';
const SOURCE = 'org-source';
const FROM = '2026-01-01T00:00:00Z';
const PURPOSE = 'plan-execution';
const ROLES = { [TEAM]: 'care-coordinator', [SOURCE]: 'youth-care-worker' } as const;
const KINDS = { [TEAM]: 'municipal-team', [SOURCE]: 'youth-care' } as const;

type Put = (path: string, json: object) => Promise<unknown>;

/**
 * Registers, composes, enrols, consents and pushes through the doors.
 * @param households how many plans
 */
export async function setUpBenchRegion(
  gateway: GatewayProcess,
  households: number,
): Promise<BenchRegion> {
  const { driver, officer, officerOrganisation: organisation } = gateway;
  const token = await driver.token(
    officer,
    { organisation, person: 'officer-1' },
    'policy.manage audit.read',
  );
  const put: Put = (path, json) => driver.must('PUT', path, { token, json });
  const clients = { [TEAM]: testClient('client-team'), [SOURCE]: testClient('client-source') };
  await put(`/v1/purposes/${PURPOSE}`, { code: PURPOSE, bases: ['public-task', 'consent'] });
  for (const id of [TEAM, SOURCE] as const) await register(put, id, clients[id]);
  await activatePolicy(gateway, token);
  const fresh = async (id: typeof TEAM | typeof SOURCE, scope: string) => {
    const identity = { organisation: id, person: 'p', role: ROLES[id], purpose: PURPOSE };
    const answer = await driver.askToken(clients[id], identity, scope);
    const { access_token } = answer.json as { access_token?: string };
    if (access_token === undefined) throw new Error(`no token: ${answer.status} ${answer.text}`);
    return access_token;
  };
  const pullToken = () => fresh(TEAM, 'system/*.rs');
  const pushToken = () => fresh(SOURCE, 'dossier.push');
  const manage = await driver.token(
    clients[TEAM],
    { organisation: TEAM, person: 'p' },
    'plan.manage',
  );
  const planIds: string[] = [];
  for (let i = 0; i < households; i += 1) {
    planIds.push(await setUpPlan(gateway, manage, i));
    const body = householdBundle(i, 0);
    const type = 'application/fhir+json';
    const pushed = await driver.must('POST', '/dossiers/fhir-r4', {
      token: await pushToken(),
      body,
      type,
    });
    const { quarantined } = pushed as { quarantined: readonly unknown[] };
    if (quarantined.length > 0) throw new Error(JSON.stringify(quarantined[0]));
  }
  const path = `/fhir/CarePlan/${planIds[0]}.plan/$everything`;
  const pulled = await driver.request('GET', path, { token: await pullToken() });
  if (pulled.status !== 200) throw new Error(`the plan cannot be pulled: ${pulled.status}`);
  return { planIds, pullToken, pushToken, answer: pulled.text };
}

async function register(put: Put, id: typeof TEAM | typeof SOURCE, client: TestClient) {
  const may = { roles: [ROLES[id]], purposes: [PURPOSE] };
  const organisation = { id, name: id, kind: KINDS[id], domain: 'care-welfare', ...may };
  await put(`/v1/organisations/${id}`, organisation);
  await put(`/v1/clients/${client.id}`, {
    id: client.id,
    organisations: [{ id, ...may }],
    scopes: ['system/*.rs', 'dossier.push', 'plan.manage'],
    jwks: client.jwks,
  });
}

async function activatePolicy({ driver, officer, ...gateway }: GatewayProcess, token: string) {
  const body = await readFile(POLICY, 'utf8');
  const submitted = await driver.must('POST', '/v1/policies', { token, body, type: 'text/csv' });
  const { version } = submitted as { version: string };
  const second = await driver.token(
    officer,
    { organisation: gateway.officerOrganisation, person: 'officer-2' },
    'policy.manage audit.read',
  );
  await driver.must('POST', `/v1/policies/${version}/approval`, { token: second });
  await driver.must('POST', `/v1/policies/${version}/activation`, { token });
}

async function setUpPlan({ driver }: GatewayProcess, token: string, household: number) {
  const identifiers = localIdentifiers(household);
  const adult = { birthDate: '1990-04-05', birthPrecision: 'day' };
  const coordinator = { org: TEAM, role: ROLES[TEAM] };
  const json = { coordinator, members: identifiers.map(() => adult) };
  const created = await driver.must('POST', '/v1/plans', { token, json });
  const { id, members } = created as { id: string; members: string[] };
  const add = (list: string, item: object) =>
    driver.must('POST', `/v1/plans/${id}/${list}`, { token, json: item });
  await add('care-team', { ...coordinator, from: FROM });
  await add('levels', { level: 4, from: FROM });
  for (const [i, member] of members.entries()) {
    await add('enrolments', { org: SOURCE, member, identifiers: [identifiers[i]] });
    for (const kind of ['secrecy', 'gdpr']) await add('provisions', grant(member, kind));
  }
  return id;
}

function grant(member: string, kind: string) {
  const covers = { purpose: 'care-coordination', category: 'any-category' };
  const recipient = { organisation: TEAM };
  return {
    subject: member,
    kind,
    effect: 'grant',
    recipient,
    ...covers,
    from: FROM,
    givers: [member],
  };
}
