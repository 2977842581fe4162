import { createHash } from 'node:crypto';
import {
  FETCH_FAULTS,
  FetchFault,
  type FetchFaultCode,
} from '../../adapters/fhir-server/fetch-fault.ts';
import type { FhirServer } from '../../adapters/fhir-server/fhir-server.ts';
import { personFileName } from '../../adapters/person-file.ts';
import type { PushAnswer } from '../flows.ts';
import type { Gateway } from '../gateway.ts';
import { push } from '../push.ts';
import type { Call } from '../requester.ts';
import { fetchPerson, type Asking, type PersonOutcome } from './fetch-person.ts';
import {
  NO_COUNTS,
  type FetchClaim,
  type FetchCounts,
  type FetchedPerson,
  type FetchRun,
} from './fetch-store.ts';
import { peopleToAsk, type PersonToAsk } from './people-to-ask.ts';
import { serverSettings, type SourceDocument } from './source-document.ts';

/** How often a lease is renewed: several times before it ends. */
const RENEW_EVERY_MS = 8_000;
const MINUTE_MS = 60_000;
/** With so many people in a row of whom nothing comes, something else is wrong. */
const MOST_IN_A_ROW = 10;

/** Another process holds the source now: this one writes nothing more. */
export class LeaseLost extends Error {}

/** A source that was claimed for one run. */
export interface Claimed {
  readonly claim: FetchClaim;
  readonly source: SourceDocument;
  /** Ends the run between two people, and every request and wait. */
  readonly signal: AbortSignal;
}

/** How far a run came. */
export interface RunEnd {
  readonly run: FetchRun;
  /** The server asked to be left alone for so long, in milliseconds. */
  readonly waitMs?: number | undefined;
  /** What was thrown, when it was nothing that the list of faults knows. */
  readonly thrown?: unknown;
}

/**
 * Asks a source about everyone it enrolled, one person after another. After each person it is
 * stored how far the run is, in the same statement as what is remembered of that person: a run that
 * was broken off goes on with the next one. A fault of one person leaves the others alone.
 * @throws LeaseLost, and nothing else: what went wrong stands in the run
 */
export async function fetchSource(gateway: Gateway, claimed: Claimed): Promise<RunEnd> {
  const { claim, source } = claimed;
  const { fetches } = gateway.store;
  const { run: last } = await fetches.standing(claim.organisation);
  const run = new RunSoFar(gateway, claim, beginning(last, gateway, claim));
  const timeLimit = AbortSignal.timeout(source.limits.runMinutes * MINUTE_MS);
  const signal = AbortSignal.any([claimed.signal, timeLimit, run.lost]);
  const server = gateway.fetching.servers.connect(serverSettings(source), signal);
  try {
    await askEverybody({ gateway, claimed: { ...claimed, signal }, server, run });
    return { run: await run.end() };
  } catch (error) {
    if (error instanceof LeaseLost || run.lost.aborted) throw new LeaseLost();
    const late = timeLimit.aborted && !claimed.signal.aborted;
    return await run.stop(late ? new FetchFault('time-limit') : error);
  } finally {
    run.letGo();
    server.close();
  }
}

function beginning(last: FetchRun | undefined, { chance }: Gateway, { now }: FetchClaim): FetchRun {
  if (!last || last.endedAt !== undefined)
    return { id: chance.id(), startedAt: now, counts: NO_COUNTS, faults: {} };
  const { id, startedAt, counts, faults } = last;
  return { id, startedAt, counts, faults };
}

interface Everybody {
  readonly gateway: Gateway;
  readonly claimed: Claimed;
  readonly server: FhirServer;
  readonly run: RunSoFar;
}

async function askEverybody({ gateway, claimed, server, run }: Everybody): Promise<void> {
  const { claim, source, signal } = claimed;
  const { fetches } = gateway.store;
  await run.begin();
  const release = await server.check();
  const people = await peopleToAsk(gateway.store, claim.organisation);
  const keys = people.map(({ key }) => key);
  await fetches.keepPeople(claim, keys);
  const known = await fetches.people(claim.organisation, keys);
  run.expect(people.length);
  const asking: Omit<Asking, 'form' | 'remember'> = {
    source,
    server,
    run: run.id,
    now: claim.now,
    deliver: async (body) => {
      // Nothing that was fetched under a lost lease overwrites what another process fetched later.
      await run.renew();
      return deliver(gateway, claimed, { run: run.id, release, body });
    },
  };
  for (const person of people) {
    const before = known.get(person.key);
    if (before?.run === run.id) continue;
    if (signal.aborted) throw new FetchFault('stopped');
    const form = formOf(source, person);
    const remember = (keys: readonly string[]) => run.remember(person, before, keys);
    const own = { ...asking, form, remember };
    await run.take(person, before, () => fetchPerson(own, person, before));
  }
}

/** What makes earlier answers no answer to the question of now. */
function formOf({ base, adapter, types }: SourceDocument, { household }: PersonToAsk): string {
  return createHash('sha256')
    .update(JSON.stringify([base, adapter, types, household]))
    .digest('base64url');
}

/** The same flow as a push of the source; the record says that the gateway fetched it. */
async function deliver(
  gateway: Gateway,
  { claim, source }: Claimed,
  { run, release, body }: { run: string; release: string; body: Uint8Array },
): Promise<PushAnswer> {
  const call = fetchingCall(claim.organisation, run);
  const adapter = personFileName(source.adapter);
  const mediaType = `application/fhir+json; fhirVersion=${release}`;
  return (await push(gateway, call, { adapter, mediaType, body })).answer;
}

/** No registered client can have this name: theirs have no colon. */
export const FETCHING_CLIENT = 'gateway:fetch';

/** The gateway itself, on behalf of the source; one trace for everything of one run. */
export function fetchingCall(organisation: string, run: string): Call {
  const scopes = new Set(['dossier.push']);
  return {
    requester: { client: FETCHING_CLIENT, organisation, scopes },
    trace: createHash('sha256').update(run).digest('hex').slice(0, 32),
  };
}

/** One run while it goes on, and its lease. */
class RunSoFar {
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

  /** Keeps what may be stored of somebody from now on; their turn is not over. */
  remember(
    { key }: PersonToAsk,
    before: FetchedPerson | undefined,
    keys: readonly string[],
  ): Promise<void> {
    return this.#save({ key, state: { run: '', ...before, keys } });
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
  return {
    ...counts,
    [kind]: counts[kind] + 1,
    accepted: counts.accepted + (answer?.accepted.length ?? 0),
    quarantined: counts.quarantined + (answer?.quarantined.length ?? 0),
    withdrawn: counts.withdrawn + (answer?.withdrawn ?? 0),
    changed: counts.changed + (answer?.changed ?? 0),
  };
}
