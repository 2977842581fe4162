import { availableParallelism } from 'node:os';
import type { ReadDelivery } from '../flows/gateway.ts';
import { inTurns } from '../flows/in-turns.ts';
import { readInSteps } from '../flows/read-delivery.ts';
import { ReadingPool } from './reading-pool.ts';
import { ReadingStopped, type Stopped, type ThreadSettings } from './reading-thread.ts';

/** What an operator may say about large deliveries; left out = the usual. */
export interface ReadingBounds {
  /** Longer bodies than this many KiB are read in a thread of their own; usually 128. */
  readonly apartFromKibibytes?: number | undefined;
  /** Usually one less than there are cores, at least one and at most four. */
  readonly threads?: number | undefined;
  /** The longest that reading one body takes; usually 60. */
  readonly seconds?: number | undefined;
  /** The most heap that reading one body takes; usually 1024. */
  readonly mebibytes?: number | undefined;
}

/** One core is for answering. */
const THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));

const MEBIBYTE = 1024 * 1024;
/** Three of the largest bodies of one source. */
const WAITING = { waiting: 256 * MEBIBYTE, waitingOfSource: 80 * MEBIBYTE, idleMs: 30_000 };

/** A body whose reading was broken off, for the log. */
export interface BrokenOff {
  readonly stopped: Stopped;
  readonly adapter: string;
  readonly bytes: number;
}

/** Reading of every size, and its end. */
export interface Reading {
  readonly read: ReadDelivery;
  readonly close: () => Promise<void>;
}

/**
 * Reads small bodies at once, between the turns of others, and large ones in threads, so that
 * whatever is sent, everybody else is answered meanwhile.
 * @param report told of every body whose reading was broken off
 */
export function readLargeApart(
  bounds: ReadingBounds,
  { script, data }: Pick<ThreadSettings, 'script' | 'data'>,
  report: (brokenOff: BrokenOff) => void,
): Reading {
  const { apartFromKibibytes = 128, threads = THREADS, seconds = 60, mebibytes = 1024 } = bounds;
  const settings = { script, data, ms: seconds * 1000, mebibytes };
  const pool = new ReadingPool(settings, { ...WAITING, threads });
  return {
    read: async ({ adapter, mediaType, body, source }) => {
      const { recipe } = adapter;
      if (!recipe || body.length <= apartFromKibibytes * 1024)
        return inTurns(readInSteps(adapter, mediaType, body));
      try {
        return await pool.read(source, { recipe, mediaType, body });
      } catch (error) {
        if (error instanceof ReadingStopped)
          report({ stopped: error.stopped, adapter: adapter.name, bytes: body.length });
        throw error;
      }
    },
    close: () => pool.close(),
  };
}
