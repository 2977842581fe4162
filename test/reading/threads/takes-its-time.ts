import { parentPort } from 'node:worker_threads';
import type { DeliveryPart, ToThread } from '../../../src/reading/thread-messages.ts';

/** Reads for some milliseconds, and calls the delivery after what it was sent as. */
parentPort?.on('message', ({ mediaType, body, parts }: ToThread) => {
  const head: DeliveryPart = { kind: 'head', plain: { mapping: mediaType }, present: [] };
  parts.postMessage(head);
  setTimeout(() => parentPort?.postMessage({ kind: 'done' }), body[0] ?? 0);
});
