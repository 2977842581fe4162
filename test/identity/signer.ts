import { constants, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { SigningAlgorithm } from '../../src/identity/public-key.ts';

/** A client's key pair in a test; `jwk` is what it registers. */
export interface TestKey {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
  readonly secret: KeyObject;
  readonly jwk: JsonWebKey & { kid: string; alg: SigningAlgorithm; kty: string };
}

const CURVES: Partial<Record<SigningAlgorithm, string>> = { ES256: 'P-256', ES384: 'P-384' };

export function makeKey(
  alg: SigningAlgorithm,
  kid: string,
  bits = 2048,
  exponent = 65537,
): TestKey {
  const namedCurve = CURVES[alg];
  const pair = namedCurve
    ? generateKeyPairSync('ec', { namedCurve })
    : generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent });
  const jwk = pair.publicKey.export({ format: 'jwk' });
  return { alg, kid, secret: pair.privateKey, jwk: { ...jwk, kty: jwk.kty ?? '', kid, alg } };
}

export const base64url = (value: string | Uint8Array): string =>
  Buffer.from(value as string).toString('base64url');

/** Signs exactly these header and payload texts, well formed or not. */
export function signText(header: string | Uint8Array, payload: string, key: TestKey): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${base64url(rawSignature(Buffer.from(input), key))}`;
}

export function rawSignature(input: Uint8Array, { alg, secret }: TestKey): Buffer {
  const hash = alg.endsWith('384') ? 'sha384' : 'sha256';
  if (alg.startsWith('ES')) return sign(hash, input, { key: secret, dsaEncoding: 'ieee-p1363' });
  if (alg.startsWith('RS')) return sign(hash, input, secret);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return sign(hash, input, { key: secret, padding, saltLength: 32 });
}

export function signClaims(
  claims: object,
  key: TestKey,
  header: object = { alg: key.alg, kid: key.kid, typ: 'JWT' },
): string {
  return signText(JSON.stringify(header), JSON.stringify(claims), key);
}
