import { readFile } from 'node:fs/promises';
import type { GatewayProcess } from '../test/support/gateway-process.ts';
import { testClient } from '../test/support/gateway-driver.ts';
import { householdBundle, LOCAL_IDENTIFIERS } from './household-bundle.ts';

/** One plan of fifty resources that a coordinator may see with everybody's consent. */
export interface BenchRegion {
  readonly planId: string;
  readonly pullToken: string;
  readonly pushToken: string;
  /** Size of the answer to a pull. */
  readonly releasedBytes: number;
  /** Sizes of the rows that a push writes: one per set of data subjects. */
  readonly sheetBytes: readonly number[];
}

const POLICY = 'test/data/households/gezin-van-dalen/policy.csv';
const TEAM = 'org-team';
const SOURCE = 'org-source';
const FROM = '2026-01-01T00:00:00Z';

/** Registers, composes, enrols, consents and pushes through the doors. */
export async function setUpBenchRegion(gateway: GatewayProcess): Promise<BenchRegion> {
  const { driver, officer, officerOrganisation: organisation } = gateway;
  const officerAs = (person: string) =>
    driver.token(officer, { organisation, person }, 'policy.manage audit.read');
  const token = await officerAs('officer-1');
  const put = (path: string, json: object) => driver.must('PUT', path, { token, json });
  const team = testClient('client-team');
  const source = testClient('client-source');
  const shared = { domain: 'care-welfare' };
  const coordinator = { roles: ['care-coordinator'], purposes: ['plan-execution'] };
  const worker = { roles: ['youth-care-worker'], purposes: ['plan-execution'] };
  await put(`/v1/organisations/${TEAM}`, {
    id: TEAM,
    name: 'Team',
    kind: 'municipal-team',
    ...shared,
    ...coordinator,
  });
  await put(`/v1/organisations/${SOURCE}`, {
    id: SOURCE,
    name: 'Bron',
    kind: 'youth-care',
    ...shared,
    ...worker,
  });
  const purpose = { code: 'plan-execution', bases: ['public-task', 'consent'] };
  await put('/v1/purposes/plan-execution', purpose);
  const registered = [
    { client: team, organisations: [{ id: TEAM, ...coordinator }] },
    { client: source, organisations: [{ id: SOURCE, ...worker }] },
  ];
  for (const { client, organisations } of registered) {
    const scopes = ['system/*.rs', 'dossier.push', 'plan.manage'];
    await put(`/v1/clients/${client.id}`, {
      id: client.id,
      organisations,
      scopes,
      jwks: client.jwks,
    });
  }
  const body = await readFile(POLICY, 'utf8');
  const submitted = await driver.must('POST', '/v1/policies', { token, body, type: 'text/csv' });
  const { version } = submitted as { version: string };
  await driver.must('POST', `/v1/policies/${version}/approval`, {
    token: await officerAs('officer-2'),
  });
  await driver.must('POST', `/v1/policies/${version}/activation`, { token });

  const manage = await driver.token(team, { organisation: TEAM, person: 'p' }, 'plan.manage');
  const adult = { birthDate: '1990-04-05', birthPrecision: 'day' };
  const { id: planId, members } = (await driver.must('POST', '/v1/plans', {
    token: manage,
    json: {
      coordinator: { org: TEAM, role: 'care-coordinator' },
      members: LOCAL_IDENTIFIERS.map(() => adult),
    },
  })) as { id: string; members: string[] };
  const add = (list: string, json: object) =>
    driver.must('POST', `/v1/plans/${planId}/${list}`, { token: manage, json });
  await add('care-team', { org: TEAM, role: 'care-coordinator', from: FROM });
  await add('levels', { level: 4, from: FROM });
  for (const [i, member] of members.entries()) {
    await add('enrolments', { org: SOURCE, member, identifiers: [LOCAL_IDENTIFIERS[i]] });
    for (const kind of ['secrecy', 'gdpr']) {
      await add('provisions', {
        subject: member,
        kind,
        effect: 'grant',
        recipient: { organisation: TEAM },
        purpose: 'care-coordination',
        category: 'any-category',
        from: FROM,
        givers: [member],
      });
    }
  }
  const pushToken = await driver.token(
    source,
    { organisation: SOURCE, person: 'p', role: 'youth-care-worker', purpose: 'plan-execution' },
    'dossier.push',
  );
  const bundle = householdBundle(0);
  await driver.must('POST', '/dossiers/fhir-r4', {
    token: pushToken,
    body: bundle,
    type: 'application/fhir+json',
  });
  const pullToken = await driver.token(
    team,
    { organisation: TEAM, person: 'p', role: 'care-coordinator', purpose: 'plan-execution' },
    'system/*.rs',
  );
  const path = `/fhir/CarePlan/${planId}.plan/$everything`;
  const pulled = await driver.request('GET', path, { token: pullToken });
  if (pulled.status !== 200) throw new Error(`the plan cannot be pulled: ${pulled.status}`);
  const sheets = members.length;
  const sheetBytes = members.map(() => Math.ceil(bundle.length / sheets));
  return { planId, pullToken, pushToken, releasedBytes: pulled.text.length, sheetBytes };
}
