import { FETCH_FAULTS, type FetchFaultCode } from '../../adapters/fhir-server/fetch-fault.ts';
import { organisationChain } from '../../audit/chain.ts';
import type { EntryBody } from '../../audit/entry.ts';
import type { SourceFlows, SourceRun, SourceStatus } from './source-contract.ts';
import { isoInstant, type Gateway } from '../gateway.ts';
import { GatewayError } from '../gateway-error.ts';
import type { Region } from '../region.ts';
import { actorOf, type Call } from '../requester.ts';
import { requireScope } from '../scope.ts';
import { outcomeOf } from './fetch-report.ts';
import { fetchingCall, fetchSource } from './fetch-run.ts';
import { NO_COUNTS, type FetchClaim, type FetchRun, type FetchStanding } from './fetch-store.ts';
import { LeaseLost, type RunEnd } from './run-so-far.ts';
import { isScheduled, type SourceDocument } from './source-document.ts';

/** Sources that one process asks at the same time. */
const AT_ONCE = 4;
const MINUTE_MS = 60_000;
/** What may be over soon is tried again sooner than the schedule says. */
const AGAIN_MS = 5 * MINUTE_MS;
const SOON: ReadonlySet<FetchFaultCode> = new Set<FetchFaultCode>([
  'unreachable',
  'timeout',
  'server-error',
  'not-stored',
]);
/** Not the source's doing: another process, or this one, goes on at once. */
const AT_ANY_TIME: ReadonlySet<FetchFaultCode> = new Set<FetchFaultCode>([
  'stopped',
  'time-limit',
  'registration-changed',
]);

/** Fetching from sources that run a FHIR server, on demand and when it is due. */
export function sourceFlows(gateway: Gateway): SourceFlows {
  const runs = new Runs(gateway);
  return {
    fetch: async (call, organisation) => {
      requireScope(call, 'policy.manage');
      const source = sourceOf(await gateway.regions.current(), organisation);
      if (source.paused) throw conflict('The source is paused.');
      const claim = await gateway.store.fetches.claim(gateway.chance.id(), organisation);
      if (!claim) throw conflict('The source is being asked already.');
      await recordAsked(gateway, call, claim);
      runs.start(claim, source);
      return statusOf(source, await gateway.store.fetches.standing(organisation));
    },
    status: async (call, organisation) => {
      requireScope(call, 'policy.manage');
      const source = sourceOf(await gateway.regions.current(), organisation);
      return statusOf(source, await gateway.store.fetches.standing(organisation));
    },
    publicKeys: async () => {
      const { sources } = await gateway.regions.current();
      const names = new Set([...sources.values()].map(({ token }) => token.key));
      return { keys: [...names].sort().map((name) => gateway.fetching.publicKey(name)) };
    },
    takeDue: () => runs.takeDue(),
    stop: () => runs.stop(),
  };
}

function sourceOf({ sources }: Region, organisation: string): SourceDocument {
  const source = sources.get(organisation);
  if (source) return source;
  throw new GatewayError('not-found', [{ place: 'key', text: 'No source of this organisation.' }]);
}

function conflict(text: string): GatewayError {
  return new GatewayError('conflict', [{ text }]);
}

