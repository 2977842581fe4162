import type { Adapter } from '../../adapters/delivery.ts';
import type { QuarantineCode } from '../../plan/delivery.ts';
import type { PushAnswer } from '../push-flow.ts';
import type { QuarantineFilter, ReplayedDelivery } from './quarantine-flows.ts';
import type { Gateway } from '../gateway.ts';
import { GatewayError } from '../gateway-error.ts';
import type { Region } from '../region.ts';
import type { Call } from '../requester.ts';
import type { HeldSummary } from './held-delivery.ts';
import { BY_ENROLMENT } from './remedies.ts';
import { replayHeld } from './replay.ts';

/** One request reads no more than this; the caller asks on from where it ended. */
const MOST_DELIVERIES = 20;
const MOST_BYTES = 32 * 1024 * 1024;

/** Held deliveries that are read again in one request, newest first. */
export interface Batch {
  readonly deliveries: readonly HeldSummary[];
  /** The delivery after which the next request goes on; absent when these were all. */
  readonly next?: string;
}

/** What fits a filter, newest first: what is said later overtakes what was said before. */
export function filtered(
  held: readonly HeldSummary[],
  { code, adapter, mapping, after }: QuarantineFilter,
): readonly HeldSummary[] {
  const newest = [...held].reverse();
  const from = after === undefined ? 0 : newest.findIndex(({ delivery }) => delivery === after) + 1;
  if (after !== undefined && from === 0) return [];
  return newest
    .slice(from)
    .filter(
      (each) =>
        (code === undefined || Object.hasOwn(each.codes, code)) &&
        (adapter === undefined || each.adapter === adapter) &&
        (mapping === undefined || each.mapping === mapping),
    );
}

/** The first of what was asked for, as much as one request may read. */
export function batchOf(deliveries: readonly HeldSummary[]): Batch {
  const batch: HeldSummary[] = [];
  let bytes = 0;
  for (const each of deliveries) {
    bytes += each.bytes;
    if (batch.length === MOST_DELIVERIES || (batch.length > 0 && bytes > MOST_BYTES)) break;
    batch.push(each);
  }
  const last = batch.at(-1);
  return batch.length < deliveries.length && last
    ? { deliveries: batch, next: last.delivery }
    : { deliveries: batch };
}

/**
 * Whether reading it again can say anything else: another version of its mapping is registered, or
 * it waits for an enrolment.
 */
export function mayRepair({ builtIn }: Gateway, region: Region, held: HeldSummary): boolean {
  const waits = Object.keys(held.codes).some((code) => BY_ENROLMENT.has(code as QuarantineCode));
  if (waits) return true;
  const name = versionOf(region, held.adapter);
  // What is built in says its version only when it reads.
  return builtIn.has(held.adapter) || name !== held.mapping;
}

/** Name and version of a registered mapping, as deliveries carry them. */
function versionOf({ mappings }: Region, adapter: string): string {
  const { mapping, version } = (mappings.get(adapter) ?? {}) as Readonly<Record<string, unknown>>;
  return `${String(mapping)} ${String(version)}`;
}

/** How one delivery of several is to be read again. */
export interface Manner {
  readonly dryRun: boolean;
  readonly adapter?: Adapter;
}

/**
 * Reads one of several again, and stores it where that says anything else than before.
 * @returns undefined when it is gone by now
 */
export async function replayOneOf(
  gateway: Gateway,
  call: Call,
  { held, manner }: { held: HeldSummary; manner: Manner },
): Promise<ReplayedDelivery | undefined> {
  const { delivery } = held;
  const { dryRun, adapter } = manner;
  try {
    const rehearsed = await replayHeld(gateway, call, {
      delivery,
      dryRun: true,
      ...(adapter ? { adapter } : {}),
    });
    const isOther =
      rehearsed.mapping !== held.mapping || outcomeOf(held, rehearsed) !== 'unchanged';
    const answer =
      dryRun || !isOther ? rehearsed : await replayHeld(gateway, call, { delivery, dryRun });
    return viewOf(held, answer);
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code === 'unavailable') throw error;
    if (error.code === 'not-found') return undefined;
    const counts = { accepted: 0, quarantined: countOf(held), superseded: 0, changed: 0 };
    return {
      delivery,
      adapter: held.adapter,
      mapping: held.mapping,
      outcome: 'unreadable',
      ...counts,
    };
  }
}

function viewOf(held: HeldSummary, answer: PushAnswer): ReplayedDelivery {
  const { delivery, mapping, accepted, quarantined, superseded = [], changed } = answer;
  return {
    delivery,
    adapter: held.adapter,
    mapping,
    outcome: outcomeOf(held, answer),
    accepted: accepted.length,
    quarantined: quarantined.length,
    superseded: superseded.length,
    changed,
  };
}

function outcomeOf(held: HeldSummary, { quarantined }: PushAnswer): ReplayedDelivery['outcome'] {
  if (quarantined.length === 0) return 'repaired';
  return quarantined.length < countOf(held) ? 'partly' : 'unchanged';
}

function countOf({ codes }: HeldSummary): number {
  return Object.values(codes).reduce((sum, count) => sum + count, 0);
}
