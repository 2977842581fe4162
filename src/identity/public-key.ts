import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { isKeyId } from './compact-token.ts';
import { hasRocaFingerprint } from './roca.ts';

/** SMART asks for ES384 and RS384; ES256 and PS256 are what FAPI 2.0 clients have. */
export const SIGNING_ALGORITHMS = ['ES384', 'RS384', 'ES256', 'PS256'] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** A checked public key; `material` holds the members that make the key and nothing else. */
export interface PublicKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly material: Readonly<Record<string, string>>;
  /** Length of every signature by this key: two field elements, or the RSA modulus. */
  readonly signatureBytes: number;
}

interface Material {
  readonly kty: string;
  readonly crv?: string;
  readonly members: readonly string[];
  /** Length of one coordinate. */
  readonly fieldBytes?: number;
}
const MATERIAL: Record<SigningAlgorithm, Material> = {
  ES384: { kty: 'EC', crv: 'P-384', members: ['kty', 'crv', 'x', 'y'], fieldBytes: 48 },
  ES256: { kty: 'EC', crv: 'P-256', members: ['kty', 'crv', 'x', 'y'], fieldBytes: 32 },
  RS384: { kty: 'RSA', members: ['kty', 'n', 'e'] },
  PS256: { kty: 'RSA', members: ['kty', 'n', 'e'] },
};
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MIN_RSA_BITS = 2048;
/** Above this one verification costs a caller-chosen multiple of a millisecond. */
const MAX_RSA_BITS = 4096;
const F4 = 65537n;

/**
 * Checks a public JWK (RFC 7517): one algorithm, for verification only, no private part, and
 * strong enough.
 * @returns the key, or in one English sentence what is wrong with it
 */
export function checkPublicKey(jwk: unknown): PublicKey | string {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) return 'a key is an object';
  const key = jwk as Readonly<Record<string, unknown>>;
  const fault = useFault(key);
  if (fault) return fault;
  const { kid, alg } = key;
  if (typeof kid !== 'string' || !isKeyId(kid))
    return 'kid is 1 to 128 letters, digits, dots, dashes and underscores';
  if (!isSigningAlgorithm(alg)) return `alg is one of ${SIGNING_ALGORITHMS.join(', ')}`;
  const material = materialOf(key, alg);
  if (!material) return `alg ${alg} needs ${MATERIAL[alg].members.join(', ')}`;
  return strengthFault(material) ?? { kid, alg, material, signatureBytes: sizeOf(material, alg) };
}

function isSigningAlgorithm(alg: unknown): alg is SigningAlgorithm {
  return SIGNING_ALGORITHMS.some((known) => known === alg);
}

function useFault(key: Readonly<Record<string, unknown>>): string | undefined {
  if (SECRET_MEMBERS.some((member) => member in key)) return 'the key holds private members';
  if (key['use'] !== undefined && key['use'] !== 'sig') return 'use is sig';
  const operations = key['key_ops'];
  if (operations === undefined) return undefined;
  const verifies =
    Array.isArray(operations) && operations.length === 1 && operations[0] === 'verify';
  return verifies ? undefined : 'key_ops is ["verify"]';
}

function materialOf(
  key: Readonly<Record<string, unknown>>,
  alg: SigningAlgorithm,
): PublicKey['material'] | undefined {
  const { kty, crv, members } = MATERIAL[alg];
  if (key['kty'] !== kty || (crv !== undefined && key['crv'] !== crv)) return undefined;
  const entries = members.map((name) => [name, key[name]] as const);
  const strings = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return strings.length === members.length ? Object.fromEntries(strings) : undefined;
}

function strengthFault(material: PublicKey['material']): string | undefined {
  const key = openKey(material);
  if (!key) return 'these members do not make a key';
  if (key.asymmetricKeyType !== 'rsa') return undefined;
  const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
  if (publicExponent !== F4) return 'the public exponent is 65537';
  if (!modulusLength || modulusLength < MIN_RSA_BITS || modulusLength > MAX_RSA_BITS)
    return `an RSA key has ${MIN_RSA_BITS} to ${MAX_RSA_BITS} bits`;
  const modulus = BigInt(`0x${Buffer.from(material['n'] ?? '', 'base64url').toString('hex')}`);
  if (modulus % 2n === 0n || hasRocaFingerprint(modulus)) return 'the RSA modulus is weak';
  return undefined;
}

function sizeOf(material: PublicKey['material'], alg: SigningAlgorithm): number {
  const { fieldBytes } = MATERIAL[alg];
  return fieldBytes ? 2 * fieldBytes : Buffer.from(material['n'] ?? '', 'base64url').length;
}

/** OpenSSL refuses points that are not on the curve. */
function openKey(material: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: material, format: 'jwk' });
  } catch {
    return undefined;
  }
}
