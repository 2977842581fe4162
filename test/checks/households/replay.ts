import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Explanation } from '../../../src/flows/flows.ts';
import { testClient, type TestClient } from '../../support/gateway-driver.ts';
import type { Outcome } from './compare.ts';
import type { GatewayUnderTest } from './gateways.ts';
import type { Household, HouseholdCase, WorldSource } from './household.ts';
import { readyMapping } from './ready-mapping.ts';
import { builtInDoor, mediaTypeOf, type Door } from './source-doors.ts';
import { timeline, type Happening } from './timeline.ts';

const OFFICER_SCOPE = 'policy.manage audit.read';
const WRITE_ONE = ': write one (docs/onboarding-a-provider.md), give its folder with --mappings';
const SYSTEM_SCOPE = 'system/*.rs dossier.push plan.manage';

/** One household replayed through the doors: set up once, then moved forward in time. */
export class Replay {
  readonly connected = new Set<string>();
  /** Sources that could not be pushed, each with why. */
  readonly unconnected: string[] = [];
  private readonly clients = new Map<string, TestClient>();
  private readonly ids = new Map<string, string>();
  private planId = '';
  private readonly pending: Happening[];
  private readonly gateway: GatewayUnderTest;
  private readonly household: Household;
  private readonly mappings: readonly string[];

  /** @param mappings folders in which mappings are looked for first */
  constructor(gateway: GatewayUnderTest, household: Household, mappings: readonly string[] = []) {
    this.gateway = gateway;
    this.household = household;
    this.mappings = mappings;
    this.pending = timeline(household.world);
  }

  /** Registers the region, composes the household, enrols, and pushes what can be read. */
  async setUp(): Promise<void> {
    await this.gateway.setClock(Math.min(...this.pending.map((event) => event.at)) - 1000);
    await this.registerRegion();
    await this.activatePolicy();
    await this.composePlan();
    await this.enrol();
    await this.pushSources();
  }

  /** Everything that has happened by this instant, in order of time; then the clock is set to it. */
  async moveTo(instant: number): Promise<void> {
    while (this.pending[0] && this.pending[0].at <= instant) {
      const event = this.pending.shift();
      if (event) await this.happen(event);
    }
    await this.gateway.setClock(instant);
  }

