import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import supertest from 'supertest';
import { composeGateway, type ComposedGateway } from '../../src/compose.ts';
import { createLog } from '../../src/http/log.ts';
import { accessTokens } from '../../src/identity/access-token.ts';
import { deriveKeys } from '../../src/keys.ts';
import { makeKey } from '../identity/signer.ts';
import { embeddedImage } from '../support/test-store.ts';

const key = makeKey('ES384', 'k1');
const secret = new Uint8Array(32).fill(9);
const roles = ['care-coordinator'];
const organisation = {
  id: 'gemeente',
  name: 'Gemeente',
  kind: 'municipal-team',
  domain: 'care-welfare',
  roles,
};
const client = {
  id: 'zaaksysteem',
  organisations: [{ id: 'gemeente', roles }],
  scopes: ['system/*.rs', 'plan.manage', 'dossier.push'],
  jwks: { keys: [key.jwk] },
};
const authorization = `Bearer ${accessTokens(deriveKeys(secret).tokenKey).seal({
  requester: {
    client: client.id,
    organisation: organisation.id,
    role: 'care-coordinator',
    purpose: 'plan-making',
    scopes: new Set(client.scopes),
  },
  keyId: key.kid,
  expiresAt: Date.now() + 300_000,
})}`;
const BUNDLE = JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [] });

/** Another node changes the register: this one only finds out when it reads the store. */
describe('a gateway that holds an older register', () => {
  let gateway: ComposedGateway;
  let ask: ReturnType<typeof supertest>;
  beforeAll(async () => {
    const log = createLog(new Writable({ write: (_line, _encoding, done) => done() }));
    const place = { kind: 'embedded', image: await embeddedImage() } as const;
    gateway = await composeGateway({ place, secret, bootstrap: { organisation, client }, log });
    ask = supertest(gateway.doorsAt('https://poort.example'));
  });
  afterAll(() => gateway.close());

  const pull = () =>
    ask.get('/fhir/CarePlan/x.plan/$everything').set('Authorization', authorization);
  const push = (idempotency: object = {}) =>
    ask
      .post('/dossiers/fhir-r4')
      .set({ ...idempotency, Authorization: authorization, 'Content-Type': 'application/json' })
      .send(BUNDLE);
  const statuses = async () => [
    (await pull()).status,
    (await push()).status,
    (await push({ 'Idempotency-Key': 'een-twee-drie-vier' })).status,
    (await pull()).status,
  ];
  const elsewhere = async (document: object | null) => {
    const epoch = await gateway.store.registerEpoch();
    await gateway.store.changeRegister({
      epoch,
      entries: [{ kind: 'client', key: client.id, document }],
      entry: {
        v: 1,
        kind: 'change',
        actor: { organisation: 'elders', client: 'elders' },
        trace: '0'.repeat(32),
        instant: new Date(0).toISOString(),
        outcome: 'changed',
      },
    });
  };
  const other = makeKey('ES384', 'k2');

  test.each([
    ['compromised', { ...client, compromised: true }],
    ['without its key', { ...client, jwks: { keys: [other.jwk] } }],
    ['without the organisation', { ...client, organisations: [{ id: 'school', roles }] }],
    ['gone', null],
  ])('ends the tokens of a client that is %s at the next call', async (_, changed) => {
    expect(await statuses()).toEqual([403, 200, 200, 403]);
    await elsewhere(changed);
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    await elsewhere(client);
    expect(await statuses()).toEqual([403, 200, 200, 403]);
    await elsewhere(changed);
    expect((await push()).status).toBe(401);
    await elsewhere(client);
  });

  test('knows a client again that was registered elsewhere', async () => {
    await elsewhere(null);
    expect((await pull()).status).toBe(401);
    await elsewhere(client);
    expect((await push()).status).toBe(200);
  });
});
