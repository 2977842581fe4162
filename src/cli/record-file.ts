import { readFile, writeFile } from 'node:fs/promises';
import type { ChainHead } from '../audit/checkpoint.ts';
import type { RecordReader } from '../audit/verify-record.ts';
import type { RecordedEntry } from '../audit/verify.ts';
import type { GatewayClient } from './gateway-client.ts';
import { UsageError } from './usage-error.ts';

const PAGE = 500;

/** The record as the doors of a running gateway give it; scope `audit.read`. */
export function downloadingReader(client: GatewayClient): RecordReader {
  return {
    readChains: async () =>
      itemsOf(
        (await client.ask({ path: '/v1/audit/chains' })).json,
        'chains',
      ) as readonly ChainHead[],
    readEntries: async (chain, { after, limit }) => {
      const query = new URLSearchParams({ after: String(after), limit: String(limit) });
      const path = `/v1/audit/chains/${encodeURIComponent(chain)}/entries?${query.toString()}`;
      const { json } = await client.ask({ path });
      return itemsOf(json, 'entries') as readonly RecordedEntry[];
    },
  };
}

function itemsOf(document: unknown, name: string): readonly unknown[] {
  const items = (document as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(items) ? items : [];
}

/**
 * Writes a whole record to one file: a line of JSON per chain, then one per entry. Entries that
 * came after the chains were listed are left out.
 * @returns number of entries
 */
export async function downloadRecord(reader: RecordReader, file: string): Promise<number> {
  const chains = await reader.readChains();
  const lines = chains.map(({ chain, seq, head }) => JSON.stringify({ chain, seq, head }));
  for (const { chain, seq } of chains) {
    for (const entry of await readWhole(reader, chain, seq)) {
      lines.push(JSON.stringify({ chain, seq: entry.seq, text: entry.text, head: entry.head }));
    }
  }
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return lines.length - chains.length;
}

async function readWhole(reader: RecordReader, chain: string, length: number) {
  const entries: RecordedEntry[] = [];
  while (entries.length < length) {
    const limit = Math.min(PAGE, length - entries.length);
    const page = await reader.readEntries(chain, { after: entries.at(-1)?.seq ?? 0, limit });
    entries.push(...page);
    if (page.length < limit) break;
  }
  return entries;
}

interface Line extends ChainHead {
  readonly text?: string;
}

/**
 * A record that was downloaded before, read without any gateway.
 * @throws UsageError when the file is no such record
 */
export async function fileReader(file: string): Promise<RecordReader> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line, i) => parseLine(line, file, i + 1));
  if (lines.length === 0) throw new UsageError(`${file} holds no record`);
  const chains = lines.filter((line) => line.text === undefined);
  const entries = new Map<string, RecordedEntry[]>();
  for (const { chain, seq, head, text: body } of lines) {
    if (body === undefined) continue;
    const list = entries.get(chain) ?? [];
    list.push({ seq, head, text: body });
    entries.set(chain, list);
  }
  return {
    readChains: () => Promise.resolve(chains),
    readEntries: (chain, { after, limit }) => {
      // By place, not by number: a number that was tampered with must reach the verifier.
      const list = entries.get(chain) ?? [];
      const start = list.findIndex((entry) => entry.seq === after) + 1;
      return Promise.resolve(list.slice(start, start + limit));
    },
  };
}

function parseLine(line: string, file: string, number: number): Line {
  const broken = new UsageError(`${file}, line ${number}: this is no line of a record`);
  try {
    const fields = JSON.parse(line) as Partial<Line>;
    const { chain, seq, head, text } = fields;
    if (typeof chain !== 'string' || typeof head !== 'string' || !Number.isInteger(seq))
      throw broken;
    if (text !== undefined && typeof text !== 'string') throw broken;
    return fields as Line;
  } catch {
    throw broken;
  }
}
