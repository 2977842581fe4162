import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { Client } from 'fhir-kit-client';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUSHED_TYPES } from '../../src/http/fhir/released-types.ts';
import { close, listen } from '../../src/http/listen.ts';
import { PLAN_RESOURCE_TYPES } from '../../src/plan/fact.ts';
import { PLAN, flows, pushed, resources } from './fhir-flows.ts';
import { BASE, answered, bearer, testGateway } from './support.ts';

const gateway = testGateway(flows);
const get = (path: string, scopes?: readonly string[]) =>
  gateway.ask.get(path).set('Authorization', bearer(scopes));

describe('an unmodified FHIR client', () => {
  let server: Server;
  let fhir: Client;
  beforeAll(async () => {
    server = await listen(gateway.app, { host: '127.0.0.1', port: 0 });
    const { port } = server.address() as AddressInfo;
    fhir = new Client({ baseUrl: `http://127.0.0.1:${port}/fhir` });
    fhir.bearerToken = bearer().slice('Bearer '.length);
  });
  afterAll(() => close(server, 100));

  test('reads a resource', async () => {
    const goal = await fhir.read({ resourceType: 'Goal', id: `${PLAN}.g1` });
    expect(goal).toEqual(resources[2]);
  });

  test('searches, by address and by form', async () => {
    const searchParams = { subject: `Group/${PLAN}.household`, 'lifecycle-status': 'active' };
    for (const postSearch of [false, true]) {
      const options = { resourceType: 'Goal', searchParams, options: { postSearch } };
      const bundle = (await fhir.resourceSearch(options)) as unknown as Bundle;
      expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 1 });
      expect(bundle.entry?.[0]).toMatchObject({
        fullUrl: `${BASE}/fhir/Goal/${PLAN}.g1`,
        search: { mode: 'match' },
      });
    }
  });

  test('pulls the whole plan, with the notice', async () => {
    const options = {
      resourceType: 'CarePlan',
      id: `${PLAN}.plan`,
      name: 'everything',
      method: 'GET',
    } as const;
    const bundle = (await fhir.operation(options)) as unknown as Bundle;
    expect(bundle.entry?.map(({ resource }) => resource?.resourceType)).toEqual([
      'CarePlan',
      'Group',
      'Goal',
      'Goal',
      'Patient',
      'OperationOutcome',
    ]);
  });

  test('writes a transaction, a resource, and the same again', async () => {
    const goal = { resourceType: 'Goal', id: 'g1' };
    const body = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: goal, request: { method: 'PUT', url: 'Goal/g1' } },
        {
          resource: { resourceType: 'Task', id: 't1' },
          request: { method: 'PUT', url: 'Task/t1' },
        },
        { request: { method: 'DELETE', url: 'Goal/g0' } },
      ],
    };
    const answer = await fhir.transaction({ body });
    expect(answer).toMatchObject({
      type: 'transaction-response',
      entry: [
        { response: { status: '200 OK' } },
        {
          response: {
            status: '422 Unprocessable Entity',
            outcome: { issue: [{ severity: 'error', diagnostics: '/entry/1/resource: name one' }] },
          },
        },
        { response: { status: '204 No Content' } },
      ],
    });
    const update = { resourceType: 'Goal', id: 'g1', body: goal } as Parameters<
      Client['update']
    >[0];
    expect(await fhir.update(update)).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(pushed.at(-1)).toMatchObject({ adapter: 'fhir-r4' });
  });

  test('finds out what the gateway does from its capability statement', async () => {
    const { rest } = (await fhir.capabilityStatement()) as { rest?: { resource?: unknown[] }[] };
    expect(rest?.[0]).toMatchObject({ interaction: [{ code: 'transaction' }] });
    expect(rest?.[0]?.resource).toContainEqual(
      expect.objectContaining({
        type: 'CarePlan',
        interaction: expect.arrayContaining([
          { code: 'read' },
          { code: 'search-type' },
          { code: 'update' },
        ]),
        operation: [expect.objectContaining({ name: 'everything' })],
        searchParam: expect.arrayContaining([{ name: 'patient', type: 'reference' }]),
      }),
    );
  });
});

describe('pushing', () => {
  const send = (method: 'post' | 'put', path: string, body: object | string) =>
    gateway.ask[method](path)
      .set('Authorization', bearer())
      .type('application/fhir+json')
      .send(typeof body === 'string' ? body : JSON.stringify(body));

  test('takes what the address says, and nothing else', async () => {
    await send('post', '/fhir', { resourceType: 'Bundle', type: 'collection' }).expect(422);
    await send('post', '/fhir', { resourceType: 'Goal' }).expect(422);
    await send('post', '/fhir/Goal', { resourceType: 'Task', id: 't' }).expect(422);
    await send('put', '/fhir/Goal/a', { resourceType: 'Goal', id: 'b' }).expect(422);
    await send('put', '/fhir/Organization/a', { resourceType: 'Organization', id: 'a' }).expect(
      404,
    );
    await send('put', '/fhir/Goal/a', { resourceType: 'Goal', id: 'a' }).expect(200);
    const twice = await answered(send('put', '/fhir/Goal/a', '{"id":"a","id":"b"}').expect(400));
    expect(twice.body).toMatchObject({ resourceType: 'OperationOutcome' });
    await gateway.ask
      .post('/fhir')
      .set('Authorization', bearer())
      .type('xml')
      .send('<a/>')
      .expect(415);
    await gateway.ask
      .post('/fhir')
      .set('Authorization', bearer(['system/*.crus']))
      .expect(403);
  });

  test('is offered for the types that a plan is made of', () => {
    expect([...PUSHED_TYPES].sort()).toEqual([...PLAN_RESOURCE_TYPES].sort());
  });
});

describe('the record as AuditEvents', () => {
  test('names who, what for and on whom, by reference', async () => {
    const { body } = await answered(
      get(`/fhir/AuditEvent?entity=CarePlan/${PLAN}.plan`).expect(200),
    );
    expect(body).toMatchObject({
      resourceType: 'Bundle',
      entry: [
        {
          resource: {
            resourceType: 'AuditEvent',
            id: `${PLAN}.2`,
            action: 'R',
            outcome: '0',
            recorded: '2026-05-01T10:00:00.000Z',
            agent: [{ requestor: true, who: { identifier: { value: 'mw-1' } } }, {}, {}],
            entity: [
              {
                what: { reference: `CarePlan/${PLAN}.plan` },
                detail: [{ type: 'rule', valueString: 'r1' }],
              },
              { what: { reference: `Patient/${PLAN}.m1` } },
              { what: { identifier: { value: 'f'.repeat(32) } } },
            ],
          },
        },
      ],
    });
    await get('/fhir/AuditEvent').expect(400);
    await get(`/fhir/AuditEvent?entity=CarePlan/${PLAN}.plan&agent=x`).expect(400);
    await get(`/fhir/AuditEvent?entity=CarePlan/${PLAN}.plan`, ['system/*.rs']).expect(403);
  });
});
