import type { FindPatientsFlow, FoundPlan, PullAnswer, PullEnrolledFlow } from './flows.ts';
import type { Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { pull } from './pull.ts';

/**
 * Finds members by identifiers of the caller's own enrolments. An identifier that leads nowhere,
 * one that leads to a plan of which nothing may be seen, and an unknown one give the same answer.
 */
export function findPatientsFlow(gateway: Gateway): FindPatientsFlow {
  return async (call, identifiers) => {
    const { organisation } = call.requester;
    const enrolments = await gateway.store.findEnrolments(organisation, identifiers);
    const members = new Map<string, Set<string>>();
    for (const { planId, memberId } of [...enrolments.values()].flat()) {
      members.set(planId, (members.get(planId) ?? new Set()).add(memberId));
    }
    const found: FoundPlan[] = [];
    for (const [planId, matched] of [...members].sort()) {
      const { released, receipt } = await pull(gateway, call, planId);
      if (released) found.push({ released, members: [...matched].sort(), receipt });
    }
    const [first] = found;
    if (first) return { found, notice: first.released.notice, receipt: first.receipt };
    const { notice, receipt } = await pull(gateway, call, NO_PLAN);
    return { found, notice, receipt };
  };
}

/** A search over all own plans pulls each of them: more than this must name the plan it means. */
const MOST_PLANS = 25;

/** Pulls every plan in which the caller enrolled somebody. */
export function pullEnrolledFlow(gateway: Gateway): PullEnrolledFlow {
  return async (call) => {
    const planIds = await gateway.store.plansOf(call.requester.organisation, MOST_PLANS + 1);
    if (planIds.length > MOST_PLANS) {
      const text = `You take part in more than ${MOST_PLANS} plans: name one by patient, subject or _id.`;
      throw new GatewayError('bad-request', [{ text }]);
    }
    const pulled: PullAnswer[] = [];
    for (const planId of planIds.length > 0 ? planIds : [NO_PLAN]) {
      pulled.push(await pull(gateway, call, planId));
    }
    const [first] = pulled;
    if (!first) throw new GatewayError('internal');
    const plans = pulled.flatMap(({ released }) => released ?? []);
    return { plans, notice: first.notice, receipt: first.receipt };
  };
}

/** Asked for where nothing was found: the request is judged and recorded all the same. */
const NO_PLAN = 'none';
