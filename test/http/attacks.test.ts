import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeKey } from '../identity/signer.ts';
import { Conditions, openWorld, type GatewayWorld } from '../leaks/gateways/gateway-world.ts';
import { bearer, CLIENT, organisation, POLICY } from '../leaks/gateways/region.ts';

/** What a hostile client or officer tries, and what it gets: never a 5xx, never more than is theirs. */
describe('at the doors of a composed gateway', () => {
  let world: GatewayWorld;
  let plan = '';
  let member = '';
  const conditions = new Conditions();
  const team = organisation('wijkteam');

  const ask = async (method: string, path: string, body?: unknown, as = bearer(team)) => {
    const text = typeof body === 'string';
    const type = text ? 'application/x-www-form-urlencoded' : 'application/json';
    const headers = { authorization: as, ...(body === undefined ? {} : { 'content-type': type }) };
    const sent = text ? body : JSON.stringify(body);
    conditions.begin(`${method} ${path} ${sent}`, conditions.now + 1000);
    const answer = await world.act({ method, path, headers, ...(sent ? { body: sent } : {}) });
    return { ...answer, json: JSON.parse(answer.body || '{}') as Record<string, unknown> };
  };

  beforeAll(async () => {
    world = await openWorld(conditions);
    const { json } = await ask('POST', '/v1/plans', {
      coordinator: { org: 'wijkteam', role: 'care-coordinator' },
      members: [{ birthDate: '1980-01-01', birthPrecision: 'day' }],
    });
    plan = String(json['id']);
    [member = ''] = json['members'] as string[];
  }, 30_000);
  afterAll(() => world.close());

  test.each([
    ['/v1/audit/chains/region/entries?after=2147483648', 200],
    ['/v1/audit/chains/region/entries?limit=999999999999999', 400],
    ['/fhir/AuditEvent?entity=CarePlan/PLAN.plan&after=999999999999999', 200],
    ['/v1/plans/PLAN/entries/2147483648/explanation', 404],
  ])('a place beyond every record is nowhere: %s', async (path, status) => {
    expect((await ask('GET', path.replace('PLAN', plan))).status).toBe(status);
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'a key called %s is refused as any other bad key',
    async (kid) => {
      const { jwk } = makeKey('ES384', 'k1');
      const client = { ...CLIENT, id: 'other', jwks: { keys: [{ ...jwk, kid }] } };
      expect((await ask('PUT', '/v1/clients/other', client)).status).toBe(422);
    },
  );

  test('no identifier stands in an address, whatever the method', async () => {
    const path = '/fhir/Patient/_search?identifier=999904024';
    expect((await ask('POST', path, 'a=b')).status).toBe(400);
    expect((await ask('POST', '/fhir/Patient/_search', 'identifier=999904024')).status).toBe(200);
  });

  test('what an officer types in the place of an organisation does not reach the record', async () => {
    const entries = (chain: string) => ask('GET', `/v1/audit/chains/${chain}/entries?limit=500`);
    expect((await entries('organisation:999904024')).status).toBe(404);
    expect((await entries('organisation:school')).status).toBe(200);
    const { status, body } = await entries('region');
    expect([status, body.includes('organisation:school')]).toEqual([200, true]);
    expect(body).not.toContain('999904024');
  });

  test('a number says whose patient somebody is to those who may know it only', async () => {
    const always = { from: '2026-01-01T00:00:00Z', until: null };
    const add = (list: string, body: object) => ask('POST', `/v1/plans/${plan}/${list}`, body);
    const ggz = organisation('ggz');
    await add('enrolments', { org: 'ggz', member, identifiers: ['C-77120'] });
    for (const { id, role } of [team, ggz]) await add('care-team', { org: id, role, ...always });
    const system = 'https://epd.ggz-waterkant.example/patientnummer';
    const identifier = [{ system, value: 'C-77120' }];
    const pushed = await world.act({
      method: 'POST',
      path: '/fhir/Patient',
      headers: { authorization: bearer(ggz), 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Patient', id: 'p', identifier }),
    });
    expect(pushed.status).toBe(200);
    const path = `/fhir/CarePlan/${plan}.plan/$everything`;
    const [own, others] = [
      await ask('GET', path, undefined, bearer(ggz)),
      await ask('GET', path, undefined, bearer(team)),
    ];
    expect([own.status, others.status]).toEqual([200, 200]);
    expect(own.body).toContain(system);
    expect(others.body).toContain('C-77120');
    expect(others.body).not.toContain('ggz');
  });

  test('a write does not count what others wrote', async () => {
    const written = await ask('POST', `/v1/plans/${plan}/persons`, {});
    expect(Object.keys(written.json)).toEqual(['id']);
  });

  test('a correction does not bring a withdrawn consent back', async () => {
    const provision = {
      subject: member,
      kind: 'gdpr',
      effect: 'grant',
      recipient: { organisation: 'ggz' },
      purpose: 'treatment',
      category: 'health',
      from: '2026-01-01T00:00:00Z',
      until: null,
      givers: [member],
      withdrawnAt: null,
    };
    const path = `/v1/plans/${plan}/provisions`;
    const id = String((await ask('POST', path, provision)).json['id']);
    await ask('POST', `${path}/${id}/withdrawal`);
    const withdrawn = async () => {
      const { json } = await ask('GET', `/v1/plans/${plan}`);
      const provisions = json['provisions'] as { id: string; withdrawnAt: string | null }[];
      return provisions.find((each) => each.id === id)?.withdrawnAt;
    };
    const since = await withdrawn();
    expect(since).toMatch(/^2026-11-02T/);
    for (const withdrawnAt of [null, '2027-01-01T00:00:00Z']) {
      expect((await ask('PUT', `${path}/${id}`, { ...provision, withdrawnAt })).status).toBe(200);
      expect(await withdrawn()).toBe(since);
    }
  });

  test('nobody approves what he wrote, in capitals either, and nothing unapproved is activated', async () => {
    const csv = `${POLICY}\n# ${plan}\np, B99, anyone, any-organisation, any-purpose, any-category, consent, read, always, deny\n`;
    const as = (person: string) => bearer(team, person);
    const headers = { authorization: as('j.jansen'), 'content-type': 'text/csv' };
    const submitted = await world.act({
      method: 'POST',
      path: '/v1/policies',
      headers,
      body: csv,
    });
    const { version } = JSON.parse(submitted.body) as { version: string };
    const step = async (what: string, person: string) =>
      (await ask('POST', `/v1/policies/${version}/${what}`, undefined, as(person))).status;
    expect(await step('activation', 'j.jansen')).toBe(409);
    expect(await step('approval', 'j.jansen')).toBe(409);
    expect(await step('approval', 'J.Jansen')).toBe(409);
    expect(await step('activation', 'k.kok')).toBe(409);
    expect(await step('approval', 'k.kok')).toBe(200);
  });

  test('who does not coordinate a plan cannot find, read or change it', async () => {
    const other = bearer(organisation('school'));
    const [own, absent] = [`/v1/plans/${plan}`, `/v1/plans/${'a'.repeat(26)}`];
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/persons', {}],
      ['POST', '/provisions/x/withdrawal', undefined],
    ] as const) {
      const hidden = await ask(method, own + path, body, other);
      const missing = await ask(method, absent + path, body, other);
      expect([hidden.status, hidden.body]).toEqual([404, missing.body]);
    }
  });

  test('the same idempotency key of two callers is two keys', async () => {
    const push = (id: 'school' | 'ggz') =>
      world.act({
        method: 'POST',
        path: '/dossiers/fhir-r4',
        headers: {
          authorization: bearer(organisation(id)),
          'content-type': 'application/fhir+json',
          'idempotency-key': 'shared',
        },
        body: JSON.stringify({ resourceType: 'Goal', id: `goal-of-${id}` }),
      });
    const [school, ggz] = [await push('school'), await push('ggz')];
    expect([school.status, ggz.status]).toEqual([200, 200]);
  });

  test('a right that is taken away ends tokens that were given with it', async () => {
    const { jwk } = makeKey('ES384', 'k1');
    const register = (change: object) =>
      ask('PUT', '/v1/clients/systeem-2', {
        ...CLIENT,
        id: 'systeem-2',
        jwks: { keys: [jwk] },
        ...change,
      });
    const school = organisation('school');
    const token = bearer(school, 'p-1', 'systeem-2');
    const status = async () => (await ask('GET', '/fhir/Goal/x', undefined, token)).status;
    const [registration] = CLIENT.organisations.filter(({ id }) => id === 'school');
    await register({});
    expect(await status()).toBe(404);
    for (const taken of [
      { scopes: ['system/*.rs'] },
      { organisations: [{ ...registration, roles: ['attendance-officer'] }] },
      { organisations: [{ ...registration, purposes: ['allocation'] }] },
      { organisations: CLIENT.organisations.filter(({ id }) => id !== 'school') },
      { compromised: true },
    ]) {
      expect((await register(taken)).status).toBe(200);
      expect(await status()).toBe(401);
    }
    await register({});
    expect(await status()).toBe(404);
  });
});
