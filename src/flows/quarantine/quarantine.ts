import { organisationChain, REGION_CHAIN } from '../../audit/chain.ts';
import type { EntryBody } from '../../audit/entry.ts';
import { answeredBefore, changeEntry, idempotencyFor } from '../change-plan.ts';
import type { PushAnswer } from '../push-flow.ts';
import type { QuarantineFlows, ReplayedDelivery, ReplayRun } from './quarantine-flows.ts';
import { decisionInstant, isoInstant, type Gateway } from '../gateway.ts';
import { GatewayError } from '../gateway-error.ts';
import { actorOf, type Call } from '../requester.ts';
import { requireScope } from '../scope.ts';
import { batchOf, filtered, mayRepair, replayOneOf, type Manner } from './candidates.ts';
import type { HeldSummary } from './held-delivery.ts';
import { notHeld, replayHeld } from './replay.ts';
import { detailView, listView, namesIn, operatorView } from './views.ts';

/** Scope of a source for what is held of itself. */
const OWN = 'quarantine.manage';
/** Scope of an operator for what is held of anybody. */
const OVERSEE = 'quarantine.oversee';

/** The workplace for what was held back: of one's own organisation, and for operators of all. */
export function quarantineFlows(gateway: Gateway): QuarantineFlows {
  return { ...ownFlows(gateway), ...replayFlows(gateway), ...operatorFlows(gateway) };
}

type Own = 'list' | 'show' | 'discard' | 'discardAll';

function ownFlows(gateway: Gateway): Pick<QuarantineFlows, Own> {
  const { store, quarantine } = gateway;
  return {
    list: async (call, filter) => {
      requireScope(call, OWN);
      await recordOwn(gateway, call, { outcome: 'listed', what: 'quarantine' });
      return listView(await store.heldOf(call.requester.organisation), filter, quarantine);
    },
    show: async (call, delivery) => {
      requireScope(call, OWN);
      const held = await store.readHeld(call.requester.organisation, delivery);
      if (!held) throw notHeld();
      await recordOwn(gateway, call, { outcome: 'shown', what: `delivery/${delivery}` });
      return detailView(held, quarantine);
    },
    discard: (call, delivery, key) => discard(gateway, call, { delivery, key }),
    discardAll: (call, key) => discard(gateway, call, { key }),
  };
}

/** Removes one held delivery, or all of them and the key under which they were sealed. */
async function discard(
  gateway: Gateway,
  call: Call,
  { delivery, key }: { delivery?: string; key: string | undefined },
): Promise<{ readonly discarded: number }> {
  requireScope(call, OWN);
  const org = call.requester.organisation;
  const operation = ['discard held', delivery ?? null] as const;
  const idempotency = idempotencyFor(call, { idempotencyKey: key, operation });
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const earlier = await answeredBefore(gateway, idempotency);
    if (earlier) return earlier as { discarded: number };
    const held = (await gateway.store.heldOf(org)).map((each) => each.delivery);
    const deliveries = delivery === undefined ? held : held.filter((id) => id === delivery);
    if (delivery !== undefined && deliveries.length === 0) throw notHeld();
    const answer = { discarded: deliveries.length };
    const now = await decisionInstant(gateway, await gateway.store.now());
    const what = delivery === undefined ? ['quarantine discarded'] : [];
    const changed = [...what, ...deliveries.map((id) => `delivery/${id} discarded`)];
    const removal = { org, deliveries, entry: changeEntry(call, { now, changed }) };
    const receipt = await gateway.store.removeHeld(
      delivery === undefined ? { ...removal, forget: true } : removal,
      idempotency && { ...idempotency, status: 200, answer },
    );
    if (receipt !== 'moved') return answer;
  }
  throw new GatewayError('unavailable');
}

type Replaying = 'replay' | 'replayAll' | 'rehearse';

