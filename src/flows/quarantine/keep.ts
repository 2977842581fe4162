import { createHash } from 'node:crypto';
import type { MappedDelivery, Quarantined, QuarantineCode } from '../../plan/delivery.ts';
import type { Instant } from '../../vocabulary/instant.ts';
import type { PushAnswer, PushRequest } from '../push-flow.ts';
import type { Gateway } from '../gateway.ts';
import type { DossierMoments } from '../ports.ts';
import type { Call } from '../requester.ts';
import { HeldContent } from './held-content.ts';
import { dossiersConcerned, type Naming, type StillSaid } from './spoken.ts';
import type {
  CodeCounts,
  HeldDelivery,
  HeldReading,
  HeldSummary,
  Keeping,
  QuarantineBounds,
  ToldDelivery,
} from './held-delivery.ts';

/** Reasons that no mapping and no enrolment can remove: what has these only is not kept. */
const FINAL: ReadonlySet<QuarantineCode> = new Set(['superseded', 'unreadable']);
/** More places than anyone repairs by hand; the counts by code are of all of them. */
const MOST_PLACES = 1000;

/** What is kept of one source where the configuration says nothing else. */
export const DEFAULT_BOUNDS: QuarantineBounds = {
  deliveries: 500,
  bytes: 100 * 1024 * 1024,
  age: 30 * 24 * 60 * 60 * 1000,
};

/** A held delivery that is read again, with what of it is still the last word. */
export interface Replay extends Omit<StillSaid, 'delivery'> {
  readonly held: HeldDelivery;
  /** The delivery as it was read, with what is no longer the last word. */
  readonly whole: MappedDelivery;
}

/** A delivery that was settled, about to be stored. */
export interface Storing {
  readonly answer: PushAnswer;
  readonly now: Instant;
  /** What it has the last word on by coming last (opaque). */
  readonly words: readonly string[];
  /** As `PushPlans.replays`. */
  readonly replays: number | undefined;
  readonly moments: DossierMoments | undefined;
}

/** What the quarantine looks at of a delivery. */
interface Delivered {
  readonly gateway: Gateway;
  readonly call: Call;
  readonly request: PushRequest;
  readonly delivery: MappedDelivery;
  readonly replay?: Replay;
  readonly naming: Naming;
}

/** What the store is told of a delivery, and what the record of its source says besides. */
export interface Told {
  readonly told?: ToldDelivery;
  readonly notes: readonly string[];
}

const NOTHING: Told = { notes: [] };

/** Whether a delivery is kept: something was held back, it is no rehearsal, there is room for it. */
export function isKept(
  { gateway, request, replay }: Omit<Delivered, 'naming'>,
  quarantined: readonly Quarantined[],
): boolean {
  if (request.dryRun || quarantined.every(({ code }) => FINAL.has(code))) return false;
  const { deliveries, bytes } = gateway.quarantine;
  return replay !== undefined || (deliveries > 0 && request.body.length <= bytes);
}

/**
 * What a delivery means for the quarantine of its source. A source that never had anything held, and
 * has not now, costs nothing.
 */
export async function toldOf(delivered: Delivered, storing: Storing): Promise<Told> {
  if (delivered.replay) return toldOfReplay(delivered, storing, delivered.replay);
  const { gateway, call } = delivered;
  const { words, replays, answer } = storing;
  const org = call.requester.organisation;
  if (!answer.kept)
    return replays === undefined ? NOTHING : { told: { org, words, replays }, notes: [] };
  const hold = keepingOf(delivered, storing, await gateway.store.heldOf(org));
  return {
    told: { org, words, replays: replays ?? 0, hold },
    notes: [
      `delivery/${answer.delivery} kept`,
      ...hold.displaced.map((id) => `delivery/${id} displaced`),
    ],
  };
}

function toldOfReplay(delivered: Delivered, { answer }: Storing, replay: Replay): Told {
  const { held, words, watched } = replay;
  const { delivery, seq, replays } = held;
  const org = delivered.call.requester.organisation;
  const left = answer.kept && readingOf(delivered, answer);
  const became = left ? 'kept' : 'repaired';
  return {
    told: { org, words, replays, replay: { delivery, seq, watched, ...(left ? { left } : {}) } },
    notes: [`delivery/${delivery} replayed`, `delivery/${delivery} ${became}`],
  };
}

function keepingOf(
  delivered: Delivered,
  { answer, now }: Storing,
  held: readonly HeldSummary[],
): Keeping {
  const { adapter, mediaType, body } = delivered.request;
  const bounds = delivered.gateway.quarantine;
  return {
    ...readingOf(delivered, answer),
    delivery: answer.delivery,
    adapter,
    mediaType,
    received: now,
    content: new HeldContent(body),
    bytes: body.length,
    displaced: displacedBy(held, body.length, bounds),
    bounds,
  };
}

/** Dossiers of which an earlier reading spoke are remembered: this one may name others. */
function readingOf(delivered: Delivered, { mapping, quarantined }: PushAnswer): HeldReading {
  const { naming, delivery, request, replay } = delivered;
  const concerns = dossiersConcerned(replay?.whole ?? delivery, naming);
  const spoken = [...delivery.dossiers.map(({ key }) => key), ...delivery.withdrawn];
  return {
    mapping,
    codes: countsOf(quarantined),
    reasons: {
      places: quarantined.slice(0, MOST_PLACES),
      digest: createHash('sha256').update(request.body).digest('hex'),
    },
    dossiers: [...new Set([...(replay?.held.opened?.dossiers ?? []), ...spoken])],
    ...(concerns ? { concerns } : {}),
  };
}

function countsOf(quarantined: readonly Quarantined[]): CodeCounts {
  const counts: { [code in QuarantineCode]?: number } = {};
  for (const { code } of quarantined) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** The oldest, as many as have to go for a body of this length to fit. */
function displacedBy(
  held: readonly HeldSummary[],
  length: number,
  { deliveries, bytes }: QuarantineBounds,
): readonly string[] {
  let count = held.length + 1;
  let sum = held.reduce((total, each) => total + each.bytes, length);
  const displaced: string[] = [];
  for (const each of held) {
    if (count <= deliveries && sum <= bytes) break;
    displaced.push(each.delivery);
    count -= 1;
    sum -= each.bytes;
  }
  return displaced;
}
