import jose from 'node-jose';
import type { JWK } from 'node-jose';
import { checkPublicKey } from './public-key.ts';
import type { PublicKey, SigningAlgorithm } from './public-key.ts';
import type { UnverifiedSignature } from './compact-token.ts';

/** A registered key, ready to verify one algorithm with. */
export interface VerificationKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly key: JWK.Key;
  readonly signatureBytes: number;
}

/** node-jose's verifier as we use it: both options always, the algorithm as a string. */
interface PinnedOptions {
  readonly algorithms: SigningAlgorithm;
  readonly allowEmbeddedKey: false;
}
interface PinnedVerifier {
  verify(token: string, options: PinnedOptions): Promise<JWSVerified>;
}
interface JWSVerified {
  readonly payload: Uint8Array;
  readonly header: Readonly<Record<string, unknown>>;
}
/**
 * The published types ask for a list of algorithms. A list is merged by position into defaults
 * that all verifiers of the process share, so an entry of an earlier verifier would live on in
 * ours; a string replaces what stood there. (node-jose 2.2.0, lib/jws/verify.js)
 */
const jws = jose.JWS as unknown as {
  createVerify(key: JWK.Key, options: PinnedOptions): PinnedVerifier;
  createSign(options: SigningOptions, signer: Signer): TokenSigner;
};
/** node-jose's signer as we use it; the published types do not know of a signer with options. */
interface SigningOptions {
  readonly format: 'compact';
  readonly alg: 'ES384';
  readonly fields: { readonly kid: string; readonly typ: 'JWT' };
}
interface Signer {
  readonly key: JWK.Key;
  /** Says nothing of the key in the header but what the fields say. */
  readonly reference: false;
}
interface TokenSigner {
  final(payload: string, encoding: 'utf8'): Promise<string>;
}

/**
 * Checks a public JWK and makes it ready for verification.
 * @param jwk one member of a client's key set, as registered
 * @returns the key, or in one English sentence what is wrong with it
 */
export async function importVerificationKey(jwk: unknown): Promise<VerificationKey | string> {
  const checked = checkPublicKey(jwk);
  if (typeof checked === 'string') return checked;
  const { kid, alg, signatureBytes } = checked;
  return { kid, alg, signatureBytes, key: await toNodeJose(checked) };
}

/** A private signing key of our own (RFC 7517), for ES384. */
export interface SigningKey {
  readonly kty: 'EC';
  readonly crv: 'P-384';
  readonly x: string;
  readonly y: string;
  readonly d: string;
  readonly kid: string;
}

/**
 * Signs claims as a compact JSON Web Token with ES384.
 * @param claims the payload; nothing is added to it
 */
export async function signToken(claims: object, signing: SigningKey): Promise<string> {
  const { kid } = signing;
  const key = await jose.JWK.asKey({ ...signing, alg: 'ES384', use: 'sig' });
  const options: SigningOptions = { format: 'compact', alg: 'ES384', fields: { kid, typ: 'JWT' } };
  return jws.createSign(options, { key, reference: false }).final(JSON.stringify(claims), 'utf8');
}

function toNodeJose({ kid, alg, material }: PublicKey): Promise<JWK.Key> {
  return jose.JWK.asKey({ ...material, kid, alg, use: 'sig' });
}

/**
 * True when the token's signature was made with exactly this key and this key's algorithm.
 * The claims stay unchecked: node-jose never looks at them.
 * @param token as taken apart by `splitCompactSignature`
 */
export async function isSignedBy(
  token: UnverifiedSignature,
  key: VerificationKey,
): Promise<boolean> {
  if (token.header.alg !== key.alg || token.header.kid !== key.kid) return false;
  // node-jose also takes an ECDSA signature with bytes behind it.
  if (token.signature.length !== key.signatureBytes) return false;
  const options: PinnedOptions = { algorithms: key.alg, allowEmbeddedKey: false };
  try {
    // Given twice: verifiers share one defaults object, the call's own options win over it.
    const verified = await jws.createVerify(key.key, options).verify(token.token, options);
    return (
      verified.header['alg'] === key.alg && Buffer.from(verified.payload).equals(token.payload)
    );
  } catch {
    return false;
  }
}
