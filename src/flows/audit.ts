import { planChain, REGION_CHAIN } from '../audit/chain.ts';
import type { EntryBody } from '../audit/entry.ts';
import { explain as explainDecision, type FactExplanation } from '../decision/explain.ts';
import type { Question } from '../decision/decision.ts';
import { factsDigest } from '../release/facts-digest.ts';
import type { AuditFlows, Explanation } from './flows.ts';
import { decisionInstant, isoInstant, type Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { actorOf, type Call } from './requester.ts';
import type { FactRecord } from './ports.ts';
import { requireScope } from './scope.ts';

/** What an officer may read of the record; each reading is itself on the region's record. */
export function auditFlows(gateway: Gateway): AuditFlows {
  return {
    explain: (call, planId, seq) => explainEntry(gateway, call, { planId, seq }),
    entries: async (call, chain, page) => {
      requireScope(call, 'audit.read');
      await requireChain(gateway, chain);
      const receipt = await recordReading(gateway, call, `entries/${chain}`);
      return { entries: await gateway.store.readEntries(chain, page), receipt };
    },
    chains: async (call) => {
      requireScope(call, 'audit.read');
      await recordReading(gateway, call, 'chains');
      return gateway.store.readChains();
    },
    checkpoint: async (call) => {
      requireScope(call, 'audit.read');
      await recordReading(gateway, call, 'checkpoint');
      return gateway.signCheckpoint(await gateway.store.readChains());
    },
  };
}

/**
 * Explains a past decision fact by fact, recomputed from what was recorded: the plan and register
 * as they were at the recorded epochs, the recorded instant, the policy version of then.
 * @throws GatewayError `not-found` when there is no such decision
 */
async function explainEntry(
  gateway: Gateway,
  call: Call,
  { planId, seq }: { planId: string; seq: number },
): Promise<Explanation> {
  requireScope(call, 'audit.read');
  await recordReading(gateway, call, `explanation/${planId}/${seq}`);
  const stored = await gateway.store.readEntry(planChain(planId), seq);
  // The record wrote this text from an EntryBody.
  const entry = stored && (JSON.parse(stored.text) as EntryBody);
  const { planEpoch, regionEpoch } = entry ?? {};
  if (!entry || planEpoch === undefined || regionEpoch === undefined) throw noSuchDecision();
  const past = await gateway.store.readPlanAsOf(planId, planEpoch);
  const { policy, register } = await gateway.regions.at(regionEpoch);
  if (!past || !policy) throw noSuchDecision();
  const inputs = { register, policy, circumstances: past.state.circumstances };
  const explained = explainDecision(questionOf(entry), inputs, past.facts);
  const verdicts = explained.refused === null ? explained.facts : NONE_EXPLAINED;
  const facts = past.facts.flatMap((fact) => {
    const explanation = verdicts.get(fact.id);
    return explanation ? [factView(fact, explanation)] : [];
  });
  const released = past.facts.filter((fact) => verdicts.get(fact.id)?.verdict.permitted);
  return {
    plan: planId,
    seq,
    entry,
    refused: explained.refused,
    facts,
    consistent:
      entry.released === undefined || entry.released === factsDigest(released.map(({ id }) => id)),
  };
}

const NONE_EXPLAINED: ReadonlyMap<string, FactExplanation> = new Map();

function factView(record: FactRecord, explanation: FactExplanation): Explanation['facts'][number] {
  const { source, places, labels, subjects } = record;
  const { permitted, reason } = explanation.verdict;
  const { blocks, pairs } = explanation;
  return { source, places, labels, subjects, permitted, reason, blocks, pairs };
}

function questionOf(entry: EntryBody): Question {
  const { actor, purpose, act, instant } = entry;
  return {
    organisation: actor.organisation,
    act: act ?? 'read',
    now: Date.parse(instant),
    ...(actor.role === undefined ? {} : { role: actor.role }),
    ...(purpose === undefined ? {} : { purpose }),
  };
}

/**
 * The record keeps the name of what was read: only of an organisation that is registered, not what
 * somebody typed in its place.
 * @throws GatewayError `not-found`
 */
async function requireChain({ regions }: Gateway, chain: string): Promise<void> {
  const [, organisation] = /^organisation:(.*)$/s.exec(chain) ?? [];
  if (organisation === undefined) return;
  const { organisations } = await regions.current();
  if (organisations.has(organisation)) return;
  throw new GatewayError('not-found', [{ text: 'There is no such record.' }]);
}

/** An officer's look at the record is recorded before it is answered (NEN 7513). */
async function recordReading(gateway: Gateway, call: Call, what: string) {
  const { requester } = call;
  const now = await decisionInstant(gateway, await gateway.store.now());
  return gateway.store.appendEntry(REGION_CHAIN, {
    v: 1,
    kind: 'officer-read',
    actor: actorOf(requester),
    trace: call.trace,
    instant: isoInstant(now),
    outcome: 'permitted',
    changed: [what],
  });
}

function noSuchDecision(): GatewayError {
  return new GatewayError('not-found', [{ text: 'There is no such decision on record.' }]);
}
