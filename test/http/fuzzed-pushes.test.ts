import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startInProcess, type InProcessGateway } from '../support/composed-gateway.ts';
import { readJson } from '../support/households.ts';
import { testClient } from '../support/gateway-driver.ts';
import { edits, FHIR_SAMPLES, mutated, SAMPLES } from '../support/mutated-bodies.ts';

const SOURCE = {
  id: 'org-source',
  name: 'Bron',
  kind: 'debt-counselling',
  domain: 'work-income',
  roles: ['debt-counsellor'],
};

describe('mutated bodies at the door', () => {
  let gateway: InProcessGateway;
  let token = '';
  beforeAll(async () => {
    gateway = await startInProcess('embedded');
    const { driver, officer, officerOrganisation: organisation } = gateway;
    const officerToken = await driver.token(
      officer,
      { organisation, person: 'officer-1' },
      'policy.manage',
    );
    const source = testClient('client-source');
    const registrations: [string, unknown][] = [
      ['organisations/org-source', SOURCE],
      [
        'clients/client-source',
        {
          id: source.id,
          organisations: [{ id: SOURCE.id, roles: SOURCE.roles }],
          scopes: ['dossier.push'],
          jwks: source.jwks,
        },
      ],
      ...SAMPLES.map(([name]): [string, unknown] => [
        `mappings/${name}`,
        readJson(`examples/mappings/${name}.json`),
      ]),
    ];
    for (const [path, json] of registrations)
      await driver.must('PUT', `/v1/${path}`, { token: officerToken, json });
    const person = { organisation: SOURCE.id, person: 'pro-1' };
    token = await driver.token(source, person, 'dossier.push');
  }, 60_000);
  afterAll(() => gateway.close());

  test.each([...SAMPLES, ...FHIR_SAMPLES])(
    '%s as %s: taken or refused, never a fault of the gateway',
    async (name, type, body) => {
      const seen = new Set<number>();
      await fc.assert(
        fc.asyncProperty(edits, async (all) => {
          const bytes = new Uint8Array(mutated(body, all));
          const path = `/dossiers/${name}?dry-run=true`;
          const { status } = await gateway.driver.request('POST', path, {
            token,
            type,
            body: bytes,
          });
          seen.add(status);
        }),
        { numRuns: 40 },
      );
      expect([...seen].filter((status) => ![200, 400, 422].includes(status))).toEqual([]);
      expect(seen).toContain(422);
      expect(seen).toContain(200);
    },
  );

  test('what the sender says of the release is heard', async () => {
    const [, , body] = FHIR_SAMPLES[1];
    const push = (type: string) =>
      gateway.driver.request('POST', '/dossiers/fhir-r4?dry-run=true', {
        token,
        type,
        body: new Uint8Array(body),
      });
    const older = await push('application/fhir+xml; fhirVersion=3.0');
    expect(older.status).toBe(200);
    expect(older.text).not.toContain('has no element of this name');
    const newer = await push('application/fhir+xml; fhirVersion=4.0');
    expect(newer.text).toContain('line 3: Goal has no element of this name');
    const unknown = await push('application/fhir+xml; fhirVersion=5.0');
    expect([unknown.status, unknown.text.includes('4.0 or 3.0')]).toEqual([422, true]);
  });

  test('a body of another format than the mapping is refused by name', async () => {
    const options = { token, type: 'application/xml', body: '<a/>' };
    const { status, text } = await gateway.driver.request(
      'POST',
      '/dossiers/schuldhulp-csv',
      options,
    );
    expect(status).toBe(415);
    expect(text).toContain('This adapter takes text/csv.');
  });
});
