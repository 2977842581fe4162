import { createHash, hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const SCRATCH_BYTES = 64 * 1024;

/**
 * HMAC-SHA-256 (RFC 2104) under one key of at most 64 bytes, from two one-shot hashes: a push takes
 * hundreds of these over short texts, and an HMAC object costs more than the hashing.
 */
export class KeyedHash {
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
    this.#outer.write(this.#innerHash(text), BLOCK_BYTES, 'hex');
    return Buffer.from(hash('sha256', this.#outer, 'hex'), 'hex');
  }

  #innerHash(text: string): string {
    if (text.length * 3 + BLOCK_BYTES > SCRATCH_BYTES) {
      const pad = this.#inner.subarray(0, BLOCK_BYTES);
      return createHash('sha256').update(pad).update(text, 'utf8').digest('hex');
    }
    const end = BLOCK_BYTES + this.#inner.write(text, BLOCK_BYTES, 'utf8');
    return hash('sha256', this.#inner.subarray(0, end), 'hex');
  }
}
