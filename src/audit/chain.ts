import { createHash } from 'node:crypto';

const LEAF = Buffer.of(0);
const LINK = Buffer.of(1);
const GENESIS = Buffer.of(2);

/** Name of the chain on which everything about one plan is recorded. */
export function planChain(planId: string): string {
  return `plan:${planId}`;
}

/** Name of the chain of an organisation: what it asked that led to no plan. */
export function organisationChain(organisation: string): string {
  return `organisation:${organisation}`;
}

/** The chain of the register. */
export const REGION_CHAIN = 'region';

/**
 * Head of a chain without entries: SHA-256(0x02 || name). It binds every later head to the chain's
 * name, so that the entries of one chain cannot be passed off as those of another.
 */
export function genesisHead(chain: string): Buffer {
  return createHash('sha256').update(GENESIS).update(chain, 'utf8').digest();
}

/**
 * Head after one more entry: SHA-256(0x01 || head || SHA-256(0x00 || text)). The first bytes keep
 * entries and links apart (RFC 6962, section 2.1).
 * @param head the head before, 32 bytes
 * @param text the exact stored text of the entry
 */
export function nextHead(head: Uint8Array, text: string): Buffer {
  const leaf = createHash('sha256').update(LEAF).update(text, 'utf8').digest();
  return createHash('sha256').update(LINK).update(head).update(leaf).digest();
}
