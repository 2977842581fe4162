import { newKey, unwrapKey, wrapKey, type MasterKeys } from '../master-keys.ts';

/** No plan has this id: keys of sources are wrapped apart from those of plans. */
const NO_PLAN = '';

/** A key under which what is held of one source is sealed. */
export interface SourceKey {
  readonly key: Buffer;
  /** Set when it was just made and must be stored. */
  readonly wrapped?: Buffer;
}

/** The key of a source as it stands in the database, opened; a new one where there is none. */
export function sourceKey(master: MasterKeys, org: string, wrapped: unknown): SourceKey {
  if (wrapped instanceof Buffer) return { key: openSourceKey(master, org, wrapped) };
  const key = newKey();
  return { key, wrapped: wrapKey(master, key, ownerOf(org)) };
}

/** @throws SealBroken when it was wrapped for another source or under another key file */
export function openSourceKey(master: MasterKeys, org: string, wrapped: Buffer): Buffer {
  return unwrapKey(master, wrapped, ownerOf(org));
}

function ownerOf(org: string) {
  return { planId: NO_PLAN, subject: `source ${org}` };
}
