import { canonicalText } from '../../audit/canonical.ts';
import type { Receipt } from '../../audit/entry.ts';
import type { PlanChange, Taken } from '../../flows/ports.ts';
import type {
  HeldReading,
  Keeping,
  Replayed,
  ToldDelivery,
} from '../../flows/quarantine/held-delivery.ts';
import { read } from '../database.ts';
import { momentRows } from '../dossier-moments.ts';
import type { Draft } from '../draft.ts';
import { dossierIndexes } from '../enrolments.ts';
import { writeChanges } from '../plan-change.ts';
import type { PlanReader } from '../plan-reading.ts';
import { receiptFrom } from '../record.ts';
import { draftContent, draftReading, type HeldAt } from './held-documents.ts';
import { sourceKey, type SourceKey } from './source-keys.ts';

const READ_KEY = {
  name: 'read-source-key',
  text: 'select key from planpoort.held_source where org = $1',
};

const TAKE_DELIVERY = {
  name: 'take-delivery',
  text: 'select r_plan, r_seq, r_head from planpoort.take_delivery($1, $2)',
};

/**
 * Applies what a delivery changes in plans, with the entry on the chain of its source and with what
 * is kept or replayed of it, in one transaction.
 */
export async function takeDelivery(
  reader: PlanReader,
  changes: readonly PlanChange[],
  { answered, outside, told, moments }: Taken,
): Promise<readonly Receipt[] | 'moved'> {
  const key = told && (await keyFor(reader, told));
  const indexes = told && (await dossierIndexes(reader.master, told.org, wordsIn(told)));
  const written = await writeChanges(reader, changes, {
    answered,
    statement: TAKE_DELIVERY,
    more: (draft) => ({
      ...(told ? { told: draftTold(told, { draft, key, indexed: indexedBy(indexes) }) } : {}),
      ...(outside ? { outside: { chain: outside.chain, body: canonicalText(outside.entry) } } : {}),
      ...(moments?.asOf.size ? { moments: momentRows(reader.master, moments) } : {}),
    }),
  });
  if (written === 'moved') return 'moved';
  const { receipts, rows } = written;
  const own = outside && rows.find(([plan]) => plan === '');
  return own ? [...receipts, receiptFrom(outside.chain, own.slice(1))] : receipts;
}

/** Only what is sealed anew needs the key. */
async function keyFor(
  { database, master }: PlanReader,
  { org, hold, replay }: ToldDelivery,
): Promise<SourceKey | undefined> {
  if (!hold && !replay?.left) return undefined;
  const [row] = await read(database, READ_KEY, [org]);
  return sourceKey(master, org, row?.[0]);
}

/** What a delivery is drafted with. */
interface Drafting {
  readonly draft: Draft;
  readonly key: SourceKey | undefined;
  /** Words as they stand in the database. */
  readonly indexed: (words: readonly string[]) => readonly string[];
}

/** Every word that is looked up or kept of a delivery. */
function wordsIn({ words, hold, replay }: ToldDelivery): readonly string[] {
  const { watched = [], left } = replay ?? {};
  return [...words, ...(hold?.concerns ?? []), ...watched, ...(left?.concerns ?? [])];
}

function indexedBy(indexes: ReadonlyMap<string, string> = new Map()): Drafting['indexed'] {
  return (words) => [...new Set(words)].flatMap((word) => indexes.get(word) ?? []);
}

function draftTold(
  { org, replays, words, hold, replay }: ToldDelivery,
  drafting: Drafting,
): object {
  return {
    org,
    replays,
    words: drafting.indexed(words),
    ...(hold ? { hold: draftHold(drafting, org, hold) } : {}),
    ...(replay ? { replay: draftReplay(drafting, org, replay) } : {}),
  };
}

function draftHold(drafting: Drafting, org: string, hold: Keeping): object {
  const { draft, key } = drafting;
  const { delivery, adapter, mediaType, received, content, bytes, displaced, bounds } = hold;
  const at = { org, delivery };
  return {
    delivery,
    adapter,
    media_type: mediaType,
    received,
    bytes,
    displaced,
    most: bounds.deliveries,
    most_bytes: bounds.bytes,
    ...draftLeft(drafting, at, hold),
    ...draftContent(draft, keyOf(drafting), at, content),
    ...(key?.wrapped ? { key: draft.add(key.wrapped) } : {}),
  };
}

function draftReplay(drafting: Drafting, org: string, replay: Replayed): object {
  const { seq, delivery, watched, left } = replay;
  return {
    seq,
    watched: drafting.indexed(watched),
    ...(left ? { left: draftLeft(drafting, { org, delivery }, left) } : {}),
  };
}

function draftLeft(drafting: Drafting, at: HeldAt, reading: HeldReading): object {
  const { concerns } = reading;
  return {
    ...draftReading(drafting.draft, keyOf(drafting), at, reading),
    ...(concerns ? { concerns: drafting.indexed(concerns) } : {}),
  };
}

function keyOf({ key }: Drafting): Buffer {
  if (!key) throw new Error('what is held back is sealed under a key');
  return key.key;
}