  /** Pulls one case as its recipient and asks the officer's door why. */
  async pull(request: HouseholdCase['request']): Promise<Outcome> {
    const { driver } = this.gateway;
    const identity = {
      organisation: request.org,
      person: 'pro-1',
      ...(request.role === undefined ? {} : { role: request.role }),
      ...(request.purpose === undefined ? {} : { purpose: request.purpose }),
    };
    const client = this.clientOf(request.org);
    const asked = await driver.askToken(client, identity, 'system/*.rs');
    const token = (asked.json as { access_token?: string } | undefined)?.access_token;
    if (token === undefined) {
      const received = { headers: asked.headers, body: asked.text };
      return { status: asked.status, refused: null, received, explanation: null };
    }
    const trace = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${trace}-0123456789abcdef-01` };
    const path = `/fhir/CarePlan/${this.planId}.plan/$everything`;
    const pulled = await driver.request('GET', path, { token, headers });
    return {
      status: pulled.status,
      refused: pulled.status === 403 ? refusalCode(pulled.json) : null,
      received: { headers: pulled.headers, body: pulled.text },
      explanation: await this.explanation(trace),
    };
  }

  private async explanation(trace: string): Promise<Explanation | null> {
    const { driver } = this.gateway;
    const token = await this.officerToken('officer-1');
    let after = this.lastSeq;
    const page = async () => {
      const path = `/v1/audit/chains/plan:${this.planId}/entries?after=${after}&limit=500`;
      return (await driver.must('GET', path, { token })) as {
        entries: { seq: number; text: string }[];
      };
    };
    for (let { entries } = await page(); entries.length > 0; { entries } = await page()) {
      after = entries.at(-1)?.seq ?? after;
      this.lastSeq = after;
      const entry = entries.find(
        (each) => (JSON.parse(each.text) as { trace: string }).trace === trace,
      );
      if (!entry) continue;
      const path = `/v1/plans/${this.planId}/entries/${entry.seq}/explanation`;
      return (await driver.must('GET', path, { token })) as Explanation;
    }
    return null;
  }
  private lastSeq = 0;

  private async registerRegion(): Promise<void> {
    const { driver } = this.gateway;
    const { world } = this.household;
    const token = await this.officerToken('officer-1');
    for (const organisation of world.organisations) {
      const { id } = organisation;
      await driver.must('PUT', `/v1/organisations/${id}`, { token, json: organisation });
    }
    for (const purpose of world.purposes) {
      await driver.must('PUT', `/v1/purposes/${purpose.code}`, { token, json: purpose });
    }
    for (const { id } of world.organisations) await this.registerClient(id, token);
  }

  /** Each organisation gets a client that may ask anything: the decision must refuse, not the token. */
  private async registerClient(org: string, token: string): Promise<void> {
    const client = testClient(`client-${org}`);
    this.clients.set(org, client);
    const requests = this.household.cases.map((each) => each.request);
    const roles = [...new Set(requests.flatMap(({ role }) => role ?? []))];
    const purposes = [...new Set(requests.flatMap(({ purpose }) => purpose ?? []))];
    const own = this.household.world.organisations.find(({ id }) => id === org)?.roles ?? [];
    await this.gateway.driver.must('PUT', `/v1/clients/${client.id}`, {
      token,
      json: {
        id: client.id,
        organisations: [{ id: org, roles: [...new Set([...roles, ...own])], purposes }],
        scopes: SYSTEM_SCOPE.split(' '),
        jwks: client.jwks,
      },
    });
  }

  private async activatePolicy(): Promise<void> {
    const { driver } = this.gateway;
    const author = await this.officerToken('officer-1');
    const second = await this.officerToken('officer-2');
    const submitted = (await driver.must('POST', '/v1/policies', {
      token: author,
      body: this.household.policy,
      type: 'text/csv',
    })) as { version: string };
    const path = `/v1/policies/${submitted.version}`;
    await driver.must('POST', `${path}/approval`, { token: second });
    await driver.must('POST', `${path}/activation`, { token: author });
  }

  private async composePlan(): Promise<void> {
    const { world } = this.household;
    const members = world.members.map(({ birthDate, birthPrecision, bsn }) => ({
      birthDate: birthPrecision === 'unknown' ? null : birthDate,
      birthPrecision,
      ...(bsn ? { bsn } : {}),
    }));
    const json = { coordinator: world.plan.coordinator, members };
    const token = await this.coordinatorToken();
    const created = (await this.gateway.driver.must('POST', '/v1/plans', { token, json })) as {
      id: string;
      members: string[];
    };
    this.planId = created.id;
    world.members.forEach((member, i) => this.ids.set(member.id, created.members[i] ?? ''));
    for (const person of world.persons) {
      this.ids.set(person.id, await this.add('persons', {}));
    }
  }

  private async enrol(): Promise<void> {
    for (const member of this.household.world.members) {
      for (const [org, identifiers] of Object.entries(member.identifiers)) {
        await this.add('enrolments', { org, member: member.id, identifiers });
      }
    }
  }

  private async pushSources(): Promise<void> {
    for (const source of this.household.world.sources) {
      const door = await this.doorFor(source);
      if (door === undefined) continue;
      const { name, syntax } = door;
      const client = this.clientOf(source.org);
      const who = { organisation: source.org, person: 'pro-1' };
      const token = await this.gateway.driver.token(client, who, 'dossier.push');
      const body = await readFile(join(this.household.folder, source.file), 'utf8');
      const pushed = { token, body, type: mediaTypeOf(name, body, syntax) };
      const path = `/dossiers/${name}`;
      const { status, text } = await this.gateway.driver.request('POST', path, pushed);
      if (status === 200) this.connected.add(`${source.org} ${source.file}`);
      else this.unconnected.push(`${source.file} at ${path}: refused with ${status} ${text}`);
    }
  }

  /** The door of a source's format: built in, or of a mapping that is at hand. */
  private async doorFor({ file, format }: WorldSource): Promise<Door | undefined> {
    const builtIn = builtInDoor(format);
    if (builtIn !== undefined) return { name: builtIn };
    const document = await readyMapping(this.household, format, this.mappings);
    if (!document) {
      this.unconnected.push(`${file}: no mapping of ${format}${WRITE_ONE}`);
      return undefined;
    }
    const token = await this.officerToken('officer-1');
    const path = `/v1/mappings/${document.mapping}`;
    await this.gateway.driver.must('PUT', path, { token, json: document });
    return { name: document.mapping, syntax: document.format ?? 'json' };
  }

  private async happen(event: Happening): Promise<void> {
    await this.gateway.setClock(event.at);
    if (event.do === 'add') {
      this.ids.set(event.name, await this.add(event.list, event.body));
      return;
    }
    const { driver } = this.gateway;
    const token = await this.coordinatorToken();
    const id = this.ids.get(event.name) ?? '';
    const path = `/v1/plans/${this.planId}`;
    if (event.do === 'withdraw') {
      await driver.must('POST', `${path}/provisions/${id}/withdrawal`, { token });
    } else {
      await driver.must('PUT', `${path}/${event.list}/${id}`, {
        token,
        json: this.named(event.body),
      });
    }
  }

  private async add(list: string, body: object): Promise<string> {
    const token = await this.coordinatorToken();
    const path = `/v1/plans/${this.planId}/${list}`;
    const json = this.named(body);
    const { id } = (await this.gateway.driver.must('POST', path, { token, json })) as {
      id: string;
    };
    return id;
  }

  /** The gateway's ids in place of the world's names for members and persons. */
  private named(body: object): unknown {
    const fields = new Set(['subject', 'holder', 'member', 'givers']);
    const replace = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(replace) : (this.ids.get(String(value)) ?? value);
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [
        name,
        fields.has(name) ? replace(value) : value,
      ]),
    );
  }

  private clientOf(org: string): TestClient {
    // An organisation that the region does not know has no client; its case is asked by a stranger.
    return this.clients.get(org) ?? testClient('client-unknown');
  }

  private coordinatorToken(): Promise<string> {
    const { org, role } = this.household.world.plan.coordinator;
    return this.gateway.driver.token(
      this.clientOf(org),
      { organisation: org, person: 'pro-1', role },
      'plan.manage',
    );
  }

  private officerToken(person: string): Promise<string> {
    const { officer, officerOrganisation, driver } = this.gateway;
    return driver.token(officer, { organisation: officerOrganisation, person }, OFFICER_SCOPE);
  }
}

function refusalCode(body: unknown): string | null {
  const text = JSON.stringify(body ?? null);
  return (
    /"code":"([a-z-]+)"[^}]*"system":"[^"]*reason|"system":"[^"]*reason[^"]*","code":"([a-z-]+)"/
      .exec(text)
      ?.slice(1)
      .find((code) => code) ?? null
  );
}
