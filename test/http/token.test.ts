import { describe, expect, test } from '@jest/globals';
import { makeKey, signClaims } from '../identity/signer.ts';
import { answered, BASE, NOW, client, testGateway, tokenForm, tokens } from './support.ts';

const ask = (fields: string | object, gateway = testGateway()) =>
  gateway.ask.post('/oauth/token').type('form').send(fields);

describe('the token endpoint', () => {
  test('gives a token bound to organisation, role and purpose', async () => {
    const { body, headers } = await answered(
      ask(tokenForm({ scope: 'system/CarePlan.rs' })).expect(200),
    );
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 300,
      scope: 'system/CarePlan.rs',
    });
    expect(headers['cache-control']).toBe('no-store');
    const { access_token } = body as { access_token: string };
    expect(tokens.open(access_token, NOW)).toEqual({
      requester: {
        client: 'zaaksysteem',
        organisation: 'wijkteam',
        role: 'family-worker',
        purpose: 'plan-execution',
        scopes: new Set(['system/CarePlan.rs']),
      },
      keyId: 'k1',
      expiresAt: NOW + 300_000,
    });
  });

  test('gives every registered scope when none is asked', async () => {
    const { body } = await answered(ask(tokenForm()).expect(200));
    expect(body).toMatchObject({ scope: client.scopes.join(' ') });
  });

  test.each(['openid', 'system/CarePlan.d', 'system/Spaceship.r', 'dossier.push '])(
    'does not know the scope %s',
    async (scope) => {
      await ask(tokenForm({ scope })).expect(400, { error: 'invalid_scope' });
    },
  );

  test('refuses every assertion with the same bytes and headers; the log has the reason', async () => {
    const other = makeKey('ES384', 'k1');
    const good = {
      iss: client.id,
      sub: client.id,
      aud: `${BASE}/oauth/token`,
      jti: 'x',
      exp: NOW / 1000 + 60,
    };
    const gateway = testGateway();
    const replayed = tokenForm();
    await ask(replayed, gateway).expect(200);
    const attempts = [
      replayed,
      tokenForm({ client_assertion: 'x' }),
      tokenForm({ client_assertion: 'x'.repeat(20_000) }),
      tokenForm({ client_assertion: signClaims(good, other) }),
      tokenForm({ client_assertion_type: 'urn:x' }),
      { grant_type: 'client_credentials' },
      { grant_type: 'client_credentials', client_id: client.id, client_secret: 'geheim' },
      tokenForm({}, { iss: 'niemand', sub: 'niemand' }),
      tokenForm({}, { aud: [`${BASE}/oauth/token`] }),
      tokenForm({}, { exp: NOW / 1000 - 60 }),
      tokenForm({}, { jti: undefined }),
      tokenForm({}, { extensions: { 'hl7-b2b': { version: '1', organization_id: 'school' } } }),
    ];
    const seen = new Set<string>();
    for (const attempt of attempts) {
      const { status, text, headers } = await ask(attempt, gateway);
      const moving = ['date', 'traceparent'];
      const fixed = Object.entries(headers as object).filter(([name]) => !moving.includes(name));
      seen.add(JSON.stringify([status, text, fixed]));
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('[401,"{\\"error\\":\\"invalid_client\\"}"');
    const faults = gateway.log.map((line) => line['fault']).filter(Boolean);
    expect(faults).toHaveLength(attempts.length);
    expect(faults).toEqual(
      expect.arrayContaining(['replayed', 'signature', 'audience', 'expiry', 'organisation']),
    );
  });

  test.each<[string, string | object, number, string]>([
    ['another grant', tokenForm({ grant_type: 'password' }), 400, 'unsupported_grant_type'],
    ['no grant', 'scope=x', 400, 'unsupported_grant_type'],
    [
      'a parameter twice',
      'grant_type=client_credentials&grant_type=client_credentials',
      400,
      'invalid_request',
    ],
    ['broken encoding', 'grant_type=%zz', 400, 'invalid_request'],
    ['bytes that are no UTF-8', 'grant_type=%ff', 400, 'invalid_request'],
  ])('%s', async (_, fields, status, error) => {
    await ask(fields).expect(status, { error });
  });

  test('takes a form and nothing else', async () => {
    const { ask: http } = testGateway();
    await http.post('/oauth/token').send(tokenForm()).expect(415, { error: 'invalid_request' });
    await http.post('/oauth/token').expect(415);
    const form = new URLSearchParams(tokenForm()).toString();
    const utf16 = http
      .post('/oauth/token')
      .type('application/x-www-form-urlencoded; charset=utf-16');
    await utf16.send(form).expect(415);
    const zipped = http.post('/oauth/token').type('form').set('Content-Encoding', 'gzip');
    await zipped.send(form).expect(415);
    await http
      .post('/oauth/token')
      .type('form')
      .send(`scope=${'x'.repeat(70_000)}`)
      .expect(413);
  });
});
