import { describe, expect, test } from '@jest/globals';
import { PLAN_LISTS } from '../../src/flows/flows.ts';
import type { Flows } from '../../src/flows/flows.ts';
import { GatewayError, StoreUnavailable } from '../../src/flows/gateway-error.ts';
import type { Call } from '../../src/flows/requester.ts';
import { allDoors } from '../../src/http/doors.ts';
import { createLog } from '../../src/http/log.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { makeKey } from '../identity/signer.ts';
import { BASE, answered, bearer, client, flowsWith, testGateway, tokens } from './support.ts';
import { LISTS } from './plan-samples.ts';
import { QUARANTINE_SAMPLES, quarantineFlowsWith } from './quarantine-sample.ts';
import { SOURCE, sourceFlowsWith } from './source-sample.ts';

const WRITTEN = { id: 'r1' };
const POLICY = { version: 'ab12', state: 'submitted', author: 'wijkteam/f1', rules: 3 } as const;
const PLAN = 'abcdefghijklmnopqrstuvwxyz';
const seen: { flow: string; call: Call; args: readonly unknown[] }[] = [];

/** A flow that remembers how it was called and answers the same to everything. */
const says =
  (flow: string, answer: unknown) =>
  (call: Call, ...args: readonly unknown[]): Promise<never> => {
    seen.push({ flow, call, args });
    return Promise.resolve(answer as never);
  };

const flows: Partial<Flows> = {
  plans: {
    create: says('create', { ...WRITTEN, members: ['m1'] }),
    read: says('read', { plan: 'p1' }),
    add: says('add', WRITTEN),
    replace: says('replace', WRITTEN),
    withdraw: says('withdraw', WRITTEN),
  },
  authorityAnswers: says('authorityAnswers', {
    ...WRITTEN,
    dryRun: true,
    minors: [{ place: '/personen/0/gezag/0', outcome: 'taken', member: 'm1', reasons: [] }],
    unreadable: [{ place: '/personen/1', text: 'this is no person' }],
  }),
  register: { list: says('list', []), put: says('put', WRITTEN) },
  sources: sourceFlowsWith(says),
  quarantine: quarantineFlowsWith(says),
  policies: {
    list: says('policies', [POLICY]),
    submit: says('submit', POLICY),
    approve: says('approve', { ...POLICY, state: 'approved', approver: 'wijkteam/f2' }),
    activate: says('activate', { ...POLICY, state: 'active' }),
  },
  audit: {
    explain: says('explain', {
      plan: 'p1',
      seq: 3,
      entry: { v: 1 },
      refused: null,
      facts: [],
      consistent: true,
    }),
    entries: says('entries', {
      entries: [{ chain: 'p1', seq: 1, text: '{}', head: 'ab' }],
      receipt: {},
    }),
    chains: says('chains', [{ chain: 'region', seq: 1, head: 'ab' }]),
    checkpoint: says('checkpoint', 'a note'),
  },
  push: (call, push) => {
    seen.push({ flow: 'push', call, args: [push] });
    return Promise.resolve({
      answer: {
        delivery: 'd1',
        dryRun: push.dryRun ?? false,
        mapping: 'school-json 1.0.0',
        accepted: [{ places: ['/leerling'], resource: 'Patient/1', labels: ['identity.name'] }],
        quarantined: [{ place: '/x', code: 'unmapped', text: 'no rule maps this' }],
        withdrawn: 0,
        changed: 1,
      },
      receipts: [],
    });
  },
};

