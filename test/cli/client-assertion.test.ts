import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { signClientAssertion } from '../../src/cli/client-assertion.ts';
import { createKeyFile } from '../../src/cli/credentials.ts';
import { authenticateClient } from '../../src/identity/client-assertion.ts';
import type { TokenFlows } from '../../src/flows/flows.ts';

const NOW = Date.UTC(2026, 10, 1, 12);
const tokenEndpoint = 'https://poort.example/oauth/token';
const speaking = {
  organisation: 'school-1',
  person: 'p-7',
  role: 'school-care-coordinator',
  purpose: 'plan-execution',
};

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'planpoort-key-'));
  const path = join(folder, 'client.pem');
  const jwk = await createKeyFile(path, 'k1');
  const privateKey = createPrivateKey(await readFile(path));
  const spent = new Set<string>();
  const tokens: TokenFlows = {
    client: (id) =>
      Promise.resolve(
        id === 'school'
          ? {
              id,
              organisations: [{ id: 'school-1', roles: ['school-care-coordinator'] }],
              scopes: ['dossier.push'],
              jwks: { keys: [jwk] },
            }
          : undefined,
      ),
    spend: (_issuer, jti) => Promise.resolve(!spent.has(jti) && Boolean(spent.add(jti))),
  };
  return { path, jwk, key: { client: 'school', kid: 'k1', privateKey }, tokens };
}

describe('a client assertion made on the command line', () => {
  test('is what the gateway accepts, once, with everything it says', async () => {
    const { key, tokens } = await setUp();
    const assertion = signClientAssertion(key, { tokenEndpoint, now: NOW, speaking });
    const context = { tokenEndpoint, now: NOW, tokens };
    const { binding, keyId } = await authenticateClient(assertion, context);
    expect(keyId).toBe('k1');
    expect(binding).toEqual(speaking);
    await expect(authenticateClient(assertion, context)).rejects.toThrow('replayed');
  });

  test('is refused by another gateway, and when its time is over', async () => {
    const { key, tokens } = await setUp();
    const assertion = signClientAssertion(key, { tokenEndpoint, now: NOW, speaking });
    const elsewhere = { tokenEndpoint: 'https://other.example/oauth/token', now: NOW, tokens };
    await expect(authenticateClient(assertion, elsewhere)).rejects.toThrow('audience');
    const later = { tokenEndpoint, now: NOW + 120_000, tokens };
    await expect(authenticateClient(assertion, later)).rejects.toThrow('expiry');
  });

  test('its key stays on this machine: the file is its owner’s, the public half has no secret', async () => {
    const { path, jwk } = await setUp();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'x', 'y']);
    await expect(createKeyFile(path, 'k1')).rejects.toThrow('EEXIST');
  });
});
