import { randomBytes } from 'node:crypto';
import { deriveKey, seal, SealBroken, unseal } from './seal.ts';

/** The keys that come from the key file, which lives outside the database and its backups. */
export interface MasterKeys {
  /** Wraps the keys of data subjects and plans. */
  readonly wrapping: Buffer;
  /** Keys the hashes by which identifiers and requests are found. */
  readonly blinding: Buffer;
  /** Seals stored answers. */
  readonly answers: Buffer;
  /** Seals what is remembered of people at sources that are fetched from. */
  readonly fetches: Buffer;
}

/**
 * @param kek content of the key file, at least 32 bytes
 * @throws RangeError when it is shorter
 */
export function deriveMasterKeys(kek: Uint8Array): MasterKeys {
  if (kek.length < 32) throw new RangeError('the key file holds fewer than 32 bytes');
  return {
    wrapping: deriveKey(kek, 'planpoort wrapping 1'),
    blinding: deriveKey(kek, 'planpoort blinding 1'),
    answers: deriveKey(kek, 'planpoort answers 1'),
    fetches: deriveKey(kek, 'planpoort fetches 1'),
  };
}

/** A fresh random key for a data subject, or for a plan. */
export function newKey(): Buffer {
  return randomBytes(32);
}

export function wrapKey(master: MasterKeys, key: Uint8Array, owner: KeyOwner): Buffer {
  return seal(master.wrapping, key, ownerContext(owner));
}

/** @throws SealBroken when the key was wrapped for another owner or under another key file */
export function unwrapKey(master: MasterKeys, wrapped: Uint8Array, owner: KeyOwner): Buffer {
  return unseal(master.wrapping, wrapped, ownerContext(owner));
}

/** Whose key it is; the subject '' stands for the plan itself. */
export interface KeyOwner {
  readonly planId: string;
  readonly subject: string;
}

const KEY_CHECK = 'planpoort key check';

/** A sealed constant that only the right key file opens. */
export function makeKeyCheck(master: MasterKeys): Buffer {
  return seal(master.wrapping, KEY_CHECK, KEY_CHECK);
}

/** True when the database was made with this key file. */
export function passesKeyCheck(master: MasterKeys, check: Uint8Array): boolean {
  try {
    return unseal(master.wrapping, check, KEY_CHECK).toString('utf8') === KEY_CHECK;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}

function ownerContext({ planId, subject }: KeyOwner): string {
  return JSON.stringify(['key', planId, subject]);
}
