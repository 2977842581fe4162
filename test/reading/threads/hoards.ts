import { parentPort } from 'node:worker_threads';

/** Takes all the memory that there is, in small pieces. */
parentPort?.on('message', () => {
  const hoard: unknown[] = [];
  for (let i = 0; i >= 0; i += 1) hoard.push({ i, text: `piece ${i}`, places: [`/${i}`] });
});
