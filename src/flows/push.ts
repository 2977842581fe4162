import { createHash } from 'node:crypto';
import { organisationChain } from '../audit/chain.ts';
import type { EntryBody, Receipt } from '../audit/entry.ts';
import type { Adapter, MappedDelivery } from '../adapters/delivery.ts';
import { dossiersOf, identifiersOf, settleInSteps, type SettledDelivery } from '../plan/settle.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { datedDelivery, datedDossiers } from './dated-delivery.ts';
import { dossierNaming } from './dossier-naming.ts';
import type { PushAnswer, PushRequest } from './flows.ts';
import { decisionInstant, isoInstant, type Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { inTurns } from './in-turns.ts';
import { isSensitiveSource } from './involvement.ts';
import { mergeIntoPlans, type Merged } from './merge-into-plan.ts';
import type { Idempotency, PlanChange, PlanSnapshot } from './ports.ts';
import { withKnownPeople } from './known-people.ts';
import { isKept, toldOf, type Replay, type Storing } from './quarantine/keep.ts';
import { namingOf, wordsOf, type Naming } from './quarantine/spoken.ts';
import type { Region } from './region.ts';
import { actorOf, type Call } from './requester.ts';
import { requireScope } from './scope.ts';
import { requireStanding } from './standing-client.ts';

const ATTEMPTS = 8;

export interface Pushed {
  readonly answer: PushAnswer;
  readonly receipts: readonly Receipt[];
}

/**
 * Takes one delivery of a source: read, look its people up in this source's own enrolments, merge
 * into what the source said before, store with the record, answer per fact. The answer depends on
 * the body, the mapping and the source's own enrolments only (DECISION 5).
 * @throws GatewayError `unauthenticated`, `insufficient-scope`, `not-found` (adapter), `unsupported-media-type`,
 *   `unprocessable` (unreadable, more than a plan can hold, or than can be read in time: nothing stored),
 *   `conflict` (key reused), `too-many-requests`, `unavailable`
 */
export async function push(gateway: Gateway, call: Call, request: PushRequest): Promise<Pushed> {
  requireScope(call, 'dossier.push');
  const idempotency = idempotencyOf(call, request);
  let region = await regionFor(gateway, request);
  if (idempotency) requireStanding(region, call);
  const earlier = await earlierAnswer(gateway, idempotency);
  if (earlier) return { answer: earlier, receipts: [] };
  const adapter = adapterOf(gateway, region, request);
  const { mediaType, body } = request;
  const source = call.requester.organisation;
  const delivery = await gateway.readDelivery({ adapter, mediaType, body, source });
  if (request.complete) requireWhole(delivery);
  let overtakenIn: readonly string[] | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const work = { gateway, call, request, delivery, idempotency, region };
    const pushed = await inItsTurn(work, overtakenIn);
    if ('answer' in pushed) return pushed;
    if ('moved' in pushed) overtakenIn = pushed.moved;
    else region = await gateway.regions.at(pushed.regionEpoch);
    // The same delivery may have run at the same time and been first: its answer is the answer.
    const first = await earlierAnswer(gateway, idempotency);
    if (first) return { answer: first, receipts: [] };
  }
  throw new GatewayError('unavailable', [{ text: 'The plan is being changed; send it again.' }]);
}

/**
 * The register by which a delivery is read: by the store's word where a registered mapping or an
 * earlier answer depends on it, else the one in hand, which is compared when the plans are read.
 */
function regionFor({ regions, builtIn }: Gateway, request: PushRequest): Promise<Region> {
  const { adapter, idempotencyKey } = request;
  const anyDoes = builtIn.has(adapter) && idempotencyKey === undefined;
  return anyDoes ? regions.inHand() : regions.current();
}

function adapterOf(gateway: Gateway, region: Region, { adapter: name }: PushRequest): Adapter {
  const adapter = gateway.builtIn.get(name) ?? region.adapters.get(name);
  if (adapter) return adapter;
  throw new GatewayError('not-found', [{ place: 'adapter', text: 'No adapter of this name.' }]);
}

