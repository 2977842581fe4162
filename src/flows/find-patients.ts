import type { FindPatientsFlow, FoundPlan } from './flows.ts';
import type { Gateway } from './gateway.ts';
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

/** Asked for where nothing was found: the request is judged and recorded all the same. */
const NO_PLAN = 'none';
