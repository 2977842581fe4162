import { readFile } from 'node:fs/promises';
import {
  testClient,
  type DoorAnswer,
  type GatewayDriver,
  type TestClient,
} from '../../support/gateway-driver.ts';
import type { FoundPerson } from './people.ts';

const TEAM = 'org-team';
const TEAM_ROLES = { roles: ['care-coordinator'], purposes: ['plan-execution'] };
const SOURCE_ROLES = { roles: ['youth-care-worker'], purposes: ['plan-execution'] };
const POLICY = 'examples/policy/baseline.csv';
/** A client may speak for so many organisations. */
const PER_CLIENT = 400;
/** What one request may hold. */
const MOST_MEMBERS = 50;
const MOST_IDENTIFIERS = 50;

/** The gateway under check and the officer it was started with. */
export interface CheckedGateway {
  readonly driver: GatewayDriver;
  readonly officer: TestClient;
  readonly officerOrganisation: string;
}

/** A region in which every body is pushed by a source of its own, about a household of its own. */
export class DataRegion {
  readonly driver: GatewayDriver;
  private readonly gateway: CheckedGateway;
  private readonly team = testClient('client-team');
  private readonly clients: TestClient[] = [];

  constructor(gateway: CheckedGateway) {
    this.gateway = gateway;
    this.driver = gateway.driver;
  }

  /** Registers the region with so many sources, its policy and the mappings. */
  async setUp(sources: number, mappings: readonly unknown[]): Promise<void> {
    const token = await this.officer('officer-1');
    const put = (path: string, json: unknown) =>
      this.driver.must('PUT', `/v1/${path}`, { token, json });
    await put('purposes/plan-execution', { code: 'plan-execution', bases: ['public-task'] });
    await put(`organisations/${TEAM}`, organisation(TEAM, 'municipal-team', TEAM_ROLES));
    await put(`clients/${this.team.id}`, {
      ...registration(this.team, [{ id: TEAM, ...TEAM_ROLES }]),
      scopes: ['system/*.rs', 'plan.manage'],
    });
    for (let i = 0; i < sources; i += 1)
      await put(`organisations/${sourceId(i)}`, {
        ...organisation(sourceId(i), 'youth-care', SOURCE_ROLES),
        authoritySource: true,
      });
    for (let first = 0; first < sources; first += PER_CLIENT)
      await this.registerClient(first, Math.min(sources, first + PER_CLIENT), put);
    for (const mapping of mappings)
      await put(`mappings/${(mapping as { mapping: string }).mapping}`, mapping);
    await this.activatePolicy(token);
  }

  private async registerClient(
    from: number,
    until: number,
    put: (path: string, json: unknown) => Promise<unknown>,
  ): Promise<void> {
    const client = testClient(`client-${from}`);
    const all = Array.from({ length: until - from }, (_, i) => sourceId(from + i));
    const organisations = all.map((id) => ({ id, ...SOURCE_ROLES }));
    const scopes = ['system/*.rs', 'dossier.push', 'authority.answer'];
    await put(`clients/${client.id}`, { ...registration(client, organisations), scopes });
    this.clients.push(client);
  }

  private async activatePolicy(token: string): Promise<void> {
    const body = await readFile(POLICY, 'utf8');
    const { version } = (await this.driver.must('POST', '/v1/policies', {
      token,
      body,
      type: 'text/csv',
    })) as { version: string };
    const second = await this.officer('officer-2');
    await this.driver.must('POST', `/v1/policies/${version}/approval`, { token: second });
    await this.driver.must('POST', `/v1/policies/${version}/activation`, { token });
  }

  private officer(person: string): Promise<string> {
    const { officer, officerOrganisation: organisation } = this.gateway;
    return this.driver.token(officer, { organisation, person }, 'policy.manage audit.read');
  }

  private source(index: number, scope: string): Promise<string> {
    const client = this.clients[Math.floor(index / PER_CLIENT)];
    if (!client) throw new RangeError(`no source ${index}`);
    const role = SOURCE_ROLES.roles[0] ?? '';
    const purpose = SOURCE_ROLES.purposes[0] ?? '';
    const who = { organisation: sourceId(index), person: 'pro-1', role, purpose };
    return this.driver.token(client, who, scope);
  }