/** Only a delivery that names whose file it is can be everything about them. */
function requireWhole({ about }: MappedDelivery): void {
  if (about !== undefined) return;
  const text = 'Deliveries of this adapter are never everything about somebody.';
  throw new GatewayError('unprocessable', [{ place: 'complete', text }]);
}

/** A delivery that was read, with everything by which it is judged. */
export interface Work {
  readonly gateway: Gateway;
  readonly call: Call;
  readonly request: PushRequest;
  readonly delivery: MappedDelivery;
  readonly idempotency: Idempotency | undefined;
  readonly region: Region;
  /** Set when this is a held delivery that is read again. */
  readonly replay?: Replay;
  /** It has waited for those who go first. */
  readonly overtaken?: true;
}

/** Something changed in one of these plans meanwhile: settle it again. */
export interface Moved {
  readonly moved: readonly string[];
}

/** The register is another one than the delivery was settled by: settle it again by this one. */
export interface OtherRegion {
  readonly regionEpoch: number;
}

/**
 * Settles and stores a delivery: at once, or where it was overtaken when nothing else of its source
 * is trying the same.
 * @param overtakenIn the plans in which something moved
 */
export function inItsTurn(
  work: Work,
  overtakenIn: readonly string[] | undefined,
): ReturnType<typeof settleAndStore> {
  if (!overtakenIn) return settleAndStore(work);
  const line = { source: work.call.requester.organisation, planIds: overtakenIn };
  return work.gateway.turns.inLine(line, () => settleAndStore({ ...work, overtaken: true }));
}

/**
 * Settles a delivery against what is stored now and stores it with its record, or only answers what
 * that would do at a dry run.
 */
async function settleAndStore(work: Work): Promise<Pushed | OtherRegion | Moved> {
  const { gateway, call, request, region } = work;
  const naming = await dossierNaming(namingOf(gateway, call), work.delivery);
  const { source, opaque } = naming;
  const held = await gateway.store.findForPush({
    org: source,
    identifiers: identifiersOf(work.delivery),
    dossiers: dossiersOf(work.delivery, source, opaque),
    dated: datedDossiers(work.delivery, source, opaque),
  });
  const dated = datedDelivery(work.delivery, held, { source, opaque });
  const law = region.organisations.get(source)?.law;
  const enrolled = await withKnownPeople(gateway.store, dated.current, {
    enrolled: held.enrolments,
    naming,
  });
  const settling = settleInSteps(dated.current, source, enrolled, {
    opaque,
    ...(law === undefined ? {} : { law }),
    ...(isSensitiveSource(source, region) ? { involvement: 'sensitive' as const } : {}),
  });
  const settled = await inTurns(settling);
  // A dossier that moved to other people, or is taken back, leaves the plans where it was.
  const whole = isWhole(work) ? settled.about.keys() : [];
  const planIds = [...new Set([...settled.plans.keys(), ...held.dossierPlans, ...whole])].sort();
  const waits = request.dryRun !== true && !work.overtaken;
  if (waits && (await gateway.turns.letPass(planIds))) return { moved: planIds };
  const reading = await gateway.store.readForPush(source, planIds);
  if (reading.regionEpoch !== region.epoch) return { regionEpoch: reading.regionEpoch };
  requireStanding(region, call);
  const now = await decisionInstant(gateway, reading.now);
  const merging = mergeIntoPlans(settled, reading.plans, {
    since: now,
    whole: isWhole(work),
    addOnly: work.replay?.addOnly,
  });
  const merged = await inTurns(merging);
  const answer = answerOf({ ...work, delivery: dated.current }, settled, merged);
  if (request.dryRun) return { answer, receipts: [] };
  const receipts = await storeMerged({ ...work, naming }, merged, {
    answer,
    now,
    words: wordsOf(dated.current, naming, isWhole(work)),
    replays: held.replays,
    moments: dated.keep(settled, now),
  });
  return receipts === 'moved' ? { moved: planIds } : { answer, receipts };
}

