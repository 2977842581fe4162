import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { genesisHead, nextHead } from '../../src/audit/chain.ts';
import { makeCheckpoint, type ChainHead } from '../../src/audit/checkpoint.ts';
import { verifyChain, type RecordedEntry, type TamperKind } from '../../src/audit/verify.ts';
import { verifyRecord } from '../../src/audit/verify-record.ts';

const CHAIN = 'plan:1';
const whole = record(CHAIN, ['a', 'b', 'c', 'd', 'e', 'f']);

/** A chain as a store would give it. */
interface Stored {
  readonly row: ChainHead;
  readonly entries: readonly RecordedEntry[];
}

describe('a whole chain', () => {
  test('is found whole, also when empty, and against a checkpoint of any moment', () => {
    expect(verifyChain(whole.row, whole.entries)).toBeNull();
    const empty = record(CHAIN, []);
    expect(verifyChain(empty.row, empty.entries)).toBeNull();
    for (let seq = 0; seq <= 6; seq += 1) {
      expect(verifyChain(whole.row, whole.entries, keptAt(seq))).toBeNull();
    }
  });
});

/** Each operation on a copy; what the verifier must say, and at which entry. */
const operations: readonly [string, TamperKind, number, (s: Stored) => Stored][] = [
  ['the text of an entry edited', 'edited', 3, (s) => replace(s, 2, { text: 'C' })],
  ['the text of the newest entry edited', 'edited', 6, (s) => replace(s, 5, { text: 'F' })],
  ['the head of an entry edited', 'edited', 3, (s) => replace(s, 2, { head: '00'.repeat(32) })],
  [
    'text and head of an entry edited to fit',
    'edited',
    4,
    (s) => replace(s, 2, { text: 'C', head: headAfter(s.entries[1], 'C') }),
  ],
  ['an entry deleted', 'deleted', 3, (s) => edit(s, (e) => e.toSpliced(2, 1))],
  [
    'an entry deleted and the rest renumbered',
    'deleted',
    3,
    (s) => edit(s, (e) => renumber(e.toSpliced(2, 1))),
  ],
  ['two entries deleted', 'deleted', 2, (s) => edit(s, (e) => renumber(e.toSpliced(1, 2)))],
  ['the first entry deleted', 'deleted', 1, (s) => edit(s, (e) => renumber(e.slice(1)))],
  ['the newest entry deleted', 'truncated', 6, (s) => edit(s, (e) => e.slice(0, -1))],
  ['all entries deleted', 'truncated', 1, (s) => edit(s, () => [])],
  ['neighbours exchanged', 'reordered', 3, (s) => edit(s, (e) => swap(e, 2, 3))],
  [
    'neighbours exchanged and renumbered',
    'reordered',
    3,
    (s) => edit(s, (e) => renumber(swap(e, 2, 3))),
  ],
  ['entries apart exchanged', 'reordered', 2, (s) => edit(s, (e) => renumber(swap(e, 1, 4)))],
  ['the texts of two entries exchanged', 'reordered', 2, (s) => swapTexts(s, 1, 3)],
  ['an entry repeated', 'duplicated', 4, (s) => insert(s, 3, s.entries[2])],
  ['an old entry repeated at the end', 'duplicated', 7, (s) => insert(s, 6, s.entries[0])],
  [
    'a foreign entry put in',
    'inserted',
    4,
    (s) => insert(s, 3, { text: 'x', head: '11'.repeat(32) }),
  ],
  [
    'a fitting entry put in',
    'inserted',
    4,
    (s) => insert(s, 3, { text: 'x', head: headAfter(s.entries[2], 'x') }),
  ],
  [
    'a fitting entry put at the end',
    'inserted',
    7,
    (s) => insert(s, 6, { text: 'x', head: headAfter(s.entries[5], 'x') }),
  ],
  ['the head of the chain changed', 'head-mismatch', 6, (s) => row(s, { head: '00'.repeat(32) })],
  ['the chain taken for another', 'edited', 1, (s) => row(s, { chain: 'plan:2' })],
];

describe('without a checkpoint it is found and named:', () => {
  test.each(operations)('%s: %s at %i', (_, kind, seq, tamper) => {
    const { row: tampered, entries } = tamper(whole);
    expect(verifyChain(tampered, entries)).toMatchObject({ kind, seq });
  });
});

