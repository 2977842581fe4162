import { readFile } from 'node:fs/promises';
import { testClient, type GatewayDriver, type TestClient } from '../../support/gateway-driver.ts';

/** A region of two organisations and one plan, enough to push, consent and pull. */
export interface SmallRegion {
  readonly planId: string;
  readonly members: readonly string[];
  readonly team: TestClient;
  readonly clinic: TestClient;
}

export interface Officer {
  readonly client: TestClient;
  readonly organisation: string;
}

export const TEAM = 'org-team';
export const CLINIC = 'org-clinic';

/** Who asks for the clinic, and who for the team. */
export const THERAPIST = {
  organisation: CLINIC,
  person: 'p',
  role: 'therapist',
  purpose: 'treatment',
};
export const COORDINATOR = {
  organisation: TEAM,
  person: 'p',
  role: 'care-coordinator',
  purpose: 'plan-execution',
};
const POLICY = 'test/data/households/gezin-van-dalen/policy.csv';

/** Sets the region up through the doors, as its officers and its coordinator would. */
export async function setUpSmallRegion(
  driver: GatewayDriver,
  officer: Officer,
): Promise<SmallRegion> {
  const officerToken = (person: string) =>
    driver.token(
      officer.client,
      { organisation: officer.organisation, person },
      'policy.manage audit.read',
    );
  const token = await officerToken('officer-1');
  const team = testClient('client-team');
  const clinic = testClient('client-clinic');
  await register(driver, token, { team, clinic });
  const policy = await readFile(POLICY, 'utf8');
  const { version } = (await driver.must('POST', '/v1/policies', {
    token,
    body: policy,
    type: 'text/csv',
  })) as { version: string };
  const second = await officerToken('officer-2');
  await driver.must('POST', `/v1/policies/${version}/approval`, { token: second });
  await driver.must('POST', `/v1/policies/${version}/activation`, { token });
  return { ...(await composePlan(driver, team)), team, clinic };
}

async function register(
  driver: GatewayDriver,
  token: string,
  { team, clinic }: { team: TestClient; clinic: TestClient },
): Promise<void> {
  const put = (path: string, json: object) => driver.must('PUT', path, { token, json });
  const shared = { domain: 'care-welfare' };
  const teamRoles = { roles: ['care-coordinator'], purposes: ['plan-execution'] };
  const clinicRoles = { roles: ['therapist'], purposes: ['treatment'] };
  await put(`/v1/organisations/${TEAM}`, {
    id: TEAM,
    name: 'Wijkteam',
    kind: 'municipal-team',
    ...shared,
    ...teamRoles,
  });
  await put(`/v1/organisations/${CLINIC}`, {
    id: CLINIC,
    name: 'Kliniek',
    kind: 'mental-health-care',
    ...shared,
    ...clinicRoles,
  });
  await put('/v1/purposes/plan-execution', { code: 'plan-execution', bases: ['public-task'] });
  await put('/v1/purposes/treatment', { code: 'treatment', bases: ['contract'] });
  await put(`/v1/clients/${team.id}`, {
    id: team.id,
    organisations: [{ id: TEAM, ...teamRoles }],
    scopes: ['system/*.rs', 'plan.manage'],
    jwks: team.jwks,
  });
  await put(`/v1/clients/${clinic.id}`, {
    id: clinic.id,
    organisations: [{ id: CLINIC, ...clinicRoles }],
    scopes: ['system/*.rs', 'dossier.push', 'quarantine.manage'],
    jwks: clinic.jwks,
  });
}

/** Another plan of the same two organisations, with two members of its own. */
export async function composePlan(driver: GatewayDriver, team: TestClient, first = 0) {
  const token = await driver.token(team, { organisation: TEAM, person: 'p' }, 'plan.manage');
  const add = (planId: string, list: string, json: object) =>
    driver.must('POST', `/v1/plans/${planId}/${list}`, { token, json });
  const adult = { birthDate: '1990-04-05', birthPrecision: 'day' };
  const { id: planId, members } = (await driver.must('POST', '/v1/plans', {
    token,
    json: { coordinator: { org: TEAM, role: 'care-coordinator' }, members: [adult, adult] },
  })) as { id: string; members: string[] };
  const from = '2026-01-01T00:00:00Z';
  for (const [i, member] of members.entries()) {
    await add(planId, 'enrolments', {
      org: CLINIC,
      member,
      identifiers: [`Patient/p${first + i}`],
    });
  }
  await add(planId, 'care-team', { org: TEAM, role: 'care-coordinator', from });
  await add(planId, 'levels', { level: 4, from });
  return { planId, members };
}

/** One delivery of the clinic: two people, so two sheets, that carry the same turn. */
export function clinicBundle(turn: number): string {
  const entry = [0, 1].map((i) => ({
    resource: {
      resourceType: 'Condition',
      id: `c${i}`,
      meta: {
        tag: [
          { system: 'https://leefgebieden.example/CodeSystem/leefgebied', code: 'huisvesting' },
        ],
      },
      subject: { reference: `Patient/p${i}` },
      code: { text: `beurt ${turn}.` },
    },
    request: { method: 'PUT', url: `Condition/c${i}` },
  }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
}

/** A delivery of the clinic about somebody whom nobody enrolled. */
export function strangersBundle(): string {
  const subject = { reference: 'Patient/stranger' };
  const resource = { resourceType: 'Condition', id: 'cx', subject, code: { text: 'x' } };
  const entry = [{ resource, request: { method: 'PUT', url: 'Condition/cx' } }];
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
}

/** The turns that stand in an answer, in order of appearance. */
export function turnsIn(text: string): number[] {
  return [...text.matchAll(/beurt (\d+)\./g)].map((match) => Number(match[1]));
}
