import { parentPort } from 'node:worker_threads';

/** Never answers, and cannot be asked to stop. */
parentPort?.on('message', () => {
  for (let i = 0; i >= 0; i += 1) i = Math.max(0, i % 7);
});