/** What is consistent in itself shows against what was kept. */
const thorough: readonly [string, TamperKind, number, Stored][] = [
  ['cut short, chain row and all', 'truncated', 5, record(CHAIN, ['a', 'b', 'c', 'd'])],
  ['emptied, chain row and all', 'truncated', 1, record(CHAIN, [])],
  ['rewritten from an entry on', 'rewritten', 6, record(CHAIN, ['a', 'B', 'c', 'd', 'e', 'f'])],
  ['cut short and grown again', 'rewritten', 6, record(CHAIN, ['a', 'b', 'c', 'x', 'y', 'z', 'q'])],
];

describe('against a kept checkpoint it is found and named:', () => {
  test.each(thorough)('%s: %s at %i', (_, kind, seq, { row: tampered, entries }) => {
    expect(verifyChain(tampered, entries)).toBeNull();
    expect(verifyChain(tampered, entries, keptAt(6))).toMatchObject({ kind, seq });
  });

  test('a chain that is gone altogether', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const checkpoint = makeCheckpoint([whole.row], 'now', { name: 'gateway', key: privateKey });
    const empty = { readChains: () => Promise.resolve([]), readEntries: () => Promise.resolve([]) };
    const kept = { checkpoint, verifier: { name: 'gateway', key: publicKey } };
    expect((await verifyRecord(empty, kept)).findings).toEqual([
      { chain: CHAIN, seq: 1, kind: 'truncated' },
    ]);
  });
});

test('any change of any stored value is found', () => {
  const texts = fc.array(fc.string(), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.nat(), fc.string(), (all, pick, text) => {
      const stored = record(CHAIN, all);
      const place = pick % all.length;
      fc.pre(all[place] !== text);
      const { row: tampered, entries } = replace(stored, place, { text });
      expect(verifyChain(tampered, entries)).toMatchObject({ chain: CHAIN, seq: place + 1 });
    }),
  );
});

test('a record that grows while it is verified is whole', async () => {
  const later = record(CHAIN, ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  let asked = 0;
  const report = await verifyRecord({
    readChains: () => Promise.resolve([(asked += 1) === 1 ? whole.row : later.row]),
    readEntries: (_, { after, limit }) =>
      Promise.resolve(later.entries.slice(after, after + limit)),
  });
  expect(report).toMatchObject({ findings: [], chains: 1 });
});

function record(chain: string, texts: readonly string[]): Stored {
  let head = genesisHead(chain);
  const entries = texts.map((text, i) => {
    head = nextHead(head, text);
    return { seq: i + 1, text, head: head.toString('hex') };
  });
  return { row: { chain, seq: texts.length, head: head.toString('hex') }, entries };
}

function keptAt(seq: number): ChainHead {
  const head = whole.entries[seq - 1]?.head ?? genesisHead(CHAIN).toString('hex');
  return { chain: CHAIN, seq, head };
}

function headAfter(entry: RecordedEntry | undefined, text: string): string {
  return nextHead(Buffer.from(entry?.head ?? '', 'hex'), text).toString('hex');
}

function edit(
  { row: same, entries }: Stored,
  change: (entries: readonly RecordedEntry[]) => readonly RecordedEntry[],
): Stored {
  return { row: same, entries: change(entries) };
}

function row(stored: Stored, change: Partial<ChainHead>): Stored {
  return { ...stored, row: { ...stored.row, ...change } };
}

function replace(stored: Stored, place: number, change: Partial<RecordedEntry>): Stored {
  return edit(stored, (entries) => entries.map((e, i) => (i === place ? { ...e, ...change } : e)));
}

function insert(stored: Stored, place: number, entry: Partial<RecordedEntry> | undefined): Stored {
  const added = { seq: 0, text: '', head: '', ...entry };
  return edit(stored, (entries) => renumber(entries.toSpliced(place, 0, added)));
}

function renumber(entries: readonly RecordedEntry[]): readonly RecordedEntry[] {
  return entries.map((entry, i) => ({ ...entry, seq: i + 1 }));
}

function swap(entries: readonly RecordedEntry[], a: number, b: number): readonly RecordedEntry[] {
  return entries.map((entry, i) => entries[i === a ? b : i === b ? a : i] ?? entry);
}

function swapTexts(stored: Stored, a: number, b: number): Stored {
  return edit(stored, (entries) =>
    entries.map((entry, i) => ({
      ...entry,
      text: entries[i === a ? b : i === b ? a : i]?.text ?? '',
    })),
  );
}
