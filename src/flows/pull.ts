import { organisationChain } from '../audit/chain.ts';
import type { Receipt } from '../audit/entry.ts';
import { NO_CIRCUMSTANCES } from '../decision/circumstances.ts';
import { decide } from '../decision/decide.ts';
import type { Decision, FactHead, Notice, Question, Verdict } from '../decision/decision.ts';
import { noticeFor } from '../decision/notice.ts';
import type { Fact } from '../plan/fact.ts';
import type { ReleaseInput } from '../release/release-input.ts';
import { releaseInSteps } from '../release/release.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { decisionInstant, type Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { inTurns } from './in-turns.ts';
import {
  coordinatorHead,
  involvementHeads,
  involvements,
  type InvolvementOf,
} from './involvement.ts';
import type { AppendOutcome, PlanReading, PlanSnapshot } from './ports.ts';
import type { PullAnswer } from './flows.ts';
import type { Region } from './region.ts';
import { releaseEntry, type View } from './release-entry.ts';
import type { Call } from './requester.ts';
import { requireStanding } from './standing-client.ts';

/** How often a pull decides again when the plan moves under it before it gives up. */
const ATTEMPTS = 8;

/** How often a view that took longer to make than a decision may last is decided anew. */
const RENEWALS = 3;

/**
 * Pulls one plan for one recipient: read one snapshot, decide, release, record, answer.
 * The record commits only where neither plan nor register moved since the snapshot, so that no
 * release stands after the revocation it did not know (DESIGN 6.2).
 * @throws GatewayError `unauthenticated`, `refused` (recorded), `unavailable` when the plan keeps moving
 */
export async function pull(gateway: Gateway, call: Call, planId: string): Promise<PullAnswer> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const trying = async () => recordedSoon(await lookAt(gateway, call, planId));
    const receipt = await (attempt === 0 ? trying() : gateway.turns.goFirst(planId, trying));
    if (receipt) return answerOf(receipt);
  }
  throw new GatewayError('unavailable', [{ text: 'The plan is being changed; ask again.' }]);
}

/** A view, and the reading that it was decided on. */
interface Looked {
  readonly sight: Sight;
  readonly planId: string;
  readonly reading: PlanReading;
  readonly view: View;
}

interface Recorded {
  readonly looked: Looked;
  readonly receipt: Receipt;
}

function answerOf({ looked: { view }, receipt }: Recorded): PullAnswer {
  if (view.refused) throw new GatewayError('refused', [], view.refused);
  const { released, notice } = view;
  return { released: released && !released.empty ? released : null, notice, receipt };
}

async function lookAt(gateway: Gateway, call: Call, planId: string): Promise<Looked> {
  const reading = await gateway.store.readPlan(planId);
  const region = await gateway.regions.at(reading.regionEpoch);
  requireStanding(region, call);
  const question = questionOf(call, await decisionInstant(gateway, reading.now));
  const sight = { gateway, call, region, question, plan: reading.plan };
  return { sight, planId, reading, view: await look(sight) };
}

/**
 * Writes the record of a view. When it came too late, because the view of a large plan takes longer
 * to make than a decision may last, and plan and register are still what they were, the same facts
 * are decided anew at the instant it is then: where that permits the very same, the view stands.
 * @returns undefined when something moved
 */
async function recordedSoon(first: Looked): Promise<Recorded | undefined> {
  let looked: Looked | undefined = first;
  for (let renewal = 0; looked && renewal <= RENEWALS; renewal += 1) {
    const receipt = await record(looked);
    if (receipt !== 'moved') return { looked, receipt };
    looked = await decidedAnew(looked);
  }
  return undefined;
}

function record({ sight, planId, reading, view }: Looked): Promise<AppendOutcome> {
  const { gateway, call, region, question, plan } = sight;
  const entry = releaseEntry({ call, region, question, view, planId, plan });
  if (!plan)
    return gateway.store.appendEntry(organisationChain(call.requester.organisation), entry);
  return gateway.store.appendRelease({
    planId,
    epoch: plan.epoch,
    regionEpoch: region.epoch,
    decidedAt: reading.now,
    entry,
  });
}

