import { isGenuine, type ChainHead, type Checkpoint } from './checkpoint.ts';
import type { NoteVerifier } from './signed-note.ts';
import { verifyChain, type Finding, type RecordedEntry } from './verify.ts';

/** The two readings of a store that a verifier needs. */
export interface RecordReader {
  readChains(): Promise<readonly ChainHead[]>;
  readEntries(
    chain: string,
    page: { after: number; limit: number },
  ): Promise<readonly RecordedEntry[]>;
}

/** What a verification saw. */
export interface RecordReport {
  readonly chains: number;
  readonly entries: number;
  /** The first finding of every bad chain; empty = whole. */
  readonly findings: readonly Finding[];
  /** False when a checkpoint was given that this key did not sign over these heads. */
  readonly checkpointGenuine: boolean;
}

const PAGE = 500;

/**
 * Verifies every chain, against an older checkpoint when one was kept. May run while the gateway
 * works: what was appended after the chains were listed is left for the next time.
 * @param kept an older checkpoint and the key that must have signed it
 */
export async function verifyRecord(
  reader: RecordReader,
  kept?: { readonly checkpoint: Checkpoint; readonly verifier: NoteVerifier },
): Promise<RecordReport> {
  const genuine = kept === undefined || isGenuine(kept.checkpoint, kept.verifier);
  const old = new Map((genuine ? kept?.checkpoint.heads : [])?.map((h) => [h.chain, h]));
  const rows = await reader.readChains();
  const findings: Finding[] = missingChains(rows, old);
  let entries = 0;
  for (const row of rows) {
    const read = await readChain(reader, row);
    entries += read.length;
    const finding = await confirmed(reader, { row, read, kept: old.get(row.chain) });
    if (finding) findings.push(finding);
  }
  return { chains: rows.length, entries, findings, checkpointGenuine: genuine };
}

function missingChains(rows: readonly ChainHead[], old: ReadonlyMap<string, ChainHead>): Finding[] {
  const present = new Set(rows.map(({ chain }) => chain));
  return [...old.values()]
    .filter(({ chain, seq }) => seq > 0 && !present.has(chain))
    .map(({ chain }) => ({ chain, seq: 1, kind: 'truncated' as const }));
}

interface ReadChain {
  readonly row: ChainHead;
  readonly read: readonly RecordedEntry[];
  readonly kept: ChainHead | undefined;
}

/** Entries past the listed length are growth when the chain, read again, has grown that far. */
async function confirmed(reader: RecordReader, chain: ReadChain): Promise<Finding | null> {
  const { row, read, kept } = chain;
  if (read.length <= row.seq) return verifyChain(row, read, kept);
  const now = (await reader.readChains()).find((each) => each.chain === row.chain) ?? row;
  return verifyChain(now, await readChain(reader, now, now.seq + 1), kept);
}

/** The entries of a chain, and one more than it should have if there is one. */
async function readChain(
  reader: RecordReader,
  row: ChainHead,
  most = row.seq + 1,
): Promise<readonly RecordedEntry[]> {
  const read: RecordedEntry[] = [];
  while (read.length < most) {
    const limit = Math.min(PAGE, most - read.length);
    const page = await reader.readEntries(row.chain, { after: read.at(-1)?.seq ?? 0, limit });
    read.push(...page);
    if (page.length < limit) break;
  }
  return read;
}
