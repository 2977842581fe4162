import { createPublicKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fetchKey } from '../src/fetch-key.ts';
import { publicJwk, signFetchAssertion } from '../src/identity/fetch-assertion.ts';
import { readCompactToken } from '../src/identity/compact-token.ts';
import { importVerificationKey, isSignedBy } from '../src/identity/jose.ts';

const SECRET = new Uint8Array(32).fill(9);
const IDENTITY = { endpoint: 'https://auth.example/token', client: 'planpoort' };

test('a key is the same in every process that has the key file, and another under another name', () => {
  const names = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/);
  fc.assert(
    fc.property(names, fc.uint8Array({ minLength: 32, maxLength: 64 }), (name, secret) => {
      const key = fetchKey(secret, name);
      expect(fetchKey(secret, name)).toEqual(key);
      expect(fetchKey(secret, `${name}x`).d).not.toBe(key.d);
      // OpenSSL takes only points that are on the curve.
      expect(createPublicKey({ key: { ...publicJwk(key) }, format: 'jwk' }).type).toBe('public');
      expect(Object.keys(publicJwk(key))).not.toContain('d');
    }),
    { numRuns: 30 },
  );
});

test('an assertion is what a SMART server asks, signed by the published key, and used once', async () => {
  const key = fetchKey(SECRET, 'fetch-1');
  const now = Date.UTC(2026, 10, 22);
  const tokens = await Promise.all([1, 2].map(() => signFetchAssertion(IDENTITY, key, now)));
  const [first, second] = tokens.map((token) => readCompactToken(token));
  const published = await importVerificationKey(publicJwk(key));
  if (typeof published === 'string' || !first || !second) throw new Error('no key');
  expect(await isSignedBy(first, published)).toBe(true);
  const other = await importVerificationKey(publicJwk(fetchKey(SECRET, 'fetch-2')));
  expect(typeof other !== 'string' && (await isSignedBy(first, { ...other, kid: 'fetch-1' }))).toBe(
    false,
  );
  expect(first.header).toEqual({ alg: 'ES384', kid: 'fetch-1', typ: 'JWT' });
  const { iss, sub, aud, iat, exp, jti } = first.claims;
  expect([iss, sub, aud]).toEqual(['planpoort', 'planpoort', IDENTITY.endpoint]);
  expect([iat, Number(exp) - Number(iat) <= 300]).toEqual([now / 1000, true]);
  expect(second.claims['jti']).not.toBe(jti);
});