/** The same view under a decision of now; undefined when something moved or would be decided otherwise. */
async function decidedAnew({ sight, planId, view }: Looked): Promise<Looked | undefined> {
  const { gateway, call, region, plan } = sight;
  const reading = await gateway.store.readPlanState(planId);
  if (reading.regionEpoch !== region.epoch || reading.plan?.epoch !== plan?.epoch) return undefined;
  const question = questionOf(call, await decisionInstant(gateway, reading.now));
  const now = { ...sight, question };
  const { decision } = decideFor(now, view.facts);
  if (decision.refused !== null || view.refused !== null) return undefined;
  if (!permitsTheSame(decision.verdicts, view.verdicts)) return undefined;
  return { sight: now, planId, reading, view: { ...view, verdicts: decision.verdicts } };
}

type Verdicts = ReadonlyMap<string, Verdict>;

function permitsTheSame(now: Verdicts, before: Verdicts): boolean {
  if (now.size !== before.size) return false;
  for (const [id, { permitted }] of now) if (before.get(id)?.permitted !== permitted) return false;
  return true;
}

/** The question as the token states it (DECISION 1): role and purpose come from nowhere else. */
export function questionOf(call: Call, now: Instant): Question {
  const { organisation, role, purpose } = call.requester;
  return {
    organisation,
    act: 'read',
    now,
    ...(role === undefined ? {} : { role }),
    ...(purpose === undefined ? {} : { purpose }),
  };
}

interface Sight {
  readonly gateway: Gateway;
  readonly call: Call;
  readonly region: Region;
  readonly question: Question;
  readonly plan: PlanSnapshot | undefined;
}

const NOTHING: Notice = new Map();
const NO_VERDICTS: Verdicts = new Map();

async function look(sight: Sight): Promise<View> {
  const { gateway, call, region, plan } = sight;
  const facts = plan?.sheets.flatMap((sheet) => sheet.facts) ?? [];
  const { decision, involvement } = decideFor(sight, facts);
  if (decision.refused !== null) {
    const { refused } = decision;
    return { refused, released: null, notice: NOTHING, facts, verdicts: NO_VERDICTS };
  }
  const notice = noticeOf(sight);
  const { verdicts, permit } = decision;
  if (!plan) return { refused: null, released: null, notice, facts, verdicts };
  const { planId, state } = plan;
  const coordinated = permit.permits(coordinatorHead(state).id);
  const input: ReleaseInput = {
    planId,
    permit,
    facts,
    members: state.circumstances.members,
    ...(coordinated ? { coordinator: state.coordinator } : {}),
    notice,
    mayName: (fact) => permit.permits(involvement(fact).id),
    organisations: region.organisations,
    opaque: (...parts) => gateway.keyed.opaque('resource', ...parts),
    tag: (...parts) => gateway.keyed.opaque('tag', call.requester.organisation, ...parts),
  };
  const work = releaseInSteps(input, gateway.views);
  return { refused: null, released: await inTurns(work), notice, facts, verdicts };
}

interface Decided {
  readonly decision: Decision;
  readonly involvement: InvolvementOf;
}

function decideFor({ region, question, plan }: Sight, facts: readonly Fact[]): Decided {
  const involvement = involvements(region);
  const { policy, register } = region;
  if (!policy) return { decision: { refused: 'indeterminate' }, involvement };
  const circumstances = plan?.state.circumstances ?? NO_CIRCUMSTANCES;
  const heads: FactHead[] = [...facts, ...involvementHeads(facts, involvement)];
  if (plan) heads.push(coordinatorHead(plan.state));
  const decision = decide(question, { register, policy, circumstances }, heads);
  return { decision, involvement };
}

/** Notices depend on the register and the audience alone: worked out once for each. */
const notices = new WeakMap<Region, Map<string, Notice>>();

function noticeOf({ region, question }: Sight): Notice {
  const organisation = region.organisations.get(question.organisation);
  const { role, purpose, act } = question;
  if (!region.policy || !organisation || !role || !purpose || act !== 'read') return NOTHING;
  const kept = notices.get(region) ?? new Map<string, Notice>();
  notices.set(region, kept);
  const audience = { kind: organisation.kind, role, purpose, act } as const;
  const key = `${organisation.kind} ${role} ${purpose}`;
  const notice =
    kept.get(key) ?? noticeFor({ policy: region.policy, register: region.register }, audience);
  kept.set(key, notice);
  return notice;
}
