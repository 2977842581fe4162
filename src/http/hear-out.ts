import type { IncomingMessage } from 'node:http';

/** Twice what the largest door takes. */
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_MS = 5_000;

/**
 * Takes what a sender still sends and throws it away, so that an answer finds the sender listening:
 * one that is answered while it sends, and then cut off, reports a broken connection instead of the
 * answer. Resolves when everything has come, or it is too much, or has taken too long.
 */
export function hearOut(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed) {
    req.resume();
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    let bytes = 0;
    const clock = setTimeout(enough, MOST_MS);
    const count = (chunk: Uint8Array): void => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) enough();
    };
    function enough(): void {
      clearTimeout(clock);
      req.off('data', count).off('end', enough).off('close', enough).off('error', enough);
      req.resume();
      resolve();
    }
    req.on('end', enough).on('close', enough).on('error', enough).on('data', count);
  });
}
