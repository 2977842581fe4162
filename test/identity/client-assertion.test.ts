import { describe, expect, test } from '@jest/globals';
import type { TokenFlows } from '../../src/flows/flows.ts';
import type { ClientDocument } from '../../src/flows/register-documents.ts';
import { authenticateClient } from '../../src/identity/client-assertion.ts';
import type { AuthenticatedClient } from '../../src/identity/client-assertion.ts';
import { checkClientKeys } from '../../src/identity/client-keys.ts';
import { TokenRefused } from '../../src/identity/token-fault.ts';
import { makeKey, signClaims } from './signer.ts';
import type { TestKey } from './signer.ts';

const NOW = Date.UTC(2026, 4, 1, 12);
const SECONDS = NOW / 1000;
const ENDPOINT = 'https://poort.example/oauth/token';
const key = makeKey('ES384', 'k1');
const otherKey = makeKey('ES384', 'k1');

const clientDocument = (id: string, keys: readonly TestKey[]): ClientDocument => ({
  id,
  organisations: [{ id: 'wijkteam', roles: ['family-worker'], purposes: ['plan-execution'] }],
  scopes: ['system/CarePlan.r'],
  jwks: { keys: keys.map(({ jwk }) => jwk) },
});

/** A register and a replay cache in memory. */
function tokenFlows(...clients: readonly ClientDocument[]): TokenFlows {
  const spent = new Set<string>();
  return {
    client: (id) => Promise.resolve(clients.find((client) => client.id === id)),
    spend: (issuer, jti) =>
      Promise.resolve(spent.size < spent.add(JSON.stringify([issuer, jti])).size),
  };
}

const client = clientDocument('zaaksysteem', [key]);
const stranger = clientDocument('ander', [otherKey]);
const claims = {
  iss: 'zaaksysteem',
  sub: 'zaaksysteem',
  aud: ENDPOINT,
  jti: 'once',
  iat: SECONDS,
  exp: SECONDS + 300,
};
const extension = {
  version: '1',
  organization_id: 'wijkteam',
  subject_id: 'medewerker-7',
  subject_role: 'family-worker',
  purpose_of_use: ['plan-execution'],
};
const withExtension = (change: object): object => ({
  ...claims,
  extensions: { 'hl7-b2b': { ...extension, ...change } },
});

const ask = (assertion: unknown, tokens = tokenFlows(client, stranger)) =>
  authenticateClient(assertion, { tokenEndpoint: ENDPOINT, now: NOW, tokens });
const fault = async (outcome: Promise<AuthenticatedClient>): Promise<string> => {
  try {
    await outcome;
    return 'accepted';
  } catch (refusal) {
    if (refusal instanceof TokenRefused) return refusal.fault;
    throw refusal;
  }
};

