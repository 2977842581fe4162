import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntryBody } from '../../src/audit/entry.ts';
import type { ReleaseAppend } from '../../src/flows/ports.ts';
import {
  COORDINATOR,
  setUpSmallRegion,
  type SmallRegion,
  TEAM,
  THERAPIST,
} from '../checks/crash/small-region.ts';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';
import { availableStores } from '../support/test-store.ts';

/** Longer than a decision may last. */
const SLOW_MS = 1100;

interface Slowly {
  readonly meanwhile?: () => Promise<void>;
  /** At least until this instant. */
  readonly until?: number;
}

/** Views that take longer to make than a decision may last. */
describe.each(availableStores())('a slow release on %s', (kind) => {
  let gateway: InProcessGateway;
  let region: SmallRegion;
  const restore: (() => void)[] = [];
  beforeAll(async () => {
    gateway = await startInProcess(kind);
    const { officer: client, officerOrganisation: organisation } = gateway;
    region = await setUpSmallRegion(gateway.driver, { client, organisation });
    await push('eerste');
  });
  afterEach(() => {
    for (const undo of restore.splice(0)) undo();
  });
  afterAll(() => gateway.close());

  const push = async (text: string) => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'dossier.push');
    const subject = { reference: 'Patient/p0' };
    const resources = [
      { resourceType: 'Patient', id: 'p0', name: [{ family: 'Voorbeeld' }] },
      { resourceType: 'Condition', id: 'c', subject, code: { text } },
    ];
    const body = resources.map((each) => JSON.stringify(each)).join('\n');
    const type = 'application/fhir+ndjson';
    await gateway.driver.must('POST', '/dossiers/fhir-r4', { token, body, type });
  };
  const pull = async (who: 'clinic' | 'team' = 'clinic') => {
    const identity = who === 'clinic' ? THERAPIST : COORDINATOR;
    const token = await gateway.driver.token(region[who], identity, 'system/*.rs');
    const path = `/fhir/CarePlan/${region.planId}.plan/$everything`;
    return gateway.driver.request('GET', path, { token });
  };
  /** Makes what follows the first reading slow; notes how often was read and what was recorded. */
  const slowDown = ({ meanwhile = () => Promise.resolve(), until = 0 }: Slowly = {}) => {
    const { store } = gateway;
    const own = { ...store };
    const seen = { readings: [] as number[], appends: [] as ReleaseAppend[] };
    store.readPlan = async (planId) => {
      const reading = await own.readPlan(planId);
      seen.readings.push(reading.now);
      if (seen.readings.length === 1) {
        await meanwhile();
        await pause(Math.max(SLOW_MS, until - Date.now() + 100));
      }
      return reading;
    };
    store.appendRelease = (append) => {
      seen.appends.push(append);
      return own.appendRelease(append);
    };
    restore.push(() => Object.assign(store, own));
    return seen;
  };
  const instantOf = (entry: EntryBody | undefined) => Date.parse(entry?.instant ?? '');

  test('stands when nothing moved: decided anew, made once', async () => {
    const before = await pull();
    const seen = slowDown();
    const answer = await pull();
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(before.text);
    expect(seen.readings).toHaveLength(1);
    expect(seen.appends).toHaveLength(2);
    const [late, anew] = seen.appends;
    expect(instantOf(late?.entry)).toBe(seen.readings[0]);
    expect(instantOf(anew?.entry)).toBeGreaterThanOrEqual((seen.readings[0] ?? 0) + SLOW_MS);
    expect(anew?.decidedAt).toBe(instantOf(anew?.entry));
    expect(anew?.entry.released).toBe(late?.entry.released);
  });

  test('is made again when the plan moved meanwhile, and shows what it is then', async () => {
    const seen = slowDown({ meanwhile: () => push('tweede') });
    const answer = await pull();
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('tweede');
    expect(answer.text).not.toContain('eerste');
    expect(seen.readings).toHaveLength(2);
  });

  test('is made again when by now it would be decided otherwise', async () => {
    const token = await gateway.driver.token(
      region.team,
      { organisation: TEAM, person: 'p' },
      'plan.manage',
    );
    const path = `/v1/plans/${region.planId}`;
    const plan = (await gateway.driver.must('GET', path, { token })) as {
      careTeam: { id: string; from: string; org: string; role: string }[];
    };
    const [place] = plan.careTeam;
    if (!place) throw new Error('the team has no place');
    const before = await pull('team');
    expect(before.status).toBe(200);
    const { id, ...record } = place;
    // Long enough to be set and read before it has passed.
    const until = Date.now() + 2500;
    await gateway.driver.must('PUT', `${path}/care-team/${id}`, {
      token,
      json: { ...record, until: new Date(until).toISOString() },
    });
    const seen = slowDown({ until });
    const answer = await pull('team');
    expect(seen.readings.length).toBeGreaterThan(1);
    const [late, ...rest] = seen.appends;
    expect(late?.entry.released).not.toBe(rest.at(-1)?.entry.released);
    expect(answer.text).not.toBe(before.text);
  });
});
