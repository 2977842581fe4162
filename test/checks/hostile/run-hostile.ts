import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayDriver, testClient, type TestClient } from '../../support/gateway-driver.ts';
import { startGatewayProcess, type GatewayProcess } from '../../support/gateway-process.ts';
import { readJson } from '../../support/households.ts';
import {
  CLINIC,
  clinicBundle,
  setUpSmallRegion,
  type SmallRegion,
  THERAPIST,
} from '../crash/small-region.ts';
import { attackOf, type Attack } from './attacks.ts';
import { MAPPINGS } from './corpus.ts';
import type { Asker, OtherDoor } from './other-doors.ts';
import { HANGS_MS, watch, within, type Watched } from './watch.ts';

export interface HostileOptions {
  readonly seed: number;
  /** Number of the first attack. */
  readonly first: number;
  /** Attacks at most; and no new one after so many milliseconds. */
  readonly count: number;
  readonly forMs: number;
  /** Megabytes of the largest body. */
  readonly largest: number;
}

/** What a gateway may use while it is attacked. */
export interface Bounds {
  /** Of its heap, enforced by the engine, megabytes. */
  readonly heapMb: number;
  /** Of all its memory. */
  readonly rssMb: number;
  /** The longest that nobody gets an answer, milliseconds. */
  readonly stallMs: number;
  /** The longest that one attack takes. */
  readonly answerMs: number;
}

export interface KindFigures {
  sent: number;
  slowestMs: number;
  /** Where the slowest went. */
  slowestAt: string;
  readonly statuses: Record<string, number>;
}

export interface HostileResult {
  readonly seed: number;
  readonly attacks: number;
  readonly kinds: Readonly<Record<string, KindFigures>>;
  readonly watched: Watched;
  /** What must not be, with the attack to repeat. */
  readonly findings: readonly string[];
}

/** Answers that a door may give to anything. */
const RIGHT: ReadonlySet<number | string> = new Set([200, 400, 413, 415, 422]);
/** What is asked for by its address can lead nowhere too, or be too long. */
const ELSEWHERE = new Set([...RIGHT, 304, 403, 404, 405, 406, 412, 431]);
/** Access tokens live five minutes. */
const TOKEN_MS = 120_000;

