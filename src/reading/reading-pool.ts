import type { MappedDelivery } from '../adapters/delivery.ts';
import { GatewayError } from '../flows/gateway-error.ts';
import { ReadingThread, type ThreadSettings } from './reading-thread.ts';
import type { ReadingJob } from './thread-messages.ts';

/** How many bodies are read at a time, and how many may wait. */
export interface PoolBounds {
  readonly threads: number;
  /** Bytes that wait for a thread, of all sources together and of one source. */
  readonly waiting: number;
  readonly waitingOfSource: number;
  /** How long a thread without work is kept, milliseconds. */
  readonly idleMs: number;
}

interface Waiting {
  readonly job: ReadingJob;
  readonly resolve: (delivery: Promise<MappedDelivery>) => void;
  readonly reject: (error: GatewayError) => void;
}

interface Kept {
  readonly thread: ReadingThread;
  clock?: NodeJS.Timeout;
}

/**
 * Reads large bodies in threads of their own. Sources take turns, so that one that sends much keeps
 * the others waiting for one body at most; threads begin with the first body and end when there is
 * nothing to do.
 */
export class ReadingPool {
  readonly #settings: ThreadSettings;
  readonly #bounds: PoolBounds;
  /** Source → what waits of it; the source whose turn it is first. */
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #idle: Kept[] = [];
  readonly #busy = new Set<ReadingThread>();
  #closed = false;

  constructor(settings: ThreadSettings, bounds: PoolBounds) {
    this.#settings = settings;
    this.#bounds = bounds;
  }

  /**
   * @param source who sent it: bounds and turns are per source
   * @throws GatewayError as reading does; `too-many-requests` when too much of this source waits,
   *   `unavailable` when too much waits of all, `unprocessable` when it takes too long or too much
   */
  read(source: string, job: ReadingJob): Promise<MappedDelivery> {
    const own = this.#waiting.get(source) ?? [];
    const refused = this.#refusal(own, job.body.length);
    if (refused) return Promise.reject(refused);
    return new Promise<MappedDelivery>((resolve, reject) => {
      own.push({ job, resolve, reject });
      this.#waiting.set(source, own);
      this.#next();
    });
  }

  #refusal(own: readonly Waiting[], bytes: number): GatewayError | undefined {
    if (this.#closed) return new GatewayError('unavailable');
    if (this.#busy.size < this.#bounds.threads) return undefined;
    const { waiting, waitingOfSource } = this.#bounds;
    const text = 'Too much is waiting to be read; send it again later.';
    if (bytesOf(own) + bytes > waitingOfSource)
      return new GatewayError('too-many-requests', [{ text }]);
    const all = bytesOf([...this.#waiting.values()].flat());
    return all + bytes > waiting ? new GatewayError('unavailable', [{ text }]) : undefined;
  }

  #next(): void {
    if (this.#busy.size >= this.#bounds.threads) return;
    const [turn] = this.#waiting;
    if (!turn) return;
    const [source, own] = turn;
    const next = own.shift();
    this.#waiting.delete(source);
    if (own.length > 0) this.#waiting.set(source, own);
    if (next) next.resolve(this.#run(next.job));
  }

  async #run(job: ReadingJob): Promise<MappedDelivery> {
    const thread = this.#take();
    this.#busy.add(thread);
    try {
      return await thread.read(job);
    } finally {
      this.#busy.delete(thread);
      this.#keep(thread);
      this.#next();
    }
  }

  #take(): ReadingThread {
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) {
      clearTimeout(kept.clock);
      if (kept.thread.alive) return kept.thread;
    }
    return new ReadingThread(this.#settings);
  }

  #keep(thread: ReadingThread): void {
    if (!thread.alive || this.#closed) return;
    const kept: Kept = { thread };
    this.#idle.push(kept);
    kept.clock = setTimeout(() => {
      this.#idle.splice(this.#idle.indexOf(kept), 1);
      void thread.stop();
    }, this.#bounds.idleMs);
    kept.clock.unref();
  }

  /** Stops every thread, whatever it does; what waits or is being read is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const own of this.#waiting.values())
      for (const { reject } of own) reject(new GatewayError('unavailable'));
    this.#waiting.clear();
    for (const { clock } of this.#idle) clearTimeout(clock);
    const threads = [...this.#idle.splice(0).map(({ thread }) => thread), ...this.#busy];
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

function bytesOf(waiting: readonly Waiting[]): number {
  return waiting.reduce((sum, { job }) => sum + job.body.length, 0);
}
