import { describe, expect, test } from '@jest/globals';
import type { Receipt } from '../../src/audit/entry.ts';
import type { Flows } from '../../src/flows/flows.ts';
import { GatewayError } from '../../src/flows/gateway-error.ts';
import { PLAN, flows, looked, notice, pulled, receipt, released } from './fhir-flows.ts';
import { answered, bearer, testGateway } from './support.ts';

const gateway = testGateway(flows);
const get = (path: string, scopes?: readonly string[]) =>
  gateway.ask.get(path).set('Authorization', bearer(scopes));

describe('reading', () => {
  test('says its version, and 304 when that is known', async () => {
    const { headers } = await answered(get(`/fhir/Goal/${PLAN}.g1`).expect(200));
    expect(headers).toMatchObject({
      etag: 'W/"v1"',
      'last-modified': 'Fri, 01 May 2026 10:00:00 GMT',
      'content-type': 'application/fhir+json; charset=utf-8',
      'cache-control': 'no-store',
    });
    const again = get(`/fhir/Goal/${PLAN}.g1`).set('If-None-Match', '"v0", W/"v1"');
    expect((await answered(again.expect(304))).text).toBe('');
    await get(`/fhir/Goal/${PLAN}.g1`).set('If-None-Match', 'W/"v2"').expect(200);
  });

  test('answers what is not there and what may not be seen with the same bytes', async () => {
    const paths = [
      `/fhir/Goal/${PLAN}.nergens`,
      '/fhir/Goal/ander.g1',
      '/fhir/Goal/x',
      `/fhir/CarePlan/${PLAN}.ander/$everything`,
      '/fhir/CarePlan/ander.plan/$everything',
      `/fhir/Task/${PLAN}.g1`,
    ];
    const seen = new Set<string>();
    for (const path of paths) {
      const { status, text, headers } = await answered(get(path));
      seen.add(JSON.stringify([status, text, headers['content-type'], headers['etag']]));
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toMatch(/^\[404,.*not-found/);
  });

  test('does not bring what somebody typed as far as the record', async () => {
    pulled.length = 0;
    for (const id of ['999900006', 'Jansen', `${PLAN.toUpperCase()}.g1`, '.x'])
      await get(`/fhir/Patient/${id}`).expect(404);
    expect(new Set(pulled)).toEqual(new Set(['none']));
  });

  test('needs a token that covers it', async () => {
    await gateway.ask.get(`/fhir/Goal/${PLAN}.g1`).expect(401);
    await get(`/fhir/Goal/${PLAN}.g1`, ['system/Task.r']).expect(403);
    await get(`/fhir/Goal/${PLAN}.g1`, ['system/Goal.s']).expect(403);
    await get(`/fhir/Goal/${PLAN}.g1`, ['system/Goal.r']).expect(200);
    // Resources of every type come along.
    const whole = get(`/fhir/CarePlan/${PLAN}.plan/$everything`, ['system/CarePlan.r']);
    const { body } = await answered(whole.expect(403));
    expect(body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ code: 'forbidden' }, { diagnostics: 'This needs the scope system/*.r' }],
    });
    await get(`/fhir/Goal?_id=${PLAN}.g1&_include=Goal:subject`, ['system/Goal.rs']).expect(403);
  });

  test('of a request that the decision refuses says which rule of asking it broke', async () => {
    const pull = () => Promise.reject(new GatewayError('refused', [], 'purpose-required'));
    const { ask } = testGateway({ pull });
    const request = ask.get(`/fhir/Goal/${PLAN}.g1`).set('Authorization', bearer());
    const { body } = await answered(request.expect(403));
    const system = 'https://planpoort.nl/fhir/CodeSystem/reason';
    expect(JSON.stringify(body)).toContain(JSON.stringify({ system, code: 'purpose-required' }));
  });

  test('is cut off when the record has no place', async () => {
    const forged = { ...receipt, seq: 0 } as Receipt;
    const pull: Flows['pull'] = () => Promise.resolve({ released, notice, receipt: forged });
    const { ask } = testGateway({ pull });
    const request = ask.get(`/fhir/Goal/${PLAN}.g1`).set('Authorization', bearer());
    const { text } = await answered(request.expect(500));
    expect(text).not.toContain('rust');
  });

  test('is not sent a second after its record was asked for, nor on the receipt of a change', async () => {
    for (const askedAtMs of [performance.now() - 1001, undefined]) {
      const late = { ...receipt, askedAtMs } as Receipt;
      const pull: Flows['pull'] = () => Promise.resolve({ released, notice, receipt: late });
      const { ask } = testGateway({ pull });
      const request = ask.get(`/fhir/Goal/${PLAN}.g1`).set('Authorization', bearer());
      const { text, headers } = await answered(request.expect(503));
      expect(text).not.toContain('rust');
      expect(headers['etag']).toBeUndefined();
    }
  });
});

describe('searching', () => {
  test.each([
    ['two plans', `/fhir/Goal?_id=${PLAN}.g1,ander.g1`],
    ['an unknown parameter', `/fhir/Goal?_id=${PLAN}.g1&foo=1`],
    ['a chain', `/fhir/Goal?subject.name=x&_id=${PLAN}.g1`],
    ['reverse chaining', `/fhir/Goal?_has:Task:focus:status=x&_id=${PLAN}.g1`],
    ['an identifier in the address', '/fhir/Patient?identifier=999900006'],
    ['an identifier in the address with a modifier', '/fhir/Patient?identifier:exact=999900006'],
    ['broken encoding', '/fhir/Goal?_id=%ff'],
  ])('refuses %s before any plan is touched', async (_, path) => {
    pulled.length = 0;
    const { body } = await answered(get(path).expect(400));
    expect(body).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(pulled).toEqual([]);
    expect(JSON.stringify(body)).not.toContain('999900006');
  });

  const find = (fields: object) =>
    gateway.ask
      .post('/fhir/Patient/_search')
      .set('Authorization', bearer())
      .type('form')
      .send(fields);

  test('finds members by identifiers of the caller, which stand in no link', async () => {
    looked.length = 0;
    const identifier = 'http://fhir.nl/fhir/NamingSystem/bsn|999900006,urn:school|C-1,P\\,2';
    const { body } = await answered(find({ identifier }).expect(200));
    expect(looked).toEqual([['bsn:999900006', 'C-1', 'P,2']]);
    expect(body).toMatchObject({ total: 1, entry: [{ resource: { id: `${PLAN}.m1` } }, {}] });
    expect(JSON.stringify(body)).not.toMatch(/999900006|C-1/);
    const { body: none } = await answered(find({ identifier: 'C-2' }).expect(200));
    expect(none).toMatchObject({ total: 0 });
  });

  test.each([
    [{ identifier: '' }],
    [{ identifier: 'a', name: 'x' }],
    [{ identifier: ['a', 'b'] }],
    [{ identifier: 'http://fhir.nl/fhir/NamingSystem/bsn|' }],
    [{ identifier: 'x'.repeat(300) }],
  ])('does not take %j', async (fields) => {
    await find(fields).expect(400);
  });
});