describe('a client that proves itself', () => {
  test('without the extension, its only registration speaks', async () => {
    const { binding, keyId } = await ask(signClaims(claims, key));
    expect(keyId).toBe('k1');
    expect(binding).toEqual({
      organisation: 'wijkteam',
      role: 'family-worker',
      purpose: 'plan-execution',
    });
  });

  test.each([
    ['plain codes', {}],
    ['lists of one', { subject_role: ['family-worker'], purpose_of_use: ['plan-execution'] }],
    ['a plain purpose', { purpose_of_use: 'plan-execution' }],
    [
      'codes with their system',
      {
        subject_role: 'https://planpoort.nl/fhir/CodeSystem/role#family-worker',
        purpose_of_use: ['https://planpoort.nl/fhir/CodeSystem/purpose#plan-execution'],
      },
    ],
    [
      'codings',
      { subject_role: { code: 'family-worker' }, purpose_of_use: [{ code: 'plan-execution' }] },
    ],
  ])('with the extension: %s', async (_, change) => {
    const { binding } = await ask(signClaims(withExtension(change), key));
    expect(binding).toEqual({
      organisation: 'wijkteam',
      person: 'medewerker-7',
      role: 'family-worker',
      purpose: 'plan-execution',
    });
  });

  test('an open choice stays open: the decision refuses what is missing', async () => {
    const wide: ClientDocument = {
      ...client,
      organisations: [{ id: 'wijkteam', roles: ['family-worker', 'care-coordinator'] }],
    };
    const { binding } = await ask(signClaims(claims, key), tokenFlows(wide));
    expect(binding).toEqual({ organisation: 'wijkteam' });
  });

  test('a system that pushes names no role and no purpose', async () => {
    const change = { subject_role: undefined, purpose_of_use: undefined };
    const { binding } = await ask(signClaims(withExtension(change), key));
    expect(binding).toEqual({ organisation: 'wijkteam', person: 'medewerker-7' });
  });

  test('a supplier that serves several organisations has to say for which', async () => {
    const wide: ClientDocument = {
      ...client,
      organisations: [...client.organisations, { id: 'school', roles: ['volunteer'] }],
    };
    expect(await fault(ask(signClaims(claims, key), tokenFlows(wide)))).toBe('organisation');
  });

  test('clocks may differ by ten seconds', async () => {
    const shifted = (seconds: number): string =>
      signClaims({ ...claims, iat: SECONDS + seconds, exp: SECONDS + seconds + 300 }, key);
    expect(await fault(ask(shifted(9)))).toBe('accepted');
    expect(await fault(ask(shifted(61)))).toBe('expiry');
    expect(await fault(ask(signClaims({ ...claims, iat: SECONDS + 61 }, key)))).toBe('issued-at');
    const undated = { ...claims, iat: undefined };
    expect(await fault(ask(signClaims(undated, key)))).toBe('accepted');
  });
});