/** Attacks a gateway of its own, in a process with a limit on its memory. */
export async function runHostile(options: HostileOptions, bounds: Bounds): Promise<HostileResult> {
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-hostile-'));
  const heap = [`--max-old-space-size=${bounds.heapMb}`, '--max-semi-space-size=64'];
  const gateway = await startGatewayProcess({
    directory,
    store: { kind: 'embedded' },
    nodeOptions: heap,
  });
  try {
    const region = await prepare(gateway);
    const campaign = new Campaign(gateway, region, bounds);
    const watching = watch(gateway.pid, gateway.driver, () => campaign.pull());
    await campaign.run(options);
    const watched = await watching.stop();
    const { kinds, attacks, findings } = campaign;
    return {
      seed: options.seed,
      attacks,
      kinds,
      watched,
      findings: [...findings, ...tooMuch(watched, bounds)],
    };
  } finally {
    await gateway.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function prepare(gateway: GatewayProcess): Promise<Scene> {
  const { driver, officer: client, officerOrganisation: organisation } = gateway;
  const region = await setUpSmallRegion(driver, { client, organisation });
  const token = await driver.token(
    client,
    { organisation, person: 'officer-1' },
    'policy.manage audit.read',
  );
  for (const name of MAPPINGS)
    await driver.must('PUT', `/v1/mappings/${name}`, {
      token,
      json: readJson(`examples/mappings/${name}.json`),
    });
  const clinic = await driver.token(
    region.clinic,
    { organisation: CLINIC, person: 'p' },
    'dossier.push',
  );
  const type = 'application/fhir+json';
  await driver.must('POST', '/dossiers/fhir-r4', { token: clinic, body: clinicBundle(1), type });
  const attacker = testClient('client-attacker');
  const organisations = [ATTACKER, AUTHORITY].map(({ id, roles }) => ({ id, roles }));
  const put = (path: string, json: object) => driver.must('PUT', `/v1/${path}`, { token, json });
  await put(`organisations/${ATTACKER.id}`, ATTACKER);
  await put(`organisations/${AUTHORITY.id}`, AUTHORITY);
  const scopes = ['dossier.push', 'authority.answer'];
  await put(`clients/${attacker.id}`, {
    id: attacker.id,
    organisations,
    scopes,
    jwks: attacker.jwks,
  });
  return { ...region, attacker };
}

const ATTACKER = {
  id: 'org-attacker',
  name: 'Bron',
  kind: 'youth-care',
  domain: 'care-welfare',
  roles: ['youth-care-worker'],
};

const AUTHORITY = {
  ...ATTACKER,
  id: 'org-attacker-brp',
  kind: 'municipality',
  roles: ['professional'],
  authoritySource: true,
};

type Scene = SmallRegion & { readonly attacker: TestClient };

/** What is wrong with one answer. */
export function wrongIn(
  { status, ms }: { readonly status: number | string; readonly ms: number },
  { answerMs }: Bounds,
  right = RIGHT,
): readonly string[] {
  return [
    ...(right.has(status) ? [] : [`answered with ${status}`]),
    ...(ms > answerMs ? [`${ms} ms for an answer`] : []),
  ];
}

/** What the watch says that is more than the gateway may use. */
export function tooMuch(watched: Watched, bounds: Bounds): readonly string[] {
  const { rssMb, stallMs, failedPulls, pulls } = watched;
  const failed = Object.entries(failedPulls).map(([answer, times]) => `${times} × ${answer}`);
  return [
    ...(rssMb > bounds.rssMb ? [`memory: ${rssMb} MB, at most ${bounds.rssMb}`] : []),
    ...(stallMs > bounds.stallMs ? [`nobody was answered for ${stallMs} ms`] : []),
    ...(failed.length > 0 ? [`pulls of somebody else failed: ${failed.join(', ')}`] : []),
    ...(pulls === 0 ? ['nobody else got an answer'] : []),
  ];
}

class Campaign {
  attacks = 0;
  readonly kinds: Record<string, KindFigures> = {};
  readonly findings: string[] = [];
  private readonly gateway: GatewayProcess;
  private readonly region: Scene;
  private readonly bounds: Bounds;
  private driver: GatewayDriver;
  private since = performance.now();

  constructor(gateway: GatewayProcess, region: Scene, bounds: Bounds) {
    this.gateway = gateway;
    this.region = region;
    this.bounds = bounds;
    this.driver = gateway.driver;
  }

  async run({ seed, first, count, forMs, largest }: HostileOptions): Promise<void> {
    const start = performance.now();
    for (let i = 0; i < count && performance.now() - start < forMs; i += 1) {
      const attack = attackOf(seed, first + i, largest);
      await this.attack(attack, `--seed ${seed} --first ${first + i} --count 1`, i % 2 === 0);
      if (!(await this.isAlive())) {
        this.findings.push(
          `the gateway died of ${attack.kind} at ${attack.door}: --seed ${seed} --first ${first + i}`,
        );
        return;
      }
    }
  }

  /** A pull by somebody who has nothing to do with it. @returns the status */
  async pull(): Promise<number> {
    const token = await this.tokenOf('recipient');
    const path = `/fhir/CarePlan/${this.region.planId}.plan/$everything`;
    return (await this.driver.request('GET', path, { token })).status;
  }

  private fresh(): GatewayDriver {
    if (performance.now() - this.since > TOKEN_MS) {
      this.driver = new GatewayDriver(this.gateway.driver.base);
      this.since = performance.now();
    }
    return this.driver;
  }

  private async attack(attack: Attack, replay: string, dryRun: boolean): Promise<void> {
    const start = performance.now();
    const status = await within(HANGS_MS, this.send(attack, dryRun)).catch((error: unknown) =>
      told(error),
    );
    const ms = Math.round(performance.now() - start);
    const figures = (this.kinds[attack.kind] ??= {
      sent: 0,
      slowestMs: 0,
      slowestAt: '',
      statuses: {},
    });
    figures.sent += 1;
    if (ms >= figures.slowestMs) [figures.slowestMs, figures.slowestAt] = [ms, attack.door];
    figures.statuses[status] = (figures.statuses[status] ?? 0) + 1;
    this.attacks += 1;
    const where = `${attack.kind} at ${attack.door} as ${attack.mediaType}: ${replay}`;
    const wrong = wrongIn({ status, ms }, this.bounds, attack.at ? ELSEWHERE : RIGHT);
    this.findings.push(...wrong.map((what) => `${what}, ${where}`));
  }

  private async send(attack: Attack, dryRun: boolean): Promise<number> {
    if (attack.at) return this.sendElsewhere(attack, attack.at);
    if (attack.mapping !== undefined) {
      const registered = await this.register(attack.mapping);
      if (registered !== 200) return registered;
    }
    const who = { organisation: ATTACKER.id, person: 'p' };
    const token = await this.fresh().token(this.region.attacker, who, 'dossier.push');
    const path = `/dossiers/${attack.door}${dryRun ? '?dry-run=true' : ''}`;
    const body = new Uint8Array(attack.body());
    return (await this.driver.request('POST', path, { token, type: attack.mediaType, body }))
      .status;
  }

  private async sendElsewhere(attack: Attack, at: OtherDoor): Promise<number> {
    const { method, path, as, headers = {} } = at;
    const body = { type: attack.mediaType, body: new Uint8Array(attack.body()) };
    const sent = { token: await this.tokenOf(as), headers, ...(method === 'POST' ? body : {}) };
    const place = path.replaceAll('PLAN', this.region.planId);
    return (await this.driver.request(method, place, sent)).status;
  }

  private tokenOf(asker: Asker): Promise<string> {
    const { attacker, clinic } = this.region;
    const authority = { organisation: AUTHORITY.id, person: 'p' };
    return asker === 'authority'
      ? this.fresh().token(attacker, authority, 'authority.answer')
      : this.fresh().token(clinic, THERAPIST, 'system/*.rs');
  }

  private async register(mapping: unknown): Promise<number> {
    const { officer, officerOrganisation: organisation } = this.gateway;
    const who = { organisation, person: 'officer-1' };
    const token = await this.fresh().token(officer, who, 'policy.manage audit.read');
    const body = JSON.stringify(mapping);
    const type = 'application/json';
    return (await this.driver.request('PUT', '/v1/mappings/vijandig', { token, body, type }))
      .status;
  }

  private async isAlive(): Promise<boolean> {
    const asked = this.driver.request('GET', '/healthz');
    const answer = await within(HANGS_MS, asked).catch(() => undefined);
    return answer?.status === 200;
  }
}

/** Why there was no answer: the code of the connection, never more. */
function told(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? 'no answer';
}
