import { organisationChain } from '../audit/chain.ts';
import { NO_CIRCUMSTANCES } from '../decision/circumstances.ts';
import { decide } from '../decision/decide.ts';
import type { Decision, FactHead, Notice, Question, Verdict } from '../decision/decision.ts';
import { noticeFor } from '../decision/notice.ts';
import type { Fact } from '../plan/fact.ts';
import { release } from '../release/release.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { decisionInstant, type Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import {
  coordinatorHead,
  involvementHeads,
  involvements,
  type InvolvementOf,
} from './involvement.ts';
import type { PlanReading, PlanSnapshot } from './ports.ts';
import type { PullAnswer } from './flows.ts';
import type { Region } from './region.ts';
import { releaseEntry, type View } from './release-entry.ts';
import type { Call } from './requester.ts';
import { requireStanding } from './standing-client.ts';

/** How often a pull decides again when the plan moves under it before it gives up. */
const ATTEMPTS = 8;

/**
 * Pulls one plan for one recipient: read one snapshot, decide, release, record, answer.
 * The record commits only where neither plan nor register moved since the snapshot, so that no
 * release stands after the revocation it did not know (DESIGN 6.2).
 * @throws GatewayError `unauthenticated`, `refused` (recorded), `unavailable` when the plan keeps moving
 */
export async function pull(gateway: Gateway, call: Call, planId: string): Promise<PullAnswer> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const reading = await gateway.store.readPlan(planId);
    const answer = await answerFrom(gateway, call, { planId, reading });
    if (answer !== 'moved') return answer;
  }
  throw new GatewayError('unavailable', [{ text: 'The plan is being changed; ask again.' }]);
}

interface Asked {
  readonly planId: string;
  readonly reading: PlanReading;
}

async function answerFrom(
  gateway: Gateway,
  call: Call,
  { planId, reading }: Asked,
): Promise<PullAnswer | 'moved'> {
  const region = await gateway.regions.at(reading.regionEpoch);
  requireStanding(region, call);
  const now = await decisionInstant(gateway, reading.now);
  const question = questionOf(call, now);
  const view = look({ gateway, call, region, question, plan: reading.plan });
  const entry = releaseEntry({ call, region, question, view, planId, plan: reading.plan });
  const receipt = reading.plan
    ? await gateway.store.appendRelease({
        planId,
        epoch: reading.plan.epoch,
        regionEpoch: region.epoch,
        decidedAt: reading.now,
        entry,
      })
    : await gateway.store.appendEntry(organisationChain(call.requester.organisation), entry);
  if (receipt === 'moved') return 'moved';
  if (view.refused) throw new GatewayError('refused', [], view.refused);
  const { released, notice } = view;
  return { released: released && !released.empty ? released : null, notice, receipt };
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
const NO_VERDICTS: ReadonlyMap<string, Verdict> = new Map();

function look(sight: Sight): View {
  const facts = sight.plan?.sheets.flatMap((sheet) => sheet.facts) ?? [];
  const involvement = involvements(sight.region);
  const decision = decideFor(sight, facts, involvement);
  if (decision.refused !== null) {
    const { refused } = decision;
    return { refused, released: null, notice: NOTHING, facts, verdicts: NO_VERDICTS };
  }
  const notice = noticeOf(sight);
  const { verdicts } = decision;
  const { state } = sight.plan ?? {};
  const coordinated = state && decision.permit.permits(coordinatorHead(state).id);
  const released = sight.plan
    ? release({
        planId: sight.plan.planId,
        permit: decision.permit,
        facts,
        members: sight.plan.state.circumstances.members,
        ...(coordinated ? { coordinator: state.coordinator } : {}),
        notice,
        mayName: (fact) => decision.permit.permits(involvement(fact).id),
        organisations: sight.region.organisations,
        opaque: (...parts) => sight.gateway.keyed.opaque('resource', ...parts),
        tag: (...parts) =>
          sight.gateway.keyed.opaque('tag', sight.call.requester.organisation, ...parts),
      })
    : null;
  return { refused: null, released, notice, facts, verdicts };
}

function decideFor(
  { region, question, plan }: Sight,
  facts: readonly Fact[],
  involvement: InvolvementOf,
): Decision {
  const { policy, register } = region;
  if (!policy) return { refused: 'indeterminate' };
  const circumstances = plan?.state.circumstances ?? NO_CIRCUMSTANCES;
  const heads: FactHead[] = [...facts, ...involvementHeads(facts, involvement)];
  if (plan) heads.push(coordinatorHead(plan.state));
  return decide(question, { register, policy, circumstances }, heads);
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
