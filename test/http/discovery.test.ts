import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'fhir-kit-client';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { close, listen } from '../../src/http/listen.ts';
import { answered, BASE, testGateway } from './support.ts';

describe('what clients read first', () => {
  let server: Server;
  let fhir: Client;
  beforeAll(async () => {
    server = await listen(testGateway().app, { host: '127.0.0.1', port: 0 });
    const { port } = server.address() as AddressInfo;
    fhir = new Client({ baseUrl: `http://127.0.0.1:${port}/fhir` });
  });
  afterAll(() => close(server, 100));

  test('an unmodified FHIR client reads the capability statement', async () => {
    const statement = await fhir.capabilityStatement();
    expect(statement).toMatchObject({
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
      kind: 'instance',
      implementation: { url: `${BASE}/fhir` },
    });
  });

  test('and the SMART configuration, at both of its places', async () => {
    expect(await fhir.smartAuthMetadata()).toMatchObject({});
    const { ask } = testGateway();
    const { body } = await answered(ask.get('/.well-known/smart-configuration').expect(200));
    expect(body).toMatchObject({
      issuer: BASE,
      token_endpoint: `${BASE}/oauth/token`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_signing_alg_values_supported: ['ES384', 'RS384', 'ES256', 'PS256'],
    });
    await ask.get('/fhir/.well-known/smart-configuration').expect(200, body as object);
  });
});
