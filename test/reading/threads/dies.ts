import { parentPort } from 'node:worker_threads';
import type { ToThread } from '../../../src/reading/thread-messages.ts';

/** Ends in the way that it is asked to. */
parentPort?.on('message', ({ mediaType }: ToThread) => {
  if (mediaType === 'exit') process.exit(3);
  if (mediaType === 'throw') throw new TypeError('a secret of the body');
  if (mediaType === 'too-much') {
    parentPort?.postMessage({ kind: 'too-much' });
    return;
  }
  const faulty = { kind: 'failed', frames: ['at somewhere (file:///x.js:1:2)'] } as const;
  parentPort?.postMessage(faulty);
});