type Sample = readonly [
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
  status: number,
  body?: object | string,
];
const SAMPLES: readonly Sample[] = [
  ['get', '/healthz', 200],
  ['get', '/readyz', 200],
  ['get', '/.well-known/smart-configuration', 200],
  ['get', '/fhir/.well-known/smart-configuration', 200],
  ['get', '/.well-known/jwks.json', 200],
  ['post', '/dossiers/school-json', 200, {}],
  [
    'post',
    '/v1/plans',
    201,
    { coordinator: { org: 'wijkteam', role: 'care-coordinator' }, members: [LISTS.members] },
  ],
  ...QUARANTINE_SAMPLES,
  ['get', '/v1/plans/p1', 200],
  ...PLAN_LISTS.flatMap((list): Sample[] => [
    ['post', `/v1/plans/p1/${list}`, 201, LISTS[list]],
    ['put', `/v1/plans/p1/${list}/r1`, 200, LISTS[list]],
  ]),
  ['post', '/v1/plans/p1/provisions/r1/withdrawal', 200],
  [
    'post',
    '/v1/plans/p1/authority-answers?dry-run=true',
    200,
    { answeredAt: LISTS.levels.from, answer: { personen: [] } },
  ],
  ['get', '/v1/organisations', 200],
  [
    'put',
    '/v1/organisations/school',
    200,
    {
      id: 'school',
      name: 'De Brug',
      kind: 'school',
      domain: 'education-childcare',
      roles: ['volunteer'],
    },
  ],
  ['get', '/v1/clients', 200],
  ['put', '/v1/clients/zaaksysteem', 200, client],
  ['get', '/v1/purposes', 200],
  ['put', '/v1/purposes/plan-making', 200, { code: 'plan-making', bases: ['public-task'] }],
  ['get', '/v1/mappings', 200],
  ['put', '/v1/mappings/school-json', 200, { mapping: 'school-json' }],
  ['get', '/v1/sources', 200],
  ['put', '/v1/sources/ggz', 200, SOURCE],
  ['get', '/v1/sources/ggz/fetch', 200],
  ['post', '/v1/sources/ggz/fetch', 202],
  ['get', '/v1/policies', 200],
  ['post', '/v1/policies', 201, 'p, r1, anyone'],
  ['post', '/v1/policies/ab12/approval', 200],
  ['post', '/v1/policies/ab12/activation', 200],
  ['get', '/v1/audit/chains', 200],
  ['get', '/v1/audit/chains/organisation:school/entries?after=5&limit=10', 200],
  ['post', '/v1/audit/checkpoints', 201],
  ['get', `/v1/plans/${PLAN}/entries/3/explanation`, 200],
];

