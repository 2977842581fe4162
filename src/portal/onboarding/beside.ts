import { page, startWorker } from './browser.ts';
import type { PageWorker } from './browser.ts';
import type { Answered, Asked } from './worker-messages.ts';

/** How long a question may take before it is given up. */
export const PATIENCE_SECONDS = 20;

declare const setTimeout: (then: () => void, milliseconds: number) => number;
declare const clearTimeout: (timer: number) => void;

/** The script beside the page: one question at a time, and never for long. */
export class Beside {
  #worker: PageWorker | undefined;
  #giveUp: (() => void) | undefined;

  /**
   * Asks; a question that is still being worked on is dropped.
   * @returns the answer; `slow` when it took too long, `failed` when the script broke, `dropped`
   */
  ask(asked: Asked): Promise<Answered | 'slow' | 'failed' | 'dropped'> {
    this.#giveUp?.();
    return new Promise((resolve) => {
      const worker = (this.#worker ??= startWorker(workerUrl()));
      const end = (outcome: Answered | 'slow' | 'failed' | 'dropped'): void => {
        clearTimeout(timer);
        this.#giveUp = undefined;
        if (typeof outcome === 'string') this.#stop();
        resolve(outcome);
      };
      const timer = setTimeout(() => end('slow'), PATIENCE_SECONDS * 1000);
      this.#giveUp = () => end('dropped');
      worker.onmessage = ({ data }) => end(data as Answered);
      worker.onerror = () => end('failed');
      worker.postMessage(asked);
    });
  }

  /** Fetches the script before the first question. */
  warm(): void {
    this.#worker ??= startWorker(workerUrl());
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

function workerUrl(): string {
  return page().documentElement.dataset['worker'] ?? '';
}
