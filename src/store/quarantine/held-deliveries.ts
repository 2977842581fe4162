import { canonicalText } from '../../audit/canonical.ts';
import { organisationChain } from '../../audit/chain.ts';
import type { Receipt } from '../../audit/entry.ts';
import type {
  CodeCounts,
  HeldDelivery,
  HeldOfSource,
  HeldSummary,
  Removal,
} from '../../flows/quarantine/held-delivery.ts';
import type { Instant } from '../../vocabulary/instant.ts';
import { read, type Database, type Row } from '../database.ts';
import { Draft } from '../draft.ts';
import { draftAnswer, type Answered } from '../earlier-answers.ts';
import { dossierIndex } from '../enrolments.ts';
import type { MasterKeys } from '../master-keys.ts';
import { receiptFrom } from '../record.ts';
import { openHeld, type SealedParts } from './held-documents.ts';
import { openSourceKey } from './source-keys.ts';

const SUMMARY =
  'd.delivery, d.seq, d.adapter, d.mapping, d.media_type, d.received, d.bytes, d.codes';

const HELD_OF = {
  name: 'held-of',
  text: `select ${SUMMARY} from planpoort.held_delivery d where d.org = $1 order by d.seq`,
};
const READ_HELD = {
  name: 'read-held',
  text: `select ${SUMMARY}, s.replays, s.key, d.reasons, d.reading, d.content
    from planpoort.held_source s join planpoort.held_delivery d on d.org = s.org
    where s.org = $1 and d.delivery = $2`,
};
const SPOKEN_AFTER = {
  name: 'spoken-after',
  text: `select word from planpoort.held_word
    where org = $1 and word = any ($2::text[]) and seq > $3`,
};
const HELD_SOURCES = {
  name: 'held-sources',
  text: `select org, count(*)::int, sum(bytes)::float8, min(received), string_agg(codes, ',')
    from planpoort.held_delivery group by org order by org`,
};
const HELD_BEFORE = {
  name: 'held-before',
  text: `select org, delivery from planpoort.held_delivery where received < $1 order by org, seq`,
};
const HELD_IN_VAIN = {
  name: 'held-in-vain',
  text: `select d.org, d.delivery from planpoort.held_delivery d
    where d.concerns is not null and not exists (
      select 1 from unnest(d.concerns) as c (word) where not exists (
        select 1 from planpoort.held_word w
        where w.org = d.org and w.word = c.word and w.seq > d.seq))
    order by d.org, d.seq`,
};
const REMOVE_HELD = {
  name: 'remove-held',
  text: 'select r_seq, r_head from planpoort.remove_held($1, $2)',
};
const SWEEP_WORDS = {
  name: 'sweep-held-words',
  text: `delete from planpoort.held_word w using (
      select s.org, min(d.seq) as first from planpoort.held_source s
        left join planpoort.held_delivery d on d.org = s.org group by s.org) f
    where w.org = f.org and (f.first is null or w.seq < f.first)`,
};

/** Everything held of a source, oldest first. */
export async function heldOf(database: Database, org: string): Promise<readonly HeldSummary[]> {
  return (await read(database, HELD_OF, [org])).map(summaryOf);
}

/** One held delivery of a source, opened under the key of that source. */
export async function readHeld(
  database: Database,
  master: MasterKeys,
  at: { readonly org: string; readonly delivery: string },
): Promise<HeldDelivery | undefined> {
  const [row] = await read(database, READ_HELD, [at.org, at.delivery]);
  if (!row) return undefined;
  const [replays, wrapped, reasons, reading, content] = row.slice(8);
  const held = { ...summaryOf(row), replays: Number(replays) };
  if (!(wrapped instanceof Buffer)) return held;
  // The columns are declared as bytes that are never null.
  const sealed = { reasons, reading, content } as SealedParts;
  const opened = openHeld(openSourceKey(master, at.org, wrapped), at, sealed);
  return opened ? { ...held, opened } : held;
}

/** Those of these words that the source said after a delivery. */
export async function spokenAfter(
  database: Database,
  master: MasterKeys,
  { org, seq, words }: { org: string; seq: number; words: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (words.length === 0) return new Set();
  const asked = new Map(words.map((each) => [dossierIndex(master, org, each), each]));
  const rows = await read(database, SPOKEN_AFTER, [org, [...asked.keys()], seq]);
  return new Set(rows.map(([hash]) => asked.get(String(hash)) ?? ''));
}

/** What is held of every source, in counts. */
export async function heldSources(database: Database): Promise<readonly HeldOfSource[]> {
  return (await read(database, HELD_SOURCES, [])).map(([org, count, bytes, oldest, codes]) => ({
    source: String(org),
    deliveries: Number(count),
    bytes: Number(bytes),
    oldest: Number(oldest),
    codes: sumOf(JSON.parse(`[${String(codes)}]`) as CodeCounts[]),
  }));
}

function sumOf(all: readonly CodeCounts[]): CodeCounts {
  const sum: Record<string, number> = {};
  for (const counts of all)
    for (const [code, count] of Object.entries(counts)) sum[code] = (sum[code] ?? 0) + count;
  return sum;
}

/** What was received before an instant, by source. */
export async function heldBefore(
  database: Database,
  instant: Instant,
): Promise<ReadonlyMap<string, readonly string[]>> {
  return bySource(await read(database, HELD_BEFORE, [instant]));
}

/** That of which nothing is the last word of its source any more, by source. */
export async function heldInVain(
  database: Database,
): Promise<ReadonlyMap<string, readonly string[]>> {
  return bySource(await read(database, HELD_IN_VAIN, []));
}

function bySource(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [org, delivery] of rows) {
    const of = found.get(String(org)) ?? [];
    of.push(String(delivery));
    found.set(String(org), of);
  }
  return found;
}

/** Removes held deliveries with the entry that says so; all of them or none. */
export async function removeHeld(
  database: Database,
  master: MasterKeys,
  { removal, answered }: { removal: Removal; answered?: Answered | undefined },
): Promise<Receipt | 'moved'> {
  const { org, deliveries, entry, forget } = removal;
  const draft = new Draft();
  const chain = organisationChain(org);
  const document = {
    ...draftAnswer(draft, master, answered),
    org,
    deliveries,
    chain,
    body: canonicalText(entry),
    ...(forget ? { forget } : {}),
  };
  const rows = await database.run(REMOVE_HELD, draft.values(document));
  return rows === 'moved' ? 'moved' : receiptFrom(chain, rows[0]);
}

/** Forgets when sources said words where nothing is held that they could overtake. */
export async function sweepWords(database: Database): Promise<void> {
  await read(database, SWEEP_WORDS, []);
}

function summaryOf(row: Row): HeldSummary {
  const [delivery, seq, adapter, mapping, mediaType, received, bytes, codes] = row;
  return {
    delivery: String(delivery),
    seq: Number(seq),
    adapter: String(adapter),
    mapping: String(mapping),
    mediaType: String(mediaType),
    received: Number(received),
    bytes: Number(bytes),
    codes: JSON.parse(String(codes)) as CodeCounts,
  };
}