describe('every door that is not FHIR', () => {
  const gateway = testGateway(flows);
  const send = ([method, path, , body]: Sample, authorization = bearer()) => {
    const request = gateway.ask[method](path).set('Authorization', authorization);
    if (typeof body === 'string') return request.type('text/csv').send(body);
    return body ? request.send(body) : request;
  };

  test.each(SAMPLES)('%s %s answers %i, as described', async (...sample) => {
    const { status, text } = await answered(send(sample));
    expect([status, text]).toEqual([sample[2], expect.any(String)]);
  });

  test('has a sample here', () => {
    const options = { accessTokens: tokens, baseUrl: BASE, log: createLog(), opaque: String };
    const metrics = createMetrics({ ofProcess: false });
    const doors = allDoors({ ...options, flows: flowsWith(flows), metrics });
    const missing = doors.filter(
      ({ method, path, dialect, sends }) =>
        dialect === 'json' &&
        // Pages and their files have tests of their own.
        sends === undefined &&
        !SAMPLES.some(
          (sample) =>
            sample[0] === method &&
            new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(
              sample[1].split('?')[0] ?? '',
            ),
        ),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test('hands the caller, the target and the body to its flow', async () => {
    seen.length = 0;
    const key = { 'Idempotency-Key': 'abc' };
    await send(['put', '/v1/plans/p1/levels/r1', 200, LISTS.levels]).set(key).expect(200);
    expect(seen).toEqual([
      {
        flow: 'replace',
        call: {
          requester: expect.objectContaining({ client: 'zaaksysteem', organisation: 'wijkteam' }),
          trace: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
        args: [{ planId: 'p1', list: 'levels', id: 'r1' }, LISTS.levels, 'abc'],
      },
    ]);
  });

  test('is closed without a token, with another scope, and to what it does not describe', async () => {
    for (const sample of SAMPLES.slice(5)) {
      expect((await answered(send(sample, 'Bearer x'))).status).toBe(401);
      expect((await answered(send(sample, bearer(['system/*.rs'])))).status).toBe(403);
    }
    const level = LISTS.levels;
    const refused = async (sample: Sample): Promise<number> =>
      (await answered(send(sample))).status;
    expect(await refused(['post', '/v1/plans/p1/levels', 400, { ...level, more: 1 }])).toBe(400);
    expect(await refused(['post', '/v1/plans/p1/levels', 400, { level: 'hoog' }])).toBe(400);
    expect(await refused(['get', '/v1/plans/p1?bsn=999900006', 400])).toBe(400);
    expect(await refused(['get', '/v1/audit/chains/p1/entries?limit=0', 400])).toBe(400);
    expect(await refused(['post', '/v1/plans/p1/gezag', 404, {}])).toBe(404);
    expect(await refused(['get', '/v1/plans/p1/entries/x/explanation', 400])).toBe(400);
    expect(await refused(['get', '/v1/plans/999900006/entries/3/explanation', 404])).toBe(404);
    expect(await refused(['get', '/v1/audit/chains/999900006/entries', 404])).toBe(404);
  });

  test('refuses a body that two readers could take for two things, and never echoes it', async () => {
    const post = gateway.ask
      .post('/v1/plans/p1/levels')
      .set('Authorization', bearer())
      .type('json');
    const { status, text } = await answered(post.send('{"level":1,"level":2,"bsn":"999900006"}'));
    expect(status).toBe(400);
    expect(text).toContain('line 1, column 12');
    expect(text).not.toContain('999900006');
  });

  test('does not work without the key it was given to repeat by', async () => {
    const odd = send(['post', '/v1/plans/p1/levels', 400, LISTS.levels]);
    await odd.set('Idempotency-Key', 'é'.repeat(3)).expect(400);
  });
});

describe('a push', () => {
  test('goes to the adapter as bytes, with its rehearsal and its key', async () => {
    seen.length = 0;
    const { ask } = testGateway(flows);
    const body = '{"a": 1 }';
    const post = ask.post('/dossiers/school-json?dry-run=true').set('Authorization', bearer());
    await post.set('Idempotency-Key', 'k').type('json').send(body).expect(200);
    expect(seen[0]?.args).toEqual([
      {
        adapter: 'school-json',
        complete: false,
        mediaType: 'application/json',
        body: Buffer.from(body),
        dryRun: true,
        idempotencyKey: 'k',
      },
    ]);
    await ask
      .post('/dossiers/x')
      .set('Authorization', bearer())
      .type('text/plain')
      .send('a')
      .expect(415);
  });
});

describe('what a flow refuses', () => {
  const failing = (error: Error) =>
    testGateway({ plans: { ...flows.plans, read: () => Promise.reject(error) } as Flows['plans'] });

  test.each<[Error, number, object]>([
    [
      new GatewayError('not-found', [{ text: 'no' }]),
      404,
      { code: 'not-found', issues: [{ text: 'no' }] },
    ],
    [new GatewayError('conflict'), 409, { code: 'conflict' }],
    [new GatewayError('precondition-failed'), 412, { code: 'precondition-failed' }],
    [new GatewayError('refused', [], 'purpose-required'), 403, { reason: 'purpose-required' }],
    [new StoreUnavailable(), 503, { code: 'unavailable' }],
  ])('%s', async (error, status, expected) => {
    const get = failing(error).ask.get('/v1/plans/p1').set('Authorization', bearer());
    const { body } = await answered(get.expect(status));
    expect(body).toMatchObject(expected);
  });

  test('a client with a weak key is not registered', async () => {
    const { ask } = testGateway(flows);
    const weak = { ...client, jwks: { keys: [makeKey('RS384', 'k', 1024).jwk] } };
    const put = ask.put('/v1/clients/zaaksysteem').set('Authorization', bearer()).send(weak);
    const { body } = await answered(put.expect(422));
    expect(body).toMatchObject({
      issues: [{ place: '/jwks/keys/0', text: 'an RSA key has 2048 to 4096 bits' }],
    });
  });
});