describe('what is refused', () => {
  const claim = (change: object): [object, object?] => [{ ...claims, ...change }];
  test.each<[string, [object, object?], string]>([
    ['issuer unknown', claim({ iss: 'niemand', sub: 'niemand' }), 'unknown-client'],
    ['issuer with a slash', claim({ iss: 'zaaksysteem/', sub: 'zaaksysteem/' }), 'unknown-client'],
    ['issuer a look-alike', claim({ iss: 'zaaksysteеm', sub: 'zaaksysteеm' }), 'unknown-client'],
    ['issuer a prototype name', claim({ iss: 'toString', sub: 'toString' }), 'unknown-client'],
    ['key of another client', claim({ iss: 'ander', sub: 'ander' }), 'signature'],
    ['subject another', claim({ sub: 'ander' }), 'issuer-subject'],
    ['issuer absent', claim({ iss: undefined, sub: undefined }), 'issuer-subject'],
    ['audience absent', claim({ aud: undefined }), 'audience'],
    ['audience a list', claim({ aud: [ENDPOINT] }), 'audience'],
    ['audience with a slash', claim({ aud: `${ENDPOINT}/` }), 'audience'],
    ['audience in capitals', claim({ aud: ENDPOINT.toUpperCase() }), 'audience'],
    ['audience the issuer', claim({ aud: 'https://poort.example' }), 'audience'],
    ['exp absent', claim({ exp: undefined }), 'expiry'],
    ['exp past', claim({ exp: SECONDS - 11 }), 'expiry'],
    ['exp text', claim({ exp: String(SECONDS + 60) }), 'expiry'],
    ['exp with a fraction', claim({ exp: SECONDS + 60.5 }), 'expiry'],
    ['exp enormous', claim({ exp: 1e308 }), 'expiry'],
    ['exp negative', claim({ exp: -1 }), 'expiry'],
    ['a year of life', claim({ exp: SECONDS + 31_536_000 }), 'expiry'],
    ['issued a day ago', claim({ iat: SECONDS - 86_400 }), 'issued-at'],
    ['issued in text', claim({ iat: 'now' }), 'issued-at'],
    ['not before later', claim({ nbf: SECONDS + 61 }), 'not-before'],
    ['jti absent', claim({ jti: undefined }), 'token-id'],
    ['jti empty', claim({ jti: '' }), 'token-id'],
    ['jti a number', claim({ jti: 7 }), 'token-id'],
    ['extensions a text', claim({ extensions: 'x' }), 'extension'],
    ['extension null', claim({ extensions: { 'hl7-b2b': null } }), 'extension'],
    ['extension of version 2', [withExtension({ version: '2' })], 'extension'],
    ['extension with more', [withExtension({ act: { sub: 'x' } })], 'extension'],
    ['organisation of another', [withExtension({ organization_id: 'school' })], 'organisation'],
    ['person absent', [withExtension({ subject_id: undefined })], 'extension'],
    ['role of another', [withExtension({ subject_role: 'therapist' })], 'role'],
    ['two roles', [withExtension({ subject_role: ['family-worker', 'family-worker'] })], 'role'],
    ['no role but an empty list', [withExtension({ subject_role: [] })], 'role'],
    ['purpose a wildcard', [withExtension({ purpose_of_use: '*' })], 'purpose'],
    [
      'two purposes',
      [withExtension({ purpose_of_use: ['plan-execution', 'treatment'] })],
      'purpose',
    ],
    ['purpose of another', [withExtension({ purpose_of_use: ['treatment'] })], 'purpose'],
    [
      'purpose of another system',
      [withExtension({ purpose_of_use: ['urn:x#plan-execution'] })],
      'purpose',
    ],
    ['typ absent', [claims, { alg: 'ES384', kid: 'k1' }], 'typ'],
    ['typ of an access token', [claims, { alg: 'ES384', kid: 'k1', typ: 'at+jwt' }], 'typ'],
    ['typ in lower case', [claims, { alg: 'ES384', kid: 'k1', typ: 'jwt' }], 'typ'],
    ['kid unknown', [claims, { alg: 'ES384', kid: 'k2', typ: 'JWT' }], 'unknown-key'],
    ['kid a prototype name', [claims, { alg: 'ES384', kid: 'constructor', typ: 'JWT' }], 'key-id'],
    ['another algorithm', [claims, { alg: 'ES256', kid: 'k1', typ: 'JWT' }], 'algorithm'],
    ['no algorithm', [claims, { alg: 'none', kid: 'k1', typ: 'JWT' }], 'algorithm'],
  ])('%s', async (_, [body, header], expected) => {
    const assertion = header ? signClaims(body, key, header) : signClaims(body, key);
    expect(await fault(ask(assertion))).toBe(expected);
  });

  test('the same assertion again, but not the same id of another client', async () => {
    const tokens = tokenFlows(client, stranger);
    const twice = [ask(signClaims(claims, key), tokens), ask(signClaims(claims, key), tokens)];
    expect((await Promise.all(twice.map(fault))).sort()).toEqual(['accepted', 'replayed']);
    const other = { ...claims, iss: 'ander', sub: 'ander' };
    expect(await fault(ask(signClaims(other, otherKey), tokens))).toBe('accepted');
  });

  test('a refused assertion does not spend its id', async () => {
    const tokens = tokenFlows(client);
    expect(await fault(ask(signClaims({ ...claims, aud: 'x' }, key), tokens))).toBe('audience');
    expect(await fault(ask(signClaims(claims, key), tokens))).toBe('accepted');
  });

  test('a compromised client, and a registration whose keys were never sound', async () => {
    const compromised = tokenFlows({ ...client, compromised: true });
    expect(await fault(ask(signClaims(claims, key), compromised))).toBe('compromised');
    const twins = { ...client, jwks: { keys: [key.jwk, otherKey.jwk] } };
    expect(await fault(ask(signClaims(claims, key), tokenFlows(twins)))).toBe('unknown-key');
    expect(await checkClientKeys(twins)).toEqual([
      { place: '/jwks/keys', text: 'two keys have the same kid' },
    ]);
    const unsound = { ...client, jwks: { keys: [{ ...key.jwk, d: 'AQ' }] } };
    expect(await fault(ask(signClaims(claims, key), tokenFlows(unsound)))).toBe('unknown-key');
    expect(await checkClientKeys(unsound)).toEqual([
      { place: '/jwks/keys/0', text: 'the key holds private members' },
    ]);
    expect(await checkClientKeys(client)).toEqual([]);
  });
});