/** Where a part is lost that could be anybody's, silence says nothing. */
function isWhole({ request, delivery }: Work): boolean {
  return request.complete === true && delivery.astray !== true;
}

function answerOf(work: Work, settled: SettledDelivery, merged: readonly Merged[]): PushAnswer {
  const { gateway, request, replay } = work;
  return {
    delivery: replay?.held.delivery ?? gateway.chance.id(),
    dryRun: request.dryRun ?? false,
    mapping: work.delivery.mapping,
    accepted: settled.accepted.map((fact) => ({
      places: fact.places,
      resource: fact.resource.type,
      labels: fact.labels,
    })),
    quarantined: settled.quarantined,
    withdrawn: work.delivery.withdrawn.length,
    changed: merged.reduce((sum, plan) => sum + plan.changed, 0),
    ...(request.dryRun ? { ignored: work.delivery.ignored } : {}),
    ...(request.complete ? { complete: completeness(work, merged) } : {}),
    ...(replay ? { superseded: replay.superseded } : {}),
    ...(isKept(work, settled.quarantined) ? { kept: true } : {}),
  };
}

function completeness(work: Work, merged: readonly Merged[]) {
  const leftOut = merged.reduce((sum, plan) => sum + plan.leftOut, 0);
  return { applied: isWhole(work), leftOut };
}

async function storeMerged(
  work: Work & { readonly naming: Naming },
  merged: readonly Merged[],
  storing: Storing,
): Promise<readonly Receipt[] | 'moved'> {
  const { gateway, call, idempotency } = work;
  const { answer, now, moments } = storing;
  const { told, notes } = await toldOf(work, storing);
  const entry = (plan?: PlanSnapshot): EntryBody => pushEntry(call, { answer, now, plan });
  const own = { ...entry(), changed: [`delivery/${answer.delivery}`, ...notes] };
  const changes: PlanChange[] = merged.map(({ plan, sheets }) => ({
    planId: plan.planId,
    epoch: plan.epoch,
    sheets,
    entry: entry(plan),
  }));
  return gateway.store.takeDelivery(changes, {
    answered: idempotency && { ...idempotency, status: 200, answer },
    ...(merged.length === 0 || notes.length > 0
      ? { outside: { chain: organisationChain(call.requester.organisation), entry: own } }
      : {}),
    told,
    moments,
  });
}

function pushEntry(
  { requester, trace }: Call,
  at: { answer: PushAnswer; now: Instant; plan: PlanSnapshot | undefined },
): EntryBody {
  return {
    v: 1,
    kind: 'push',
    actor: actorOf(requester),
    trace,
    instant: isoInstant(at.now),
    outcome: at.answer.accepted.length > 0 ? 'accepted' : 'nothing-accepted',
    changed: [`delivery/${at.answer.delivery}${at.answer.complete?.applied ? ' complete' : ''}`],
    ...(at.plan ? { plan: at.plan.planId, planEpoch: at.plan.epoch } : {}),
  };
}

function idempotencyOf(call: Call, request: PushRequest): Idempotency | undefined {
  if (request.idempotencyKey === undefined || request.dryRun) return undefined;
  const { client, organisation } = call.requester;
  const manner = request.complete ? 'complete\n' : '';
  const hash = createHash('sha256').update(`${request.adapter}\n${manner}`).update(request.body);
  return {
    caller: `${client} ${organisation}`,
    key: request.idempotencyKey,
    bodyHash: hash.digest('hex'),
  };
}

async function earlierAnswer(
  gateway: Gateway,
  idempotency: Idempotency | undefined,
): Promise<PushAnswer | undefined> {
  if (!idempotency) return undefined;
  const earlier = await gateway.store.earlierAnswer(idempotency.caller, idempotency.key);
  if (!earlier) return undefined;
  if (earlier.bodyHash !== idempotency.bodyHash) {
    const text = 'This key was used before with another body; use a new key for a new delivery.';
    throw new GatewayError('conflict', [{ place: 'Idempotency-Key', text }]);
  }
  // Written by this flow under the same key and body.
  return earlier.answer as PushAnswer;
}
