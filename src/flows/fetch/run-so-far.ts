import {
  FETCH_FAULTS,
  FetchFault,
  type FetchFaultCode,
} from '../../adapters/fhir-server/fetch-fault.ts';
import type { PushAnswer } from '../flows.ts';
import type { Gateway } from '../gateway.ts';
import type { PersonOutcome } from './fetch-person.ts';
import type { FetchClaim, FetchCounts, FetchedPerson, FetchRun } from './fetch-store.ts';
import type { PersonToAsk } from './people-to-ask.ts';

/** How often a lease is renewed: several times before it ends. */
const RENEW_EVERY_MS = 8_000;
/** With so many people in a row of whom nothing comes, something else is wrong. */
const MOST_IN_A_ROW = 10;

/** Another process holds the source now: this one writes nothing more. */
export class LeaseLost extends Error {}

/** How far a run came. */
export interface RunEnd {
  readonly run: FetchRun;
  /** The server asked to be left alone for so long, in milliseconds. */
  readonly waitMs?: number | undefined;
  /** What was thrown, when it was nothing that the list of faults knows. */
  readonly thrown?: unknown;
}

/** One run while it goes on, and its lease. */
export class RunSoFar {
  readonly #gateway: Gateway;
  readonly #claim: FetchClaim;
  readonly #began = performance.now();
  readonly #losing = new AbortController();
  readonly #heart: NodeJS.Timeout;
  #run: FetchRun;
  #inARow = 0;

  constructor(gateway: Gateway, claim: FetchClaim, run: FetchRun) {
    this.#gateway = gateway;
    this.#claim = claim;
    this.#run = run;
    // A store that does not answer now says at the next write whether the lease still holds.
    const beat = () => void this.renew().catch(() => undefined);
    this.#heart = setInterval(beat, RENEW_EVERY_MS).unref();
  }

  /** Aborted when another process may hold the source. */
  get lost(): AbortSignal {
    return this.#losing.signal;
  }

  get id(): string {
    return this.#run.id;
  }

  begin(): Promise<void> {
    return this.#save();
  }

  expect(people: number): void {
    this.#run = { ...this.#run, counts: { ...this.#run.counts, people } };
  }

  /** People about whom nothing was fetched so far, by why. */
  get faults(): FetchRun['faults'] {
    return this.#run.faults;
  }

  /** Counts what came of a delivery about nobody who is asked about. */
  add(answer: PushAnswer): void {
    this.#run = { ...this.#run, counts: withAnswer(this.#run.counts, answer) };
  }

  /** Says that this process is alive. @throws LeaseLost */
  async renew(): Promise<void> {
    if (await this.#gateway.store.fetches.renew(this.#claim)) return;
    this.#losing.abort();
    throw new LeaseLost();
  }

  /** Renews no more. */
  letGo(): void {
    clearInterval(this.#heart);
  }

  /**
   * Keeps what may be stored of somebody from now on; their turn is not over. What was known of them
   * is forgotten: when this run breaks, nobody knows which of the two states is stored, and all must
   * be asked.
   */
  remember({ key }: PersonToAsk, keys: readonly string[]): Promise<void> {
    return this.#save({ key, state: { run: '', keys } });
  }

  /** One person's turn; a fault of theirs is counted, and ends the run when it is one of a run. */
  async take(
    { key }: PersonToAsk,
    before: FetchedPerson | undefined,
    ask: () => Promise<PersonOutcome>,
  ): Promise<void> {
    try {
      const outcome = await ask();
      this.#run = { ...this.#run, counts: counted(this.#run.counts, outcome) };
      this.#inARow = 0;
      await this.#save({ key, state: outcome.state });
    } catch (error) {
      const code = error instanceof FetchFault ? error.code : undefined;
      if (code === undefined || FETCH_FAULTS[code].ends === 'run') throw error;
      const faults = { ...this.#run.faults, [code]: (this.#run.faults[code] ?? 0) + 1 };
      this.#run = { ...this.#run, faults };
      await this.#save({ key, state: { ...(before ?? { keys: [] }), run: this.id } });
      this.#inARow += 1;
      if (this.#inARow >= MOST_IN_A_ROW) throw new FetchFault('many-faults');
    }
  }

  async end(): Promise<FetchRun> {
    const endedAt = this.#claim.now + Math.round(performance.now() - this.#began);
    this.#run = { ...this.#run, endedAt };
    await this.#save();
    return this.#run;
  }

  /** Stops for a reason. @throws LeaseLost */
  async stop(error: unknown): Promise<RunEnd> {
    const fault = error instanceof FetchFault ? error : undefined;
    const stoppedBy: FetchFaultCode = fault?.code ?? 'not-stored';
    this.#run = { ...this.#run, stoppedBy };
    await this.#save().catch((failed: unknown) => {
      // What the store does not take now is found again as an interrupted run.
      if (failed instanceof LeaseLost) throw failed;
    });
    return {
      run: this.#run,
      waitMs: fault?.waitMs,
      ...(fault ? {} : { thrown: error }),
    };
  }

  async #save(person?: { key: string; state: FetchedPerson }): Promise<void> {
    const saved = await this.#gateway.store.fetches.progress(this.#claim, this.#run, person);
    if (!saved) throw new LeaseLost();
  }
}

function counted(counts: FetchCounts, { kind, answer }: PersonOutcome): FetchCounts {
  const turn = { ...counts, [kind]: counts[kind] + 1 };
  return answer ? withAnswer(turn, answer) : turn;
}

function withAnswer(counts: FetchCounts, answer: PushAnswer): FetchCounts {
  return {
    ...counts,
    accepted: counts.accepted + answer.accepted.length,
    quarantined: counts.quarantined + answer.quarantined.length,
    withdrawn: counts.withdrawn + answer.withdrawn,
    changed: counts.changed + answer.changed,
  };
}
