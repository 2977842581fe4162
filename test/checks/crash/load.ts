import { randomBytes } from 'node:crypto';
import type { GatewayDriver } from '../../support/gateway-driver.ts';
import {
  clinicBundle,
  COORDINATOR,
  strangersBundle,
  TEAM,
  THERAPIST,
  turnsIn,
  type SmallRegion,
} from './small-region.ts';

/** What the clients of the gateway were told: the other side of what it must keep. */
export interface Told {
  /** Turn of the last push that was answered, and of the last that was sent. */
  pushAnswered: number;
  pushSent: number;
  readonly grants: Set<string>;
  readonly withdrawn: Set<string>;
  /** Deliveries that were answered as kept, and those of them that were answered as discarded. */
  readonly held: Set<string>;
  readonly discarded: Set<string>;
  /** Trace ids of pulls that were answered with content. */
  readonly releases: Set<string>;
  /** Pulls begun after a withdrawal was answered, before the next grant, that showed content. */
  late: number;
  /** The grant that stands, as far as was answered. */
  standing: string | undefined;
  /** True while every grant is answered as withdrawn and no new one was sent. */
  closed: boolean;
}

export function nothingTold(): Told {
  return {
    pushAnswered: 0,
    pushSent: 0,
    grants: new Set(),
    withdrawn: new Set(),
    held: new Set(),
    discarded: new Set(),
    releases: new Set(),
    late: 0,
    standing: undefined,
    closed: false,
  };
}

/** Tokens are asked for beforehand: they outlive the process that gave them. */
export interface Tokens {
  readonly push: string;
  readonly manage: string;
  readonly team: string;
  readonly own: string;
  readonly quarantine: string;
}

export async function askTokens(driver: GatewayDriver, region: SmallRegion): Promise<Tokens> {
  return {
    push: await driver.token(region.clinic, THERAPIST, 'dossier.push'),
    own: await driver.token(region.clinic, THERAPIST, 'system/*.rs'),
    quarantine: await driver.token(region.clinic, THERAPIST, 'dossier.push quarantine.manage'),
    manage: await driver.token(region.team, COORDINATOR, 'plan.manage'),
    team: await driver.token(region.team, COORDINATOR, 'system/*.rs'),
  };
}

export interface Load {
  readonly driver: GatewayDriver;
  readonly region: SmallRegion;
  readonly tokens: Tokens;
  readonly told: Told;
  /** Set to true to let the workers end after the request in hand. */
  stopped: boolean;
}

/** Pushes, consents and pulls side by side until stopped or cut off. */
export async function runLoad(load: Load): Promise<void> {
  await Promise.all([pushOnce, consentOnce, pullOnce, holdOnce].map((step) => worker(load, step)));
}

async function worker(load: Load, step: (load: Load) => Promise<void>): Promise<void> {
  while (!load.stopped) {
    try {
      await step(load);
    } catch {
      // The connection broke: what was asked may or may not have happened, and nothing was told.
      return;
    }
  }
}

/** Sends one turn under a key of its own. */
export async function pushOnce({ driver, tokens, told }: Load, turn?: number): Promise<void> {
  const sent = turn ?? told.pushSent + 1;
  told.pushSent = Math.max(told.pushSent, sent);
  const answer = await driver.request('POST', '/dossiers/fhir-r4', {
    token: tokens.push,
    type: 'application/fhir+json',
    body: clinicBundle(sent),
    headers: { 'idempotency-key': `turn-${sent}` },
  });
  if (answer.status === 200) told.pushAnswered = Math.max(told.pushAnswered, sent);
  else if (answer.status < 500) throw new Error(`push: ${answer.status} ${answer.text}`);
}

/** Sends something that is held back; every third time an earlier one is discarded instead. */
export async function holdOnce({ driver, tokens, told }: Load): Promise<void> {
  const token = tokens.quarantine;
  const [oldest] = told.held;
  if (oldest !== undefined && told.held.size % 3 === 0) {
    told.held.delete(oldest);
    const { status } = await driver.request('DELETE', `/v1/quarantine/${oldest}`, { token });
    if (status === 200) told.discarded.add(oldest);
    return;
  }
  const { status, json } = await driver.request('POST', '/dossiers/fhir-r4', {
    token,
    type: 'application/fhir+json',
    body: strangersBundle(),
  });
  const { kept, delivery = '' } = (json ?? {}) as { kept?: true; delivery?: string };
  if (status === 200 && kept) told.held.add(delivery);
}

/** Grants the consent of the first member, or withdraws the one that stands. */
export async function consentOnce({ driver, region, tokens, told }: Load): Promise<void> {
  const path = `/v1/plans/${region.planId}/provisions`;
  if (told.standing === undefined) {
    told.closed = false;
    const json = {
      subject: region.members[0],
      kind: 'secrecy',
      effect: 'grant',
      recipient: { organisation: TEAM },
      purpose: 'care-coordination',
      category: 'domain',
      from: '2026-01-01T00:00:00Z',
      givers: [region.members[0]],
    };
    const { id } = (await driver.must('POST', path, { token: tokens.manage, json })) as {
      id: string;
    };
    told.grants.add(id);
    told.standing = id;
    return;
  }
  const id = told.standing;
  told.standing = undefined;
  await driver.must('POST', `${path}/${id}/withdrawal`, { token: tokens.manage });
  told.withdrawn.add(id);
  told.closed = true;
}

async function pullOnce({ driver, region, tokens, told }: Load): Promise<void> {
  const trace = randomBytes(16).toString('hex');
  const begunClosed = told.closed;
  const path = `/fhir/CarePlan/${region.planId}.plan/$everything`;
  const headers = { traceparent: `00-${trace}-0123456789abcdef-01` };
  const { status, text } = await driver.request('GET', path, { token: tokens.team, headers });
  if (status !== 200) return;
  told.releases.add(trace);
  if (begunClosed && told.closed && turnsIn(text).length > 0) told.late += 1;
}

/** The turns that the clinic finds back as its own. */
export async function ownTurns({ driver, region, tokens }: Load): Promise<number[]> {
  const path = `/fhir/CarePlan/${region.planId}.plan/$everything`;
  return turnsIn((await driver.request('GET', path, { token: tokens.own })).text);
}
