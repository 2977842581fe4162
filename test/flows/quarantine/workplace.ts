import type { HeldDetail, HeldList } from '../../../src/flows/quarantine/quarantine-flows.ts';
import type { PushAnswer } from '../../../src/flows/flows.ts';
import {
  CLINIC,
  setUpSmallRegion,
  type SmallRegion,
  TEAM,
  THERAPIST,
} from '../../checks/crash/small-region.ts';
import { startInProcess, type InProcessGateway } from '../../support/composed-gateway.ts';
import { testClient, type DoorAnswer, type TestClient } from '../../support/gateway-driver.ts';
import type { StoreKind } from '../../support/test-store.ts';
import type { TestClock } from '../../../src/flows/ports.ts';
import type { QuarantineBounds } from '../../../src/flows/quarantine/held-delivery.ts';

const SCOPES = 'dossier.push quarantine.manage system/*.rs';

/** A mapping of rows with a code; the codes are what its versions differ in. */
export function rowMapping(version: string, codes: Record<string, string>, more: object = {}) {
  return {
    mapping: 'rows-json',
    version,
    law: 'wgbo',
    codes: { severity: codes },
    items: [
      {
        each: '/rows',
        dossier: 'row/{nr}',
        subjects: [{ identifier: 'Patient/{client}' }],
        facts: [
          {
            resource: { type: 'Observation', key: 'o' },
            labels: ['domain.housing'],
            elements: {
              status: { const: 'final' },
              'code.text': { const: 'ernst' },
              subject: { subject: true },
              valueString: 'text',
              'interpretation[x].text': { field: 'code', codes: 'severity' },
            },
          },
        ],
      },
    ],
    ...more,
  };
}

export interface Row {
  readonly nr: number;
  readonly client: string;
  readonly text: string;
  readonly code: string;
}

/** A gateway with one source, its officer and its operator. */
export class Workplace {
  readonly gateway: InProcessGateway;
  readonly region: SmallRegion;
  readonly operator: TestClient;
  readonly #identifiers = new Map<number, string[]>();

  private constructor(gateway: InProcessGateway, region: SmallRegion, operator: TestClient) {
    this.gateway = gateway;
    this.region = region;
    this.operator = operator;
  }

  static async open(
    kind: StoreKind,
    settings: { testClock?: TestClock; quarantine?: QuarantineBounds } = {},
  ): Promise<Workplace> {
    const gateway = await startInProcess(kind, settings.testClock, {
      quarantine: settings.quarantine,
    });
    const { officer: client, officerOrganisation: organisation } = gateway;
    const region = await setUpSmallRegion(gateway.driver, { client, organisation });
    const place = new Workplace(gateway, region, testClient('client-operator'));
    await place.register(`clients/${region.clinic.id}`, {
      id: region.clinic.id,
      organisations: [{ id: CLINIC, roles: [THERAPIST.role], purposes: [THERAPIST.purpose] }],
      scopes: ['system/*.rs', 'dossier.push', 'quarantine.manage'],
      jwks: region.clinic.jwks,
    });
    await place.register(`clients/${place.operator.id}`, {
      id: place.operator.id,
      organisations: [{ id: organisation, roles: ['professional'] }],
      scopes: ['quarantine.oversee'],
      jwks: place.operator.jwks,
    });
    return place;
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  async register(path: string, json: object): Promise<unknown> {
    return this.gateway.driver.must('PUT', `/v1/${path}`, {
      token: await this.officerToken(),
      json,
    });
  }

  officerToken(): Promise<string> {
    const { driver, officer, officerOrganisation: organisation } = this.gateway;
    return driver.token(officer, { organisation, person: 'officer-1' }, 'policy.manage audit.read');
  }

  operatorToken(): Promise<string> {
    const { driver, officerOrganisation: organisation } = this.gateway;
    const identity = { organisation, person: 'operator-1', role: 'professional' };
    return driver.token(this.operator, identity, 'quarantine.oversee');
  }

  ownToken(): Promise<string> {
    return this.gateway.driver.token(this.region.clinic, THERAPIST, SCOPES);
  }

  /** One request of the source itself. */
  async ask(method: string, path: string, more: { key?: string; json?: unknown } = {}) {
    const { key, json } = more;
    return this.gateway.driver.request(method, path, {
      token: await this.ownToken(),
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
      ...(json === undefined ? {} : { body: JSON.stringify(json), type: 'application/json' }),
    });
  }

  async pushRows(rows: readonly Row[], query = ''): Promise<PushAnswer> {
    return this.answered(
      await this.ask('POST', `/dossiers/rows-json${query}`, { json: { rows } }),
    ) as PushAnswer;
  }

  async pushBundle(entry: readonly object[], query = ''): Promise<PushAnswer> {
    const json = { resourceType: 'Bundle', type: 'transaction', entry };
    return this.answered(
      await this.ask('POST', `/dossiers/fhir-r4${query}`, { json }),
    ) as PushAnswer;
  }

  async list(query = ''): Promise<HeldList> {
    return this.answered(await this.ask('GET', `/v1/quarantine${query}`)) as HeldList;
  }

  async show(delivery: string): Promise<HeldDetail> {
    return this.answered(await this.ask('GET', `/v1/quarantine/${delivery}`)) as HeldDetail;
  }

  async replay(delivery: string, query = '', key?: string): Promise<PushAnswer> {
    const path = `/v1/quarantine/${delivery}/replay${query}`;
    return this.answered(
      await this.ask('POST', path, key === undefined ? {} : { key }),
    ) as PushAnswer;
  }

  /** Everything the source finds back of its own. */
  async own(): Promise<string> {
    const path = `/fhir/CarePlan/${this.region.planId}.plan/$everything`;
    return (await this.ask('GET', path)).text;
  }

  /** Enrols a member under one more identifier: an enrolment names all of them. */
  async enrol(member: number, identifier: string): Promise<void> {
    const identifiers = this.#identifiers.get(member) ?? [`Patient/p${member}`];
    identifiers.push(identifier);
    this.#identifiers.set(member, identifiers);
    const { driver } = this.gateway;
    const identity = { organisation: TEAM, person: 'p' };
    const token = await driver.token(this.region.team, identity, 'plan.manage');
    await driver.must('POST', `/v1/plans/${this.region.planId}/enrolments`, {
      token,
      json: { org: CLINIC, member: this.region.members[member], identifiers },
    });
  }

  /** Texts of the entries of a chain, oldest first. */
  async entries(chain: string): Promise<{ kind: string; outcome: string; changed?: string[] }[]> {
    const path = `/v1/audit/chains/${chain}/entries?limit=500`;
    const token = await this.officerToken();
    const page = await this.gateway.driver.must('GET', path, { token });
    const { entries } = page as { entries: { text: string }[] };
    return entries.map(({ text }) => JSON.parse(text) as { kind: string; outcome: string });
  }

  /** @throws Error for any other answer than 200 */
  answered(answer: DoorAnswer): unknown {
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.json;
  }
}

/** A Condition about a person, as a transaction sends it. */
export function condition(id: string, person: string, text: string): object {
  const subject = { reference: `Patient/${person}` };
  return {
    resource: { resourceType: 'Condition', id, subject, code: { text } },
    request: { method: 'PUT', url: `Condition/${id}` },
  };
}
