import { Worker } from 'node:worker_threads';
import type { EmbeddedStart, FromWorker, ToWorker } from './embedded-messages.ts';

/** The embedded database in its own thread: bytes of the PostgreSQL protocol in, bytes out. */
export interface EmbeddedEngine {
  /** Passes on whole protocol messages and gives what the database answered. One at a time. */
  exchange(bytes: Uint8Array): Promise<Uint8Array>;
  /** The whole cluster as one archive, to start others from. */
  image(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Starts the database and waits until it answers; after a crash it replays its log first.
 * @throws Error when the directory cannot be opened
 */
export async function startEngine(start: EmbeddedStart): Promise<EmbeddedEngine> {
  const worker = new Worker(new URL('./embedded-worker.js', import.meta.url), {
    workerData: start,
    name: 'embedded-store',
  });
  const ask = conversation(worker);
  await ask();
  return {
    exchange: async (bytes) => {
      const reply = await ask({ kind: 'bytes', bytes });
      return reply.kind === 'bytes' ? reply.bytes : new Uint8Array(0);
    },
    image: async () => {
      const reply = await ask({ kind: 'image' });
      return reply.kind === 'image' ? reply.image : new Uint8Array(0);
    },
    close: async () => {
      await ask({ kind: 'close' });
      await worker.terminate();
    },
  };
}

interface Waiting {
  readonly resolve: (message: FromWorker) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Answers come in the order of the questions; the first waits for the start. The thread keeps the
 * process alive only while an answer is awaited.
 */
function conversation(worker: Worker): (question?: ToWorker) => Promise<FromWorker> {
  const waiting: Waiting[] = [];
  let gone: Error | undefined;
  const fail = (error: Error): void => {
    gone = error;
    for (const each of waiting.splice(0)) each.reject(error);
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'failed') fail(new Error(`embedded store: ${message.message}`));
    else waiting.shift()?.resolve(message);
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', () => fail(new Error('the embedded store has stopped')));
  worker.on('exit', () => fail(new Error('the embedded store has ended')));
  return (question) =>
    new Promise((resolve, reject) => {
      if (gone) {
        reject(gone);
        return;
      }
      worker.ref();
      waiting.push({ resolve, reject });
      if (question) worker.postMessage(question);
    });
}
