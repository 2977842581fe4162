import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { composeGateway } from '../../src/compose.ts';
import type { ComposedGateway } from '../../src/compose.ts';
import { close, listen } from '../../src/http/listen.ts';
import { createLog } from '../../src/http/log.ts';
import { makeKey, signClaims } from '../identity/signer.ts';

const key = makeKey('ES384', 'k1');
const organisation = {
  id: 'gemeente',
  name: 'Gemeente',
  kind: 'municipal-team',
  domain: 'care-welfare',
  roles: ['care-coordinator'],
};
const client = {
  id: 'zaaksysteem',
  organisations: [{ id: 'gemeente', roles: ['care-coordinator'] }],
  scopes: ['system/*.rs', 'plan.manage', 'policy.manage', 'audit.read', 'dossier.push'],
  jwks: { keys: [key.jwk] },
};

/** The doors with everything behind them: no fakes, so that names have to agree. */
describe('the composed gateway', () => {
  let gateway: ComposedGateway;
  let server: Server;
  let base = '';
  let token = '';
  let plan = '';
  beforeAll(async () => {
    const quiet = createLog(new Writable({ write: (_line, _encoding, done) => done() }));
    const secret = new Uint8Array(32).fill(7);
    const bootstrap = { organisation, client };
    const place = { kind: 'embedded' } as const;
    gateway = await composeGateway({ place, secret, bootstrap, log: quiet, checkAnswers: true });
    const doors: { answer?: ReturnType<ComposedGateway['doorsAt']> } = {};
    server = await listen((req, res) => doors.answer?.(req, res), { host: '127.0.0.1', port: 0 });
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    doors.answer = gateway.doorsAt(base);
  });
  afterAll(async () => {
    await close(server, 100);
    await gateway.close();
  });

  const assertion = (jti: string): URLSearchParams => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const extension = {
      version: '1',
      organization_id: 'gemeente',
      subject_id: 'mw-1',
      subject_role: 'care-coordinator',
      purpose_of_use: 'plan-making',
    };
    const extensions = { 'hl7-b2b': extension };
    const aud = `${base}/oauth/token`;
    const claims = { iss: client.id, sub: client.id, aud, jti, exp, extensions };
    return new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signClaims(claims, key),
    });
  };
  const ask = async (method: string, path: string, body?: object | URLSearchParams) => {
    const form = body instanceof URLSearchParams;
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: JSON.parse(text) as Record<string, unknown> };
  };

  test('gives a token once per assertion', async () => {
    const form = assertion('once');
    const [first, second] = [
      await ask('POST', '/oauth/token', form),
      await ask('POST', '/oauth/token', form),
    ];
    expect([first.status, second.status, second.text]).toEqual([
      200,
      401,
      '{"error":"invalid_client"}',
    ]);
    token = String(first.json['access_token']);
  });

  test('composes a plan, and shows it', async () => {
    const created = await ask('POST', '/v1/plans', {
      coordinator: { org: 'gemeente', role: 'care-coordinator' },
      members: [{ birthDate: '1980-01-01', birthPrecision: 'day' }],
    });
    expect(created.status).toBe(201);
    plan = String(created.json['id']);
    expect((await ask('GET', `/v1/plans/${plan}`)).status).toBe(200);
  });

  test('refuses a pull without policy alike for any plan and any search, on the record', async () => {
    const pulls = [
      await ask('GET', `/fhir/CarePlan/${plan}.plan/$everything`),
      await ask('GET', '/fhir/CarePlan/x.plan/$everything'),
      await ask('GET', `/fhir/Goal?patient=${plan}.m1`),
      await ask('POST', '/fhir/Patient/_search', new URLSearchParams({ identifier: 'C-1' })),
    ];
    expect(new Set(pulls.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(pulls[0]?.status).toBe(403);
  });

  test('gives the record of the plan under one name at both doors', async () => {
    const { json } = await ask('GET', '/v1/audit/chains');
    expect(json['chains']).toContainEqual(
      expect.objectContaining({ chain: `plan:${plan}`, seq: 3 }),
    );
    const { json: page } = await ask('GET', `/v1/audit/chains/plan:${plan}/entries`);
    expect(page['entries']).toHaveLength(3);
    const { json: bundle } = await ask('GET', `/fhir/AuditEvent?entity=CarePlan/${plan}.plan`);
    expect(bundle).toMatchObject({
      entry: [{ resource: { id: `${plan}.1`, action: 'U' } }, { resource: { outcome: '4' } }, {}],
    });
    const organisations = await ask('GET', '/v1/audit/chains/organisation:gemeente/entries');
    expect(organisations.json['entries']).toHaveLength(2);
    expect((await ask('POST', '/v1/audit/checkpoints')).status).toBe(201);
  });
});
