import { createHash } from 'node:crypto';
import { FetchFault } from '../../adapters/fhir-server/fetch-fault.ts';
import type { FhirServer } from '../../adapters/fhir-server/fhir-server.ts';
import { personFileName } from '../../adapters/person-file.ts';
import type { PushAnswer } from '../flows.ts';
import type { Gateway } from '../gateway.ts';
import { push } from '../push.ts';
import type { Call } from '../requester.ts';
import { fetchPerson, type Asking } from './fetch-person.ts';
import { NO_COUNTS, type FetchClaim, type FetchRun } from './fetch-store.ts';
import { peopleToAsk, type PersonToAsk } from './people-to-ask.ts';
import { LeaseLost, RunSoFar, type RunEnd } from './run-so-far.ts';
import { serverSettings, type SourceDocument } from './source-document.ts';
import { takeBackLeavers } from './take-back-leavers.ts';

const MINUTE_MS = 60_000;

/** A source that was claimed for one run. */
export interface Claimed {
  readonly claim: FetchClaim;
  readonly source: SourceDocument;
  /** Ends the run between two people, and every request and wait. */
  readonly signal: AbortSignal;
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
  const known = await fetches.people(claim.organisation, keys);
  run.expect(people.length);
  const asking: Omit<Asking, 'form' | 'remember'> = {
    source,
    server,
    run: run.id,
    now: claim.now,
    deliver: async (body) => {
      await requireUnchanged(gateway, source);
      // Nothing that was fetched under a lost lease overwrites what another process fetched later.
      await run.renew();
      return deliver(gateway, claimed, { run: run.id, release, body });
    },
  };
  for (const person of people) {
    const before = known.get(person.key);
    if (before?.run === run.id) continue;
    if (signal.aborted) throw new FetchFault('stopped');
    await requireUnchanged(gateway, source);
    const form = formOf(source, person);
    const remember = (keys: readonly string[]) => run.remember(person, keys);
    const own = { ...asking, form, remember };
    await run.take(person, before, () => fetchPerson(own, person, before));
  }
  const { deliver: take } = asking;
  await takeBackLeavers(fetches, claim, { enrolled: keys, base: source.base, run, deliver: take });
}

/**
 * An officer who pauses a source, or sends the gateway elsewhere, does not wait for a run of hours.
 * @throws FetchFault `registration-changed`
 */
async function requireUnchanged({ regions }: Gateway, source: SourceDocument): Promise<void> {
  const { sources } = await regions.current();
  const now = sources.get(source.organisation);
  if (JSON.stringify(now) !== JSON.stringify(source)) throw new FetchFault('registration-changed');
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
