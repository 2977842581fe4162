import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { KeyedHash } from './keyed-hash.ts';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** The ciphertext was changed, belongs elsewhere, or the key is another one. */
export class SealBroken extends Error {
  constructor() {
    super('a sealed document does not open');
    this.name = 'SealBroken';
  }
}

/**
 * Seals a text with AES-256-GCM under a random 96-bit nonce. One key may seal 2^32 texts
 * (NIST SP 800-38D, section 8.3); the keys here seal one text per change of one plan.
 * @param key 32 bytes
 * @param context what the text is and where it stands; it opens in the same context only
 * @returns version, nonce, ciphertext, tag
 */
export function seal(key: Uint8Array, plain: string | Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const bytes = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
  const body = cipher.update(bytes);
  return Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens what `seal` made.
 * @throws SealBroken for anything else
 */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  if (sealed.length < 1 + NONCE + TAG || sealed[0] !== VERSION) throw new SealBroken();
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE), {
    authTagLength: TAG,
  });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const body = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG));
    return Buffer.concat([body, decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}

/** HKDF-SHA-256 to 32 bytes (RFC 5869); `purpose` keeps the derived keys apart. */
export function deriveKey(material: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', material, new Uint8Array(0), purpose, 32));
}

/** Keyed hash of a list of texts: equal lists can be found again, nothing can be read. */
export function blindIndex(key: Uint8Array, parts: readonly string[]): Buffer {
  const keyed = hashes.get(key) ?? new KeyedHash(key);
  hashes.set(key, keyed);
  return keyed.of(JSON.stringify(parts));
}

const hashes = new WeakMap<Uint8Array, KeyedHash>();
