import { parentPort } from 'node:worker_threads';
import type { DeliveryPart, ToThread } from '../../../src/reading/thread-messages.ts';

/** Reads for some milliseconds, and calls the delivery after what it was sent as. */
parentPort?.on('message', ({ mediaType, body, parts }: ToThread) => {
  const name: DeliveryPart = { kind: 'plain', name: 'mapping', value: mediaType };
  parts.postMessage(name);
  setTimeout(() => parentPort?.postMessage({ kind: 'done' }), body[0] ?? 0);
});