/** The runs of this process. */
class Runs {
  readonly #gateway: Gateway;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  async takeDue(): Promise<number> {
    const { store, regions, chance } = this.#gateway;
    const { sources } = await regions.current();
    await store.fetches.schedule(
      [...sources.values()].filter(isScheduled).map(({ organisation }) => organisation),
    );
    let started = 0;
    while (this.#running.size < AT_ONCE && !this.#stopping.signal.aborted) {
      const claim = await store.fetches.claim(chance.id());
      if (!claim) break;
      const source = sources.get(claim.organisation);
      if (source && !source.paused) this.start(claim, source);
      else await store.fetches.release(claim, null);
      started += 1;
    }
    return started;
  }

  /** Begins a run that goes on by itself. */
  start(claim: FetchClaim, source: SourceDocument): void {
    const running = this.#run(claim, source).catch((error: unknown) => {
      // The store does not answer: the lease runs out, and whoever can goes on.
      this.#report(claim, { thrown: error, began: performance.now() });
    });
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  async #run(claim: FetchClaim, source: SourceDocument): Promise<void> {
    const { store } = this.#gateway;
    const began = performance.now();
    const { signal } = this.#stopping;
    try {
      const end = await fetchSource(this.#gateway, { claim, source, signal });
      await store.appendEntry(organisationChain(claim.organisation), endEntry(claim, end.run));
      await store.fetches.release(claim, dueIn(source, end));
      this.#report(claim, { ...end, began });
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    }
  }

  #report(
    { organisation }: FetchClaim,
    { run, thrown, began }: Partial<RunEnd> & { readonly began: number },
  ): void {
    this.#gateway.fetching.report({
      fetch: organisation,
      run: run?.id ?? '',
      outcome: run ? outcomeOf(run, false) : 'interrupted',
      counts: run?.counts ?? NO_COUNTS,
      faults: run?.faults ?? {},
      ...(run?.stoppedBy === undefined ? {} : { stoppedBy: run.stoppedBy }),
      durationMs: Math.round(performance.now() - began),
      ...(thrown === undefined ? {} : { thrown }),
    });
  }
}

/** When a source is asked again; null = when somebody asks. */
function dueIn({ everyMinutes }: SourceDocument, { run, waitMs }: RunEnd): number | null {
  const { stoppedBy } = run;
  if (stoppedBy !== undefined && AT_ANY_TIME.has(stoppedBy)) return 0;
  if (everyMinutes === undefined) return null;
  const usual = everyMinutes * MINUTE_MS;
  if (waitMs !== undefined) return Math.max(usual, waitMs);
  return stoppedBy !== undefined && SOON.has(stoppedBy) ? Math.min(usual, AGAIN_MS) : usual;
}

/** Whoever asked stands on the record before anything is asked of the source. */
async function recordAsked(gateway: Gateway, call: Call, claim: FetchClaim): Promise<void> {
  const { organisation, now } = claim;
  try {
    await gateway.store.appendEntry(organisationChain(organisation), {
      v: 1,
      kind: 'change',
      actor: actorOf(call.requester),
      trace: call.trace,
      instant: isoInstant(now),
      outcome: 'fetch-asked',
      changed: [`sources/${organisation} fetch`],
    });
  } catch (error) {
    await gateway.store.fetches.release(claim, null);
    throw error;
  }
}

function endEntry({ organisation, now }: FetchClaim, run: FetchRun): EntryBody {
  const { requester, trace } = fetchingCall(organisation, run.id);
  return {
    v: 1,
    kind: 'change',
    actor: actorOf(requester),
    trace,
    instant: isoInstant(run.endedAt ?? now),
    outcome: `fetch-${outcomeOf(run, false)}`,
    changed: [`fetches/${run.id} ${run.stoppedBy ?? 'ended'}`],
  };
}

function statusOf(source: SourceDocument, { due, running, run }: FetchStanding): SourceStatus {
  const idle = source.paused ? 'paused' : 'idle';
  return {
    organisation: source.organisation,
    state: running ? 'running' : idle,
    next: due === undefined || source.paused ? null : isoInstant(due),
    run: run ? runOf(run, running) : null,
  };
}

function runOf(run: FetchRun, running: boolean): SourceRun {
  const { id, startedAt, endedAt, counts, faults, stoppedBy } = run;
  const codes = Object.entries(faults) as readonly (readonly [FetchFaultCode, number])[];
  const all = stoppedBy === undefined ? codes : [...codes, [stoppedBy, 0] as const];
  return {
    id,
    started: isoInstant(startedAt),
    ended: endedAt === undefined ? null : isoInstant(endedAt),
    outcome: outcomeOf(run, running),
    counts,
    faults: all.map(([code, people]) => ({ code, text: FETCH_FAULTS[code].text, people })),
  };
}
