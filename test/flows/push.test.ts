import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setUpSmallRegion, type SmallRegion, THERAPIST } from '../checks/crash/small-region.ts';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';

import { availableStores } from '../support/test-store.ts';

interface Pushed {
  readonly accepted: readonly { readonly resource: string }[];
  readonly quarantined: readonly { readonly code: string }[];
  readonly changed: number;
  readonly withdrawn: number;
  readonly ignored?: readonly string[];
}

function condition(id: string, person: string, text: string, method: 'PUT' | 'DELETE' = 'PUT') {
  const request = { method, url: `Condition/${id}` };
  if (method === 'DELETE') return { request };
  const subject = { reference: `Patient/${person}` };
  return { resource: { resourceType: 'Condition', id, subject, code: { text } }, request };
}

/** A source's own facts: replaced, moved and taken back by itself alone. */
describe.each(availableStores())('pushes on %s', (store) => {
  let gateway: InProcessGateway;
  let region: SmallRegion;
  beforeAll(async () => {
    gateway = await startInProcess(store);
    const { officer: client, officerOrganisation: organisation } = gateway;
    region = await setUpSmallRegion(gateway.driver, { client, organisation });
  });
  afterAll(() => gateway.close());

  const send = async (entry: readonly object[], { query = '', key = '' } = {}) => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'dossier.push');
    return gateway.driver.request('POST', `/dossiers/fhir-r4${query}`, {
      token,
      body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
      type: 'application/fhir+json',
      ...(key === '' ? {} : { headers: { 'idempotency-key': key } }),
    });
  };
  const push = async (entry: readonly object[], query = '') => {
    const answer = await send(entry, { query });
    expect(answer.status).toBe(200);
    return answer.json as Pushed;
  };
  const own = async () => {
    const token = await gateway.driver.token(region.clinic, THERAPIST, 'system/*.rs');
    const path = `/fhir/CarePlan/${region.planId}.plan/$everything`;
    return (await gateway.driver.request('GET', path, { token })).text;
  };

  test('stores nothing at a dry run', async () => {
    const answer = await push([condition('c1', 'p0', 'eerste')], '?dry-run=true');
    expect(answer.accepted.length).toBeGreaterThan(0);
    expect(answer.ignored).toContain('/entry/0/request');
    expect(await own()).not.toContain('eerste');
  });

  test('gives back what was pushed, and changes nothing at the same push again', async () => {
    const first = await push([condition('c1', 'p0', 'eerste'), condition('c2', 'p1', 'tweede')]);
    expect(first.changed).toBeGreaterThan(0);
    expect(first).not.toHaveProperty('ignored');
    const view = await own();
    expect(view).toContain('eerste');
    expect(view).toContain('tweede');
    const again = await push([condition('c1', 'p0', 'eerste'), condition('c2', 'p1', 'tweede')]);
    expect(again.changed).toBe(0);
    expect(await own()).toBe(view);
  });

  test('takes a fact back, wherever it is, when the source deletes it', async () => {
    const answer = await push([condition('c1', 'p0', '', 'DELETE')]);
    expect(answer).toMatchObject({ withdrawn: 1 });
    expect(answer.changed).toBeGreaterThan(0);
    const view = await own();
    expect(view).not.toContain('eerste');
    expect(view).toContain('tweede');
  });

  test('lets a fact leave the person it was about when the source corrects that', async () => {
    await push([condition('c2', 'p0', 'gecorrigeerd')]);
    const view = await own();
    expect(view).not.toContain('tweede');
    expect(view).toContain('gecorrigeerd');
  });

  test('answers a repeated delivery alike, also when both run at the same time', async () => {
    const entry = [condition('c3', 'p0', 'herhaald')];
    const both = await Promise.all([1, 2].map(() => send(entry, { key: 'delivery-1' })));
    const later = await send(entry, { key: 'delivery-1' });
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set([...both, later].map(({ text }) => text)).size).toBe(1);
    const other = await send([condition('c3', 'p0', 'anders')], { key: 'delivery-1' });
    expect(other.status).toBe(409);
    expect(await own()).not.toContain('anders');
  });

  test('records and remembers a delivery of which nothing was accepted', async () => {
    const entry = [condition('c8', 'vreemd', 'x')];
    const [first, again] = [
      await send(entry, { key: 'delivery-2' }),
      await send(entry, { key: 'delivery-2' }),
    ];
    expect([first.status, again.text]).toEqual([200, first.text]);
  });

  test('holds back what is about somebody it does not know, and says where', async () => {
    const answer = await push([condition('c9', 'vreemd', 'geheim')]);
    expect(answer.accepted).toEqual([]);
    expect(answer.quarantined.map(({ code }) => code)).toContain('unknown-person');
    expect(JSON.stringify(answer)).not.toContain('geheim');
  });
});