function replayFlows(gateway: Gateway): Pick<QuarantineFlows, Replaying> {
  return {
    replay: async (call, delivery, { dryRun, idempotencyKey }) => {
      requireScope(call, OWN);
      if (dryRun) {
        const rehearsed = await replayHeld(gateway, call, { delivery, dryRun });
        await recordOwn(gateway, call, { outcome: 'rehearsed', what: `delivery/${delivery}` });
        return rehearsed;
      }
      const operation = ['replay held', delivery] as const;
      const idempotency = idempotencyFor(call, { idempotencyKey, operation });
      const earlier = await answeredBefore(gateway, idempotency);
      if (earlier) return earlier as PushAnswer;
      return replayHeld(gateway, call, { delivery, dryRun, idempotency });
    },
    replayAll: async (call, filter, { dryRun, idempotencyKey }) => {
      requireScope(call, OWN);
      const operation = ['replay all held', { filter, dryRun }] as const;
      const idempotency = idempotencyFor(call, { idempotencyKey, operation });
      const earlier = await answeredBefore(gateway, idempotency);
      if (earlier) return earlier as ReplayRun;
      const region = await gateway.regions.current();
      const held = filtered(await gateway.store.heldOf(call.requester.organisation), filter);
      const candidates = held.filter((each) => mayRepair(gateway, region, each));
      if (dryRun) await recordOwn(gateway, call, { outcome: 'rehearsed', what: 'quarantine' });
      const run = await replaySeveral(gateway, call, { candidates, manner: { dryRun } });
      if (!idempotency) return run;
      const stored = await gateway.store.changePlans([], {
        ...idempotency,
        status: 200,
        answer: run,
      });
      const first = stored === 'moved' ? await answeredBefore(gateway, idempotency) : undefined;
      return (first as ReplayRun | undefined) ?? run;
    },
    rehearse: async (call, mapping, filter) => {
      requireScope(call, OWN);
      const read = gateway.readMapping(mapping);
      if (!read.ok) throw new GatewayError('unprocessable', read.issues);
      const all = await gateway.store.heldOf(call.requester.organisation);
      const candidates = filtered(all, { ...filter, adapter: read.name });
      await recordOwn(gateway, call, { outcome: 'rehearsed', what: 'quarantine' });
      const manner = { dryRun: true, adapter: read.adapter };
      return replaySeveral(gateway, call, { candidates, manner });
    },
  };
}

async function replaySeveral(
  gateway: Gateway,
  call: Call,
  { candidates, manner }: { candidates: readonly HeldSummary[]; manner: Manner },
): Promise<ReplayRun> {
  const { deliveries, next } = batchOf(candidates);
  const replayed: ReplayedDelivery[] = [];
  for (const held of deliveries) {
    const one = await replayOneOf(gateway, call, { held, manner });
    if (one) replayed.push(one);
  }
  return { dryRun: manner.dryRun, deliveries: replayed, ...(next === undefined ? {} : { next }) };
}

type Overseeing = 'sources' | 'listOf' | 'showOf';

function operatorFlows(gateway: Gateway): Pick<QuarantineFlows, Overseeing> {
  const { store, quarantine } = gateway;
  return {
    sources: async (call) => {
      requireScope(call, OVERSEE);
      await recordOperator(gateway, call, ['quarantine']);
      return (await store.heldSources()).map(({ source, deliveries, bytes, oldest, codes }) => ({
        source,
        deliveries,
        bytes,
        oldest: isoInstant(oldest),
        reasons: Object.entries(codes).map(([code, count]) => ({ code, count })),
      }));
    },
    listOf: async (call, source, filter) => {
      requireScope(call, OVERSEE);
      await requireSource(gateway, source);
      await recordOperator(gateway, call, [`quarantine/${source}`]);
      return listView(await store.heldOf(source), filter, quarantine);
    },
    showOf: async (call, source, delivery) => {
      requireScope(call, OVERSEE);
      const { mappings } = await requireSource(gateway, source);
      const held = await store.readHeld(source, delivery);
      if (!held) throw new GatewayError('not-found', [{ text: 'Nothing is held back there.' }]);
      await recordOperator(gateway, call, [`quarantine/${source}`, `delivery/${delivery}`]);
      const mapping = mappings.get(held.adapter);
      return operatorView(held, quarantine, mapping === undefined ? undefined : namesIn(mapping));
    },
  };
}

/** The record keeps which source was looked at: only of one that is registered. */
async function requireSource({ regions }: Gateway, source: string) {
  const region = await regions.current();
  if (region.organisations.has(source)) return region;
  throw new GatewayError('not-found', [{ text: 'There is no such source.' }]);
}

async function recordOwn(
  gateway: Gateway,
  call: Call,
  { outcome, what }: { outcome: string; what: string },
): Promise<void> {
  const chain = organisationChain(call.requester.organisation);
  const entry = await readingEntry(gateway, call, [what]);
  await gateway.store.appendEntry(chain, { ...entry, kind: 'held-read', outcome });
}

async function recordOperator(gateway: Gateway, call: Call, changed: string[]): Promise<void> {
  const entry = await readingEntry(gateway, call, changed);
  await gateway.store.appendEntry(REGION_CHAIN, { ...entry, kind: 'officer-read' });
}

async function readingEntry(
  gateway: Gateway,
  { requester, trace }: Call,
  changed: readonly string[],
): Promise<Omit<EntryBody, 'kind'>> {
  const now = await decisionInstant(gateway, await gateway.store.now());
  const instant = isoInstant(now);
  return { v: 1, actor: actorOf(requester), trace, instant, outcome: 'permitted', changed };
}
