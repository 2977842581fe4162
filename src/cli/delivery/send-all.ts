import { DeliveryReport } from './delivery-report.ts';
import { mustWait, type Parcel } from './parcel.ts';
import { rowsOf } from './report-rows.ts';
import { keyOf, sendParcel, type Sending } from './send-parcel.ts';
import type { Tally } from './tally.ts';

export interface SendingAll extends Sending {
  readonly report: DeliveryReport;
  readonly tally: Tally;
  /** Requests at the same time, at most. */
  readonly parallel: number;
  /** Called after each request. */
  readonly onProgress: () => void;
}

interface UnderWay {
  readonly parcel: Parcel;
  readonly ended: Promise<void>;
}

/**
 * Sends every parcel, several at a time where they have nothing in common, and otherwise in their
 * order. When the gateway does not answer one after all, the rest is not begun.
 */
export async function sendAll(sending: SendingAll, parcels: readonly Parcel[]): Promise<void> {
  const underWay = new Set<UnderWay>();
  for (const parcel of parcels) {
    while (!mayBegin(parcel, underWay, sending.parallel))
      await Promise.race([...underWay].map(({ ended }) => ended));
    if (sending.tally.unanswered > 0) break;
    const begun: UnderWay = { parcel, ended: Promise.resolve() };
    const ended = sendOne(sending, parcel).finally(() => underWay.delete(begun));
    underWay.add(Object.assign(begun, { ended }));
  }
  await Promise.all([...underWay].map(({ ended }) => ended));
}

function mayBegin(parcel: Parcel, underWay: ReadonlySet<UnderWay>, parallel: number): boolean {
  if (underWay.size >= parallel) return false;
  return ![...underWay].some((other) => mustWait(parcel, other.parcel));
}

async function sendOne(sending: SendingAll, parcel: Parcel): Promise<void> {
  const { adapter, complete, report, tally, dryRun } = sending;
  const body = await parcel.load();
  const key = keyOf(report.run, { adapter, complete, files: parcel.files }, body);
  if (report.isDone(key)) {
    tally.before += 1;
  } else {
    const outcome = await sendParcel(sending, { body, mediaType: parcel.mediaType, key });
    // What was not taken is tried again at the next start; a rehearsal leaves nothing to go on with.
    const done = outcome.kind === 'answered' && !dryRun;
    await report.add(rowsOf(parcel, outcome), done ? key : undefined);
    tally.count(outcome);
  }
  sending.onProgress();
}
