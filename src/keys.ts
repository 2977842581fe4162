import { hkdfSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import type { Keyed } from './flows/gateway.ts';
import { KeyedHash } from './store/keyed-hash.ts';

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
  const names = new RecentNames();
  return {
    storeKey: derive('planpoort store'),
    tokenKey: derive('planpoort access token'),
    checkpointSeed: derive('planpoort checkpoint'),
    opaque: (use, ...parts) => {
      // Lengths keep ("a","bc") and ("ab","c") apart.
      let text = '';
      for (const part of parts) text += `${part.length}:${part}`;
      const name = text.length > LONGEST_NAME ? undefined : `${use}:${text}`;
      const known = name === undefined ? undefined : names.get(name);
      if (known !== undefined) return known;
      const keyed = hashes.get(use) ?? new KeyedHash(derive(`planpoort opaque ${use}`));
      hashes.set(use, keyed);
      const opaque = base32(keyed.of(text).subarray(0, 16));
      if (name !== undefined) names.set(name, opaque);
      return opaque;
    },
  };
}

/** A source names the same dossiers and places push after push: looking one up costs a tenth of hashing it. */
const REMEMBERED_NAMES = 10_000;
/** Characters; what is longer is content. */
const LONGEST_NAME = 400;

/** The names used last, between one and two times {@link REMEMBERED_NAMES}; to find one again moves nothing. */
class RecentNames {
  #young = new Map<string, string>();
  #old = new Map<string, string>();

  get(name: string): string | undefined {
    const known = this.#young.get(name);
    if (known !== undefined) return known;
    const older = this.#old.get(name);
    if (older !== undefined) this.set(name, older);
    return older;
  }

  set(name: string, opaque: string): void {
    if (this.#young.size >= REMEMBERED_NAMES) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, opaque);
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
