import { setImmediate } from 'node:timers/promises';

/** How long one request may keep the process from the others, in milliseconds. */
const TURN_MS = 12;

/** Lets the others have their turn once this one has lasted long enough. */
export class Turns {
  #until = performance.now() + TURN_MS;

  isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Resolves when what waited meanwhile has been seen to. */
  async next(): Promise<void> {
    await setImmediate();
    this.#until = performance.now() + TURN_MS;
  }
}

/**
 * Runs work that stops here and there, and lets other requests through at those places when it has
 * taken long enough; little work is done in one go.
 * @returns what the work returns
 */
export async function inTurns<T>(work: Generator<undefined, T>): Promise<T> {
  const turns = new Turns();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (turns.isOver()) await turns.next();
  }
}
