import { hash, hkdfSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import type { Keyed } from './flows/gateway.ts';

/** Every key of the gateway, derived from one secret that lives outside the database. */
export interface GatewayKeys extends Keyed {
  /** Wraps the data subjects' keys in the store. */
  readonly storeKey: Uint8Array;
  /** Seals access tokens. */
  readonly tokenKey: Uint8Array;
  /** Ed25519 seed that signs checkpoints over the record. */
  readonly checkpointSeed: Uint8Array;
}

const SECRET_BYTES = 32;

/**
 * Derives the gateway's keys (HKDF, RFC 5869), one per use.
 * @param secret at least 32 bytes
 * @throws RangeError when the secret is shorter
 */
export function deriveKeys(secret: Uint8Array): GatewayKeys {
  if (secret.length < SECRET_BYTES) throw new RangeError('the key file holds less than 32 bytes');
  const derive = (use: string) => new Uint8Array(hkdfSync('sha256', secret, '', use, SECRET_BYTES));
  const hashes = new Map<string, KeyedHash>();
  return {
    storeKey: derive('planpoort store'),
    tokenKey: derive('planpoort access token'),
    checkpointSeed: derive('planpoort checkpoint'),
    opaque: (use, ...parts) => {
      const keyed = hashes.get(use) ?? new KeyedHash(derive(`planpoort opaque ${use}`));
      hashes.set(use, keyed);
      // Lengths keep ("a","bc") and ("ab","c") apart.
      let text = '';
      for (const part of parts) text += `${part.length}:${part}`;
      return base32(keyed.of(text).subarray(0, 16));
    },
  };
}

const BLOCK_BYTES = 64;
const SCRATCH_BYTES = 64 * 1024;

/**
 * HMAC-SHA-256 (RFC 2104) under one key of at most 64 bytes, from two one-shot hashes: a pull takes
 * a hundred of these over short texts, and an HMAC object costs more than the hashing.
 */
class KeyedHash {
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  constructor(key: Uint8Array) {
    this.#inner = Buffer.alloc(SCRATCH_BYTES);
    this.#outer = Buffer.alloc(BLOCK_BYTES + 32);
    for (let i = 0; i < BLOCK_BYTES; i += 1) {
      this.#inner[i] = (key[i] ?? 0) ^ 0x36;
      this.#outer[i] = (key[i] ?? 0) ^ 0x5c;
    }
  }

  of(text: string): Buffer {
    this.#outer.write(hash('sha256', this.#padded(text), 'hex'), BLOCK_BYTES, 'hex');
    return Buffer.from(hash('sha256', this.#outer, 'hex'), 'hex');
  }

  /** The inner pad and the text; used up before the next call. */
  #padded(text: string): Buffer {
    if (text.length * 3 + BLOCK_BYTES > SCRATCH_BYTES)
      return Buffer.concat([this.#inner.subarray(0, BLOCK_BYTES), Buffer.from(text, 'utf8')]);
    return this.#inner.subarray(0, BLOCK_BYTES + this.#inner.write(text, BLOCK_BYTES, 'utf8'));
  }
}

/** Reads the key file, or makes one (mode 0600) where `create` says so. */
export async function readKeyFile(path: string, create: boolean): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!create || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const secret = randomBytes(SECRET_BYTES);
    await writeFile(path, secret, { mode: 0o600, flag: 'wx' });
    return secret;
  }
}

/** A fresh random id: 128 bits as 26 lower-case base32 characters. */
export function randomId(): string {
  return base32(randomBytes(16));
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32, lower case, without padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((value << (5 - bits)) & 31) : text;
}
