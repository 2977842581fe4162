import type { Receipt } from './entry.ts';

const minted = new WeakSet<object>();

/**
 * Makes a receipt. Only the store calls this, after the transaction that wrote the entry has
 * committed; the import walls keep everybody else away from this file.
 * @param head hex SHA-256 of the chain after the entry
 * @param askedAtMs see {@link Receipt}
 */
export function mintReceipt(chain: string, seq: number, head: string, askedAtMs?: number): Receipt {
  const asked = askedAtMs === undefined ? {} : { askedAtMs };
  const receipt = Object.freeze({ chain, seq, head, ...asked }) as Receipt;
  minted.add(receipt);
  return receipt;
}

/** True only for a receipt made here: a look-alike object or a copy is none. */
export function isReceipt(value: unknown): value is Receipt {
  return typeof value === 'object' && value !== null && minted.has(value);
}