  /** Sends a body as source number `index`. */
  async push(index: number, sent: Sent, dryRun = false): Promise<DoorAnswer> {
    const token = await this.source(index, 'dossier.push');
    const path = `/dossiers/${sent.adapter}${dryRun ? '?dry-run=true' : ''}`;
    const body = new Uint8Array(sent.bytes);
    return this.driver.request('POST', path, { token, type: sent.mediaType, body });
  }

  /** Delivers an answer on authority to a plan, as source number `index`. */
  async answerAuthority(
    index: number,
    planId: string,
    { answer, dryRun = false }: { readonly answer: unknown; readonly dryRun?: boolean },
  ): Promise<DoorAnswer> {
    const path = `/v1/plans/${planId}/authority-answers${dryRun ? '?dry-run=true' : ''}`;
    return this.driver.request('POST', path, {
      token: await this.source(index, 'authority.answer'),
      type: 'application/json',
      body: JSON.stringify({ answeredAt: '2026-01-02T12:00:00Z', answer }),
    });
  }

  /** A household of these people, all enrolled for one source. @returns the plan's id */
  async compose(index: number, people: readonly FoundPerson[]): Promise<string> {
    const token = await this.teamToken('plan.manage');
    const member = ({ bsn, birthDate = '1990-04-05' }: FoundPerson) => ({
      birthDate,
      birthPrecision: 'day',
      ...(bsn === undefined ? {} : { bsn }),
    });
    const members = people.slice(0, MOST_MEMBERS).map(member);
    const json = { coordinator: { org: TEAM, role: 'care-coordinator' }, members };
    const created = (await this.driver.must('POST', '/v1/plans', { token, json })) as {
      id: string;
      members: string[];
    };
    const add = (list: string, record: object) =>
      this.driver.must('POST', `/v1/plans/${created.id}/${list}`, { token, json: record });
    const ids = [...created.members];
    for (const person of people.slice(MOST_MEMBERS))
      ids.push(((await add('members', member(person))) as { id: string }).id);
    for (const [i, { identifiers }] of people.entries()) {
      const names = identifiers.length > 0 ? identifiers : [`person-${i}`];
      for (let at = 0; at < names.length; at += MOST_IDENTIFIERS) {
        const some = names.slice(at, at + MOST_IDENTIFIERS);
        await add('enrolments', { org: sourceId(index), member: ids[i], identifiers: some });
      }
    }
    const from = '2026-01-01T00:00:00Z';
    await add('care-team', { org: TEAM, role: 'care-coordinator', from });
    await add('levels', { level: 4, from });
    return created.id;
  }

  /** What the source itself gets of the plan. */
  async pullOwn(index: number, planId: string): Promise<DoorAnswer> {
    return this.everything(planId, await this.source(index, 'system/*.rs'));
  }

  /** What the coordinator gets of it. */
  async pullAsCoordinator(planId: string): Promise<DoorAnswer> {
    return this.everything(planId, await this.teamToken('system/*.rs'));
  }

  private everything(planId: string, token: string): Promise<DoorAnswer> {
    return this.driver.request('GET', `/fhir/CarePlan/${planId}.plan/$everything`, { token });
  }

  private teamToken(scope: string): Promise<string> {
    const [role = '', purpose = ''] = [TEAM_ROLES.roles[0], TEAM_ROLES.purposes[0]];
    return this.driver.token(
      this.team,
      { organisation: TEAM, person: 'pro-1', role, purpose },
      scope,
    );
  }
}

/** A body on its way to a door. */
export interface Sent {
  readonly adapter: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const sourceId = (index: number): string => `source-${index}`;

function organisation(id: string, kind: string, roles: object): object {
  return { id, name: id, kind, domain: 'care-welfare', ...roles };
}

function registration(client: TestClient, organisations: readonly object[]) {
  return { id: client.id, organisations, jwks: client.jwks };
}
