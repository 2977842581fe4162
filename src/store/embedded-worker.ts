import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { EmbeddedStart, FromWorker, ToWorker } from './embedded-messages.ts';

/** The embedded database lives in this thread alone, so that it never holds up the gateway's. */
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');

const answer = (message: FromWorker): void => port.postMessage(message);

async function open({ directory, image }: EmbeddedStart): Promise<PGlite> {
  return PGlite.create({
    ...(directory === undefined ? {} : { dataDir: directory }),
    ...(image === undefined ? {} : { loadDataDir: new Blob([new Uint8Array(image)]) }),
  });
}

async function handle(database: PGlite, message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'bytes':
      answer({ kind: 'bytes', bytes: await database.execProtocolRaw(message.bytes) });
      return;
    case 'image': {
      const image = await database.dumpDataDir('none');
      answer({ kind: 'image', image: new Uint8Array(await image.arrayBuffer()) });
      return;
    }
    case 'close':
      await database.close();
      answer({ kind: 'closed' });
      port?.close();
  }
}

const failed = (error: unknown): void =>
  answer({ kind: 'failed', message: error instanceof Error ? error.message : 'unknown fault' });

open(workerData as EmbeddedStart).then((database) => {
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    last = last.then(() => handle(database, message)).catch(failed);
  });
  answer({ kind: 'ready' });
}, failed);
