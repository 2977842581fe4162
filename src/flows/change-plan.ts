import { createHash } from 'node:crypto';
import type { EntryBody } from '../audit/entry.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { Written } from './flows.ts';
import { decisionInstant, isoInstant, type Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import type { ChangeAnswer, Idempotency, PlanSnapshot, PlanState } from './ports.ts';
import type { Region } from './region.ts';
import { actorOf, type Call } from './requester.ts';
import { requireScope } from './scope.ts';

const ATTEMPTS = 8;

/** What a change makes of a plan's state, and how the record names it (`list/id verb`). */
export interface StateChange {
  readonly state: PlanState;
  readonly id: string;
  readonly changed: readonly string[];
  /** What is answered beside the id. */
  readonly answer?: object;
}

/** Who may change a plan, and what is said to all others: that there is no such plan. */
export interface PlanAccess {
  readonly scope: string;
  readonly may: (plan: PlanState, organisation: string, region: Region) => boolean;
  readonly refusal: string;
}

/** A plan is administered by the organisation that coordinates it. */
const COORDINATOR: PlanAccess = {
  scope: 'plan.manage',
  may: ({ coordinator }, organisation) => coordinator.org === organisation,
  refusal: 'There is no such plan that you coordinate.',
};

/** What a change may look at. */
export interface ChangeContext {
  readonly state: PlanState;
  readonly region: Region;
  readonly now: Instant;
  readonly newId: () => string;
}

export interface ChangeRequest {
  readonly planId: string;
  readonly idempotencyKey?: string | undefined;
  /** Names the operation and what was sent, so that a reused key with another body shows. */
  readonly operation: readonly [name: string, body: unknown];
  /** The coordinator, where nothing else is said. */
  readonly access?: PlanAccess;
}

/**
 * Reads a plan's state, changes it, and stores state and record in one transaction, raising the
 * plan's epoch: when this answers, no release that read the older state can commit any more.
 * For whoever may not, the plan is not there.
 * @throws GatewayError `not-found`, `conflict` (key reused), `unavailable`
 */
export async function changePlan(
  gateway: Gateway,
  call: Call,
  request: ChangeRequest,
  change: (context: ChangeContext) => StateChange,
): Promise<Written> {
  requireScope(call, (request.access ?? COORDINATOR).scope);
  const idempotency = idempotencyFor(call, request);
  const earlier = await answeredBefore(gateway, idempotency);
  if (earlier) return earlier as Written;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const trying = () => tryChange(gateway, call, { ...request, idempotency }, change);
    const written = await (attempt === 0
      ? trying()
      : gateway.turns.goFirst(request.planId, trying));
    if (written !== 'moved') return written;
    // The same request may have run at the same time and been first: its answer is the answer.
    const first = await answeredBefore(gateway, idempotency);
    if (first) return first as Written;
  }
  throw new GatewayError('unavailable', [{ text: 'The plan is being changed; send it again.' }]);
}

async function tryChange(
  gateway: Gateway,
  call: Call,
  request: ChangeRequest & { readonly idempotency: Idempotency | undefined },
  change: (context: ChangeContext) => StateChange,
): Promise<Written | 'moved'> {
  const { plan, now, region } = await readManaged(gateway, call, request);
  const newId = () => gateway.chance.id();
  const { state, id, changed, answer } = change({ state: plan.state, region, now, newId });
  const written = { id, ...answer };
  const remembered: (Idempotency & ChangeAnswer) | undefined = request.idempotency && {
    ...request.idempotency,
    status: 201,
    answer: written,
  };
  const entry = changeEntry(call, { now, plan, changed });
  const stored = await gateway.store.changePlans(
    [{ planId: plan.planId, epoch: plan.epoch, state, entry }],
    remembered,
  );
  return stored === 'moved' ? 'moved' : written;
}

/** The plan for whoever may change it; `not-found` for everybody else. */
export async function readManaged(
  gateway: Gateway,
  call: Call,
  { planId, access = COORDINATOR }: Pick<ChangeRequest, 'planId' | 'access'>,
): Promise<{ plan: PlanSnapshot; now: Instant; region: Region }> {
  const reading = await gateway.store.readPlan(planId);
  const region = await gateway.regions.at(reading.regionEpoch);
  const { plan } = reading;
  if (!plan || !access.may(plan.state, call.requester.organisation, region)) {
    throw new GatewayError('not-found', [{ text: access.refusal }]);
  }
  return { plan, now: await decisionInstant(gateway, reading.now), region };
}

/** The record of a change: who, when, and which entries by list and id; never a value. */
export function changeEntry(
  { requester, trace }: Call,
  at: { now: Instant; plan?: { planId: string; epoch?: number }; changed: readonly string[] },
): EntryBody {
  return {
    v: 1,
    kind: 'change',
    actor: actorOf(requester),
    trace,
    instant: isoInstant(at.now),
    outcome: 'accepted',
    changed: at.changed,
    ...(at.plan ? { plan: at.plan.planId } : {}),
    ...(at.plan?.epoch === undefined ? {} : { planEpoch: at.plan.epoch }),
  };
}

/** The identity of a repeatable write: caller, key and a hash of what was sent. */
export function idempotencyFor(
  { requester }: Call,
  request: { idempotencyKey?: string | undefined; operation: readonly [string, unknown] },
): Idempotency | undefined {
  if (request.idempotencyKey === undefined) return undefined;
  return {
    caller: `${requester.client} ${requester.organisation}`,
    key: request.idempotencyKey,
    bodyHash: createHash('sha256').update(JSON.stringify(request.operation)).digest('hex'),
  };
}

/** The answer given earlier under this key; `conflict` when the key came with another body. */
export async function answeredBefore(
  gateway: Gateway,
  idempotency: Idempotency | undefined,
): Promise<unknown> {
  if (!idempotency) return undefined;
  const earlier = await gateway.store.earlierAnswer(idempotency.caller, idempotency.key);
  if (!earlier) return undefined;
  if (earlier.bodyHash === idempotency.bodyHash) return earlier.answer;
  const text = 'This key was used before with another body; use a new key for a new request.';
  throw new GatewayError('conflict', [{ place: 'Idempotency-Key', text }]);
}
