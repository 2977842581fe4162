/** Work that one delivery may take; beyond it the delivery is refused as a whole. */
const MAX_STEPS = 1_000_000;
/** Characters that the facts of one delivery may hold together. */
const MAX_OUTPUT = 32_000_000;

/** Thrown when a delivery asks for more work than any real one does. */
export class TooMuchWork extends Error {}

/** Work that a run has done. */
export interface Spent {
  readonly steps: number;
  readonly output: number;
}

/** Counts the work of one run, and ends it where it is too much. */
export class Work {
  #steps = 0;
  #output = 0;

  /** Counts what a value puts into a fact. @throws TooMuchWork */
  put(text: string): void {
    this.#output += text.length;
    if (this.#output > MAX_OUTPUT) throw new TooMuchWork('more text than a delivery may give');
  }

  /** Counts one look at the source or the mapping. @throws TooMuchWork */
  step(): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new TooMuchWork('more work than a delivery may take');
  }

  /** What was counted so far. */
  get spent(): Spent {
    return { steps: this.#steps, output: this.#output };
  }

  /** Counts what lay between two counts once more: what is remembered is not free. @throws TooMuchWork */
  spendAgain(from: Spent, to: Spent): void {
    this.#output += to.output - from.output;
    if (this.#output > MAX_OUTPUT) throw new TooMuchWork('more text than a delivery may give');
    this.#steps += to.steps - from.steps;
    if (this.#steps > MAX_STEPS) throw new TooMuchWork('more work than a delivery may take');
  }
}
