import { describe, expect, test } from '@jest/globals';
import { StoreUnavailable } from '../../src/flows/gateway-error.ts';
import { answered, testGateway, tokenForm } from './support.ts';

describe('every answer', () => {
  const { ask, log } = testGateway();

  test('is never stored, names no software, and carries a trace', async () => {
    const { headers } = await ask.get('/healthz').expect(200, { status: 'up' });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['etag']).toBeUndefined();
    expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('continues a good trace of the caller and no other', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceOf = async (traceparent: string): Promise<string> => {
      const { headers } = await ask.get('/healthz').set({ traceparent });
      return String(headers['traceparent']).split('-')[1] ?? '';
    };
    expect(await traceOf(`00-${trace}-00f067aa0ba902b7-01`)).toBe(trace);
    expect(await traceOf(`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`)).not.toBe('0'.repeat(32));
    expect(await traceOf(`00-${trace}-zz-01`)).not.toBe(trace);
    expect(log.some((line) => line['trace'] === trace && line['door'] === 'healthz')).toBe(true);
  });

  test('is one line in the log, of listed fields only', async () => {
    const gateway = testGateway();
    await gateway.ask.get('/fhir/Patient/999900006?name=Jansen').expect(401);
    await gateway.ask.get('/nergens/999900006').expect(404);
    expect(gateway.log).toHaveLength(2);
    const allowed = [
      'level',
      'at',
      'trace',
      'door',
      'method',
      'status',
      'durationMs',
      'client',
      'code',
      'fault',
    ];
    for (const line of gateway.log)
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(line)));
    expect(JSON.stringify(gateway.log)).not.toMatch(/999900006|Jansen|nergens/);
  });

  test('is counted by door, method and status', async () => {
    const gateway = testGateway();
    await gateway.ask.get('/healthz');
    await gateway.ask.patch('/fhir/metadata').expect(405);
    const text = await gateway.metrics.text();
    expect(text).toContain('door="healthz",method="GET",status="200"} 1');
    expect(text).toContain('door="none",method="other",status="405"} 1');
  });
});

describe('errors become documents', () => {
  const { ask } = testGateway();

  test.each([
    ['get', '/fhir/Spaceship', 401],
    ['get', '/fhir/metadata/x', 401],
    ['delete', '/fhir/metadata', 405],
    ['get', '/fhir/%ff', 404],
  ] as const)('%s %s is an OperationOutcome', async (method, path, status) => {
    const { body, type } = await answered(ask[method](path).expect(status));
    expect(type).toBe('application/fhir+json');
    expect(body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error' }],
    });
  });

  test('a door that FHIR XML is asked of cannot give it', async () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ code: 'not-supported' }] };
    const refused = await ask
      .get('/fhir/metadata')
      .set('Accept', 'application/fhir+xml')
      .expect(406);
    expect(refused.body).toMatchObject(outcome);
    expect((await ask.get('/fhir/metadata?_format=xml').expect(406)).body).toMatchObject(outcome);
    await ask.get('/fhir/metadata?_format=json').expect(200);
  });

  test('elsewhere it is a problem document, in the language asked for', async () => {
    const dutch = await ask.get('/nergens').expect(404);
    expect(dutch.type).toBe('application/problem+json');
    expect(dutch.body).toEqual({
      type: 'https://planpoort.nl/problems/not-found',
      title: 'Dit is er niet, of niet voor u.',
      status: 404,
      code: 'not-found',
    });
    const english = await ask.get('/nergens').set('Accept-Language', 'en-GB, nl;q=0.5');
    expect(english.body).toMatchObject({ title: 'This does not exist, or not for you.' });
    expect(english.headers['content-language']).toBe('en');
  });

  test('another method is 405 with the ones that work', async () => {
    const { headers } = await ask.get('/oauth/token').expect(405);
    expect(headers['allow']).toBe('POST');
  });

  test('an address that was encoded twice or climbs leads nowhere', async () => {
    for (const path of [
      '/fhir/CarePlan/a%2f..%2fb',
      '/fhir/CarePlan/%252e%252e',
      '/fhir/CarePlan/a%00',
    ])
      await ask.get(path).expect(404);
  });

  test('a store that does not answer is 503 with Retry-After', async () => {
    const failing = testGateway({ ready: () => Promise.reject(new StoreUnavailable()) });
    const { headers, body } = await answered(failing.ask.get('/readyz').expect(503));
    expect(headers['retry-after']).toBe('1');
    expect(body).toMatchObject({ code: 'unavailable' });
  });

  test('an unknown error loses its text, in the answer and in the log', async () => {
    const secret = 'Key (bsn)=(999900006) already exists';
    const failing = testGateway({ ready: () => Promise.reject(new TypeError(secret)) });
    const { body, text } = await answered(failing.ask.get('/readyz').expect(500));
    expect(body).toMatchObject({ code: 'internal', title: 'Er ging iets mis in de poort.' });
    expect(text + JSON.stringify(failing.log)).not.toContain('999900006');
    expect(failing.log).toContainEqual(expect.objectContaining({ kind: 'TypeError' }));
  });
});

describe('too many requests', () => {
  test('from one address to the token endpoint', async () => {
    const { ask } = testGateway({}, { limits: { tokensPerMinute: 2 } });
    for (let i = 0; i < 2; i++)
      await ask.post('/oauth/token').type('form').send(tokenForm()).expect(200);
    const { headers, body } = await answered(
      ask.post('/oauth/token').type('form').send(tokenForm()).expect(429),
    );
    expect(headers['retry-after']).toBe('60');
    expect(body).toEqual({ error: 'temporarily_unavailable' });
    expect(Object.keys(headers).filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  });
});
