import { genesisHead, nextHead } from './chain.ts';
import type { ChainHead } from './checkpoint.ts';

/** An entry as stored. */
export interface RecordedEntry {
  readonly seq: number;
  readonly text: string;
  /** Hex. */
  readonly head: string;
}

export const TAMPER_KINDS = [
  'edited',
  'deleted',
  'truncated',
  'reordered',
  'inserted',
  'duplicated',
  'head-mismatch',
  'rewritten',
] as const;
/**
 * What was done to a chain. `edited`: text or head of one entry was changed; `deleted`: entries are
 * missing in the middle; `truncated`: the newest entries are gone; `head-mismatch`: the entries are
 * whole but the chain's own row says otherwise; `rewritten`: consistent in itself, yet not what an
 * older checkpoint saw.
 */
export type TamperKind = (typeof TAMPER_KINDS)[number];

/** The first place at which a chain is not what it was. */
export interface Finding {
  readonly chain: string;
  /** Sequence number of the first bad entry; 0 when the whole chain is concerned. */
  readonly seq: number;
  readonly kind: TamperKind;
}

/**
 * Checks one chain from the data alone.
 * @param row the chain's own row: length and head
 * @param entries in the order in which the store gives them
 * @param kept the same chain in an older, genuine checkpoint, if one was kept
 * @returns the first finding, or null when nothing was changed
 */
export function verifyChain(
  row: ChainHead,
  entries: readonly RecordedEntry[],
  kept?: ChainHead,
): Finding | null {
  const found = (seq: number, kind: TamperKind): Finding => ({ chain: row.chain, seq, kind });
  const at = firstBreak(row, entries);
  if (at) return { chain: row.chain, ...explain(at, Math.max(row.seq, kept?.seq ?? 0)) };
  if (entries.length < row.seq) return found(entries.length + 1, 'truncated');
  if (entries.length > row.seq) return found(row.seq + 1, 'inserted');
  const last = entries.at(-1)?.head ?? genesisHead(row.chain).toString('hex');
  if (last !== row.head) return found(entries.length, 'head-mismatch');
  return againstKept(row, entries, kept);
}

/** What an older checkpoint saw must still be there, unchanged. */
function againstKept(
  row: ChainHead,
  entries: readonly RecordedEntry[],
  kept: ChainHead | undefined,
): Finding | null {
  if (!kept || kept.seq === 0) return null;
  if (entries.length < kept.seq) {
    return { chain: row.chain, seq: entries.length + 1, kind: 'truncated' };
  }
  const then = entries[kept.seq - 1]?.head;
  return then === kept.head ? null : { chain: row.chain, seq: kept.seq, kind: 'rewritten' };
}

/** Where a chain stops holding together. */
interface Break {
  readonly entries: readonly RecordedEntry[];
  /** Index of the first entry that does not follow. */
  readonly place: number;
  /** The last good head, and the one before it. */
  readonly head: Buffer;
  readonly earlier: Buffer;
}

function firstBreak(row: ChainHead, entries: readonly RecordedEntry[]): Break | undefined {
  let head = genesisHead(row.chain);
  let earlier = head;
  for (const [place, entry] of entries.entries()) {
    const next = nextHead(head, entry.text);
    if (entry.seq !== place + 1 || next.toString('hex') !== entry.head) {
      return { entries, place, head, earlier };
    }
    [earlier, head] = [head, next];
  }
  return undefined;
}

/**
 * Names what explains a break, from the most specific explanation to the least.
 * @param length how many entries there should be
 */
function explain(at: Break, length: number): Omit<Finding, 'chain'> {
  const { entries, place, head, earlier } = at;
  const seq = place + 1;
  if (isRepeated(at)) return { seq, kind: 'duplicated' };
  if (follow(head, entries.slice(seq))) {
    return { seq, kind: seq < entries.length ? 'inserted' : lastOne(entries.length, length) };
  }
  if (place > 0 && follow(earlier, entries.slice(place))) return { seq: place, kind: 'inserted' };
  if (belongsEarlier(at)) return { seq, kind: 'reordered' };
  const missing = entries.length < length || (entries[place]?.seq ?? 0) > seq;
  return { seq, kind: missing && continues(at) ? 'deleted' : 'edited' };
}

/** For the newest entry only the length tells whether it was changed or put there. */
function lastOne(entries: number, length: number): TamperKind {
  return entries > length ? 'inserted' : 'edited';
}

/** The same entry stands in the chain before. */
function isRepeated({ entries, place }: Break): boolean {
  const here = entries[place];
  return entries.slice(0, place).some((e) => e.text === here?.text && e.head === here.head);
}

/** These entries follow a head, one after the other. */
function follow(head: Buffer, entries: readonly RecordedEntry[]): boolean {
  let last = head;
  return entries.every((entry) => {
    last = nextHead(last, entry.text);
    return last.toString('hex') === entry.head;
  });
}

/** An entry further on is the one that belongs here. */
function belongsEarlier({ entries, place, head }: Break): boolean {
  const heads = new Set(entries.slice(place).map((entry) => entry.head));
  return entries
    .slice(place + 1)
    .some((entry) => heads.has(nextHead(head, entry.text).toString('hex')));
}

/** What comes after the break holds together from the broken entry's own head on. */
function continues({ entries, place }: Break): boolean {
  const here = entries[place];
  return here !== undefined && follow(Buffer.from(here.head, 'hex'), entries.slice(place + 1));
}
