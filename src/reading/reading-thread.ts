import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';
import type { MappedDelivery } from '../adapters/delivery.ts';
import { GatewayError } from '../flows/gateway-error.ts';
import { Turns } from '../flows/in-turns.ts';
import { TakenParts } from './delivery-parts.ts';
import type { DeliveryPart, FromThread, ReadingJob, ToThread } from './thread-messages.ts';

/** How a thread is started and what one body may cost it. */
export interface ThreadSettings {
  /** The script of the thread. */
  readonly script: URL;
  /** Passed to the script; plain data without secrets. */
  readonly data: unknown;
  /** The longest that one body is read, milliseconds. */
  readonly ms: number;
  /** Most heap, mebibytes. */
  readonly mebibytes: number;
}

/** Why a thread was stopped while it read. */
export type Stopped = 'time' | 'memory' | 'ended';

/** A thread was stopped before it had read a body; what the sender is told of it. */
export class ReadingStopped extends GatewayError {
  readonly stopped: Stopped;

  constructor(stopped: Stopped) {
    super(stopped === 'ended' ? 'unavailable' : 'unprocessable', [{ text: TEXTS[stopped] }]);
    this.stopped = stopped;
  }
}

const TEXTS: Record<Stopped, string> = {
  time: 'Reading this took too long, and nothing of it was taken: send it in parts.',
  memory: 'Reading this takes too much memory, and nothing of it was taken: send it in parts.',
  ended: 'Reading was broken off, and nothing of it was taken: send it again.',
};

/** Room for what lives shortly, mebibytes: reading makes much of it. */
const YOUNG_MEBIBYTES = 96;
const SPARE_MEBIBYTES = 512;

/** A thread that reads one body at a time. It gets no environment, no arguments and no keys. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #ms: number;
  readonly #mebibytes: number;
  #settle: ((how: FromThread | Stopped) => void) | undefined;
  #gone: Stopped | undefined;

  constructor({ script, data, ms, mebibytes }: ThreadSettings) {
    this.#ms = ms;
    this.#mebibytes = mebibytes;
    this.#worker = new Worker(script, {
      name: 'reading',
      workerData: data,
      env: {},
      argv: [],
      resourceLimits: {
        // Never reached while the script keeps to its bound: what reaches it can end the process.
        maxOldGenerationSizeMb: 2 * mebibytes + SPARE_MEBIBYTES,
        maxYoungGenerationSizeMb: YOUNG_MEBIBYTES,
      },
    });
    this.#worker.on('message', (message: FromThread) => this.#settle?.(message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) =>
      this.#end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'ended'),
    );
    this.#worker.on('exit', () => this.#end('ended'));
    this.#worker.unref();
  }

  /** False: it was stopped, and reads nothing any more. */
  get alive(): boolean {
    return this.#gone === undefined;
  }

  /**
   * Reads a body in the thread; what comes of it is taken over between the turns of others.
   * @throws GatewayError as reading does; ReadingStopped, and then the thread is gone
   */
  async read({ recipe, mediaType, body }: ReadingJob): Promise<MappedDelivery> {
    const { port1, port2 } = new MessageChannel();
    const copy = new Uint8Array(body);
    const mebibytes = this.#mebibytes;
    const asked: ToThread = { recipe, mediaType, body: copy, parts: port2, mebibytes };
    this.#worker.ref();
    try {
      const how = await this.#ask(asked, [port2, copy.buffer]);
      if (typeof how === 'string') throw new ReadingStopped(how);
      if (how.kind === 'too-much') {
        // Ended, so that its memory comes back at once.
        await this.stop('memory');
        throw new ReadingStopped('memory');
      }
      if (how.kind === 'refused') throw new GatewayError(how.code, how.issues);
      if (how.kind === 'failed') throw faultAt(how.frames);
      return await takeOver(port1);
    } finally {
      port1.close();
      this.#worker.unref();
    }
  }

  async #ask(asked: ToThread, transfer: [MessagePort, ArrayBuffer]): Promise<FromThread | Stopped> {
    if (this.#gone) return this.#gone;
    let clock: NodeJS.Timeout | undefined;
    const how = await new Promise<FromThread | Stopped>((resolve) => {
      this.#settle = resolve;
      clock = setTimeout(() => void this.stop('time'), this.#ms);
      this.#worker.postMessage(asked, transfer);
    });
    clearTimeout(clock);
    this.#settle = undefined;
    return how;
  }

  #end(why: Stopped): void {
    this.#gone ??= why;
    this.#settle?.(this.#gone);
  }

  /** Stops the thread, whatever it does; resolves when it is gone. */
  async stop(why: Stopped = 'ended'): Promise<void> {
    this.#end(why);
    await this.#worker.terminate();
  }
}

async function takeOver(port: MessagePort): Promise<MappedDelivery> {
  const taken = new TakenParts();
  const turns = new Turns();
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
    // Only the script of the thread writes to this port.
    taken.take((got as { readonly message: DeliveryPart }).message);
    if (turns.isOver()) await turns.next();
  }
  return taken.whole();
}

/** The fault as it was in the thread: where it was thrown, without its message. */
function faultAt(frames: readonly string[]): Error {
  const error = new Error('reading failed');
  error.stack = ['Error: reading failed', ...frames.map((frame) => `    ${frame}`)].join('\n');
  return error;
}
