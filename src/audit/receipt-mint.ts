import type { Receipt } from './entry.ts';

const minted = new WeakSet<object>();

/**
 * Makes a receipt. Only the store calls this, after the transaction that wrote the entry has
 * committed; the import walls keep everybody else away from this file.
 * @param head hex SHA-256 of the chain after the entry
 */
export function mintReceipt(chain: string, seq: number, head: string): Receipt {
  const receipt = Object.freeze({ chain, seq, head }) as Receipt;
  minted.add(receipt);
  return receipt;
}

/** True only for a receipt made here: a look-alike object or a copy is none. */
export function isReceipt(value: unknown): value is Receipt {
  return typeof value === 'object' && value !== null && minted.has(value);
}
