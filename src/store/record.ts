import { canonicalText } from '../audit/canonical.ts';
import { planChain } from '../audit/chain.ts';
import type { EntryBody, Receipt } from '../audit/entry.ts';
import { mintReceipt } from '../audit/receipt-mint.ts';
import type { AppendOutcome, ReleaseAppend, StoredEntry } from '../flows/ports.ts';
import { read, type Database, type Row } from './database.ts';
import { APPEND_RELEASE } from './plan-statements.ts';

const PLAN_PREFIX = planChain('');

const APPEND_ENTRY = {
  name: 'append-entry',
  text: 'select r_seq, r_head from planpoort.append_entry($1, $2)',
};
const READ_PLAN_ENTRIES = {
  name: 'read-plan-entries',
  text: `select seq, body, head from planpoort.plan_entry
    where plan_id = $1 and seq > $2 order by seq limit $3`,
};
const READ_LEDGER_ENTRIES = {
  name: 'read-ledger-entries',
  text: `select seq, body, head from planpoort.ledger_entry
    where chain = $1 and seq > $2 order by seq limit $3`,
};
const READ_CHAINS = {
  name: 'read-chains',
  text: `select '${PLAN_PREFIX}' || plan_id, seq, head from planpoort.plan
    union all select chain, seq, head from planpoort.ledger`,
};

/**
 * Writes the entry of a release or refusal, where plan and register still are at the epochs that
 * were decided on and the decision is at most a second old. One statement, one transaction.
 * @param fresh false when instants come from a test clock, which the database cannot compare
 */
export async function appendRelease(
  database: Database,
  append: ReleaseAppend,
  fresh: boolean,
): Promise<AppendOutcome> {
  const { planId, epoch, regionEpoch, decidedAt, entry } = append;
  const decided = fresh ? decidedAt : null;
  const values = [planId, epoch, regionEpoch, decided, canonicalText(entry)];
  const askedAtMs = performance.now();
  const rows = await database.run(APPEND_RELEASE, values);
  if (rows === 'moved' || !rows[0]) return 'moved';
  return receiptFrom(planChain(planId), rows[0], askedAtMs);
}

/**
 * Writes an entry that belongs to no plan.
 * @throws RangeError for the chain of a plan: its entries are written with what they record
 */
export async function appendEntry(
  database: Database,
  chain: string,
  entry: EntryBody,
): Promise<Receipt> {
  if (chain.startsWith(PLAN_PREFIX)) throw new RangeError('not a chain outside the plans');
  const askedAtMs = performance.now();
  const [row] = await read(database, APPEND_ENTRY, [chain, canonicalText(entry)]);
  return receiptFrom(chain, row, askedAtMs);
}

/** Entries of a chain after a place, oldest first. */
export async function readEntries(
  database: Database,
  chain: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly StoredEntry[]> {
  const isPlan = chain.startsWith(PLAN_PREFIX);
  const name = isPlan ? chain.slice(PLAN_PREFIX.length) : chain;
  const statement = isPlan ? READ_PLAN_ENTRIES : READ_LEDGER_ENTRIES;
  const rows = await read(database, statement, [name, after, limit]);
  return rows.map(([seq, text, head]) => ({
    chain,
    seq: Number(seq),
    text: String(text),
    head: hex(head),
  }));
}

/** Every chain with its length and head, in the order of their names. */
export async function readChains(database: Database) {
  const rows = await read(database, READ_CHAINS, []);
  return rows
    .map(([chain, seq, head]) => ({ chain: String(chain), seq: Number(seq), head: hex(head) }))
    .sort((a, b) => (a.chain < b.chain ? -1 : 1));
}

/**
 * The receipt for a row `(seq, head)` that was committed.
 * @param askedAtMs for what may be sent on it: when it was asked for
 */
export function receiptFrom(chain: string, row: Row | undefined, askedAtMs?: number): Receipt {
  return mintReceipt(chain, Number(row?.[0]), hex(row?.[1]), askedAtMs);
}

function hex(value: Row[number] | undefined): string {
  if (!(value instanceof Buffer)) throw new Error('an entry without its head');
  return value.toString('hex');
}
