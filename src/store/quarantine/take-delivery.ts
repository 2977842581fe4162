import { canonicalText } from '../../audit/canonical.ts';
import type { Receipt } from '../../audit/entry.ts';
import type { PlanChange, Taken } from '../../flows/ports.ts';
import type { ToldDelivery } from '../../flows/quarantine/held-delivery.ts';
import { read } from '../database.ts';
import { momentRows } from '../dossier-moments.ts';
import type { Draft } from '../draft.ts';
import { dossierIndex } from '../enrolments.ts';
import { writeChanges } from '../plan-change.ts';
import type { PlanReader } from '../plan-reading.ts';
import { receiptFrom } from '../record.ts';
import { draftContent, draftReading } from './held-documents.ts';
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
  const written = await writeChanges(reader, changes, {
    answered,
    statement: TAKE_DELIVERY,
    more: (draft) => ({
      ...(told ? { told: draftTold(reader, draft, told, key) } : {}),
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

function draftTold(
  { master }: PlanReader,
  draft: Draft,
  told: ToldDelivery,
  key: SourceKey | undefined,
): object {
  const { org, replays, dossiers, hold, replay } = told;
  return {
    org,
    replays,
    dossiers: [...new Set(dossiers)].map((dossier) => dossierIndex(master, org, dossier)),
    ...(hold && key ? { hold: draftHold(draft, key, { org, hold }) } : {}),
    ...(replay ? { replay: draftReplay(draft, key, { org, replay }) } : {}),
  };
}

function draftHold(
  draft: Draft,
  { key, wrapped }: SourceKey,
  { org, hold }: { org: string; hold: NonNullable<ToldDelivery['hold']> },
): object {
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
    ...draftReading(draft, key, at, hold),
    ...draftContent(draft, key, at, content),
    ...(wrapped ? { key: draft.add(wrapped) } : {}),
  };
}

function draftReplay(
  draft: Draft,
  key: SourceKey | undefined,
  { org, replay }: { org: string; replay: NonNullable<ToldDelivery['replay']> },
): object {
  const { seq, delivery, left } = replay;
  if (!left || !key) return { seq };
  return { seq, left: draftReading(draft, key.key, { org, delivery }, left) };
}
