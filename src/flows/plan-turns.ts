import { setTimeout as sleep } from 'node:timers/promises';

/** A delivery lets others go first for no longer than this: they must not be able to keep it out. */
const LONGEST_WAIT_MS = 500;

/**
 * Who goes first where many want the same plan at once, within one process. Whatever commits makes
 * everybody else who read the plan begin anew, so a source that delivers without pause could keep a
 * withdrawal of consent, and the views of others, from ever being stored. Nothing is decided here:
 * what commits is still only what nothing moved under. Who is not in the way of anybody does not
 * wait.
 */
export class PlanTurns {
  /** Source and plan → the end of whoever came last. */
  readonly #lines = new Map<string, Promise<void>>();
  /** Plan → those who were overtaken there and go first now. */
  readonly #first = new Map<string, Set<Promise<void>>>();

  /** Does something that was overtaken before deliveries that have not begun. */
  async goFirst<T>(planId: string, work: () => Promise<T>): Promise<T> {
    const { ended, end } = ending();
    const those = this.#first.get(planId) ?? new Set();
    this.#first.set(planId, those.add(ended));
    try {
      return await work();
    } finally {
      those.delete(ended);
      if (those.size === 0) this.#first.delete(planId);
      end();
    }
  }

  /**
   * Lets those who go first in these plans have their turn.
   * @returns whether anybody was waited for: what was read before may be old
   */
  async letPass(planIds: readonly string[]): Promise<boolean> {
    const those = planIds.flatMap((planId) => [...(this.#first.get(planId) ?? [])]);
    if (those.length === 0) return false;
    const enough = new AbortController();
    const { signal } = enough;
    const waited = sleep(LONGEST_WAIT_MS, undefined, { signal }).catch(() => undefined);
    await Promise.race([Promise.all(those), waited]);
    enough.abort();
    return true;
  }

  /** Does what was overtaken in these plans when nothing else of the same source is doing so. */
  async inLine<T>(
    { source, planIds }: { readonly source: string; readonly planIds: readonly string[] },
    work: () => Promise<T>,
  ): Promise<T> {
    const leaving: (() => void)[] = [];
    try {
      // Everybody queues in the same order, so nobody waits for somebody who waits for them.
      for (const planId of [...planIds].sort())
        leaving.push(await this.#enter(JSON.stringify([source, planId])));
      await this.letPass(planIds);
      return await work();
    } finally {
      for (const leave of leaving) leave();
    }
  }

  async #enter(line: string): Promise<() => void> {
    const before = this.#lines.get(line);
    const { ended, end } = ending();
    this.#lines.set(line, ended);
    await before;
    return () => {
      if (this.#lines.get(line) === ended) this.#lines.delete(line);
      end();
    };
  }
}

function ending(): { readonly ended: Promise<void>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { ended, end };
}
