import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import type { ClientDocument } from '../../src/flows/register-documents.ts';
import { accessTokens } from '../../src/identity/access-token.ts';
import type { AccessGrant } from '../../src/identity/access-token.ts';
import { identifyRequester } from '../../src/identity/bearer.ts';
import { makeKey, signClaims } from './signer.ts';

const NOW = Date.UTC(2026, 4, 1, 12);
const secret = randomBytes(32);
const tokens = accessTokens(secret);
const grant: AccessGrant = {
  requester: {
    client: 'zaaksysteem',
    organisation: 'wijkteam',
    person: 'medewerker-7',
    role: 'family-worker',
    purpose: 'plan-execution',
    scopes: new Set(['system/CarePlan.r']),
  },
  keyId: 'k1',
  expiresAt: NOW + 300_000,
};
const sealed = tokens.seal(grant);

describe('an access token', () => {
  test('opens to what was sealed, with the same key on any node', () => {
    expect(accessTokens(secret).open(sealed, NOW)).toEqual(grant);
    const scopes = new Set<string>();
    const without = { ...grant, requester: { client: 'c', organisation: 'o', scopes } };
    expect(tokens.open(tokens.seal(without), NOW)).toEqual(without);
  });

  test('says nothing to whoever has no key', () => {
    expect(Buffer.from(sealed, 'base64url').includes('wijkteam')).toBe(false);
    expect(tokens.seal(grant)).not.toBe(sealed);
  });

  test('ends at its instant', () => {
    expect(tokens.open(sealed, NOW + 299_999)).toBeDefined();
    expect(tokens.open(sealed, NOW + 300_000)).toBeUndefined();
  });

  test('does not open after any change, under another key, or when it is another kind', () => {
    fc.assert(
      fc.property(
        fc.nat(sealed.length - 1),
        fc.constantFrom('A', 'Q', 'g', 'w', '-', '_', '+', '/', '=', '.', ' '),
        (at, put) => {
          const changed = sealed.slice(0, at) + put + sealed.slice(at + 1);
          if (changed !== sealed) expect(tokens.open(changed, NOW)).toBeUndefined();
        },
      ),
    );
    expect(accessTokens(randomBytes(32)).open(sealed, NOW)).toBeUndefined();
    const key = makeKey('ES256', 'k1');
    for (const text of [
      '',
      'x',
      `${sealed}=`,
      `${sealed}A`,
      'A'.repeat(100_000),
      signClaims({}, key),
    ])
      expect(tokens.open(text, NOW)).toBeUndefined();
  });

  test('needs a whole key', () => {
    expect(() => accessTokens(randomBytes(31))).toThrow(RangeError);
  });
});

describe('the caller behind a bearer token', () => {
  const client: ClientDocument = {
    id: 'zaaksysteem',
    organisations: [{ id: 'wijkteam', roles: ['family-worker'] }],
    scopes: ['system/CarePlan.r'],
    jwks: { keys: [makeKey('ES256', 'k1').jwk] },
  };
  const identify = (header: string | undefined, registered: ClientDocument | undefined = client) =>
    identifyRequester(header, {
      accessTokens: tokens,
      now: NOW,
      tokens: { client: () => Promise.resolve(registered), spend: () => Promise.resolve(true) },
    });

  test('is the requester of the token', async () => {
    expect(await identify(`Bearer ${sealed}`)).toEqual({ ...grant.requester, keyId: grant.keyId });
    expect(await identify(`bearer ${sealed}`)).toEqual({ ...grant.requester, keyId: grant.keyId });
  });

  test.each([
    ['no header', undefined],
    ['another scheme', `Basic ${sealed}`],
    ['a tab', `Bearer\t${sealed}`],
    ['two tokens', `Bearer ${sealed} ${sealed}`],
    ['two headers joined', `Bearer ${sealed}, Bearer ${sealed}`],
    ['no token', 'Bearer '],
  ])('is nobody: %s', async (_, header) => expect(await identify(header)).toBeUndefined());

  test.each<[string, Partial<ClientDocument>]>([
    ['compromised', { compromised: true }],
    ['key taken away', { jwks: { keys: [makeKey('ES256', 'k2').jwk] } }],
    ['organisation taken away', { organisations: [{ id: 'school', roles: [] }] }],
  ])('is nobody any more at the next call: %s', async (_, change) =>
    expect(await identify(`Bearer ${sealed}`, { ...client, ...change })).toBeUndefined(),
  );
});
