import type { FindPatientsFlow, FoundPlan } from './flows.ts';
import { decisionInstant, isoInstant, type Gateway } from './gateway.ts';
import { pull } from './pull.ts';
import { actorOf, type Call } from './requester.ts';

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
    const receipt = found[0]?.receipt ?? (await recordNothingFound(gateway, call));
    return { found, receipt };
  };
}

async function recordNothingFound(gateway: Gateway, { requester, trace }: Call) {
  const { organisation, purpose } = requester;
  const now = await decisionInstant(gateway, await gateway.store.now());
  return gateway.store.appendEntry(`organisation:${organisation}`, {
    v: 1,
    kind: 'refusal',
    actor: actorOf(requester),
    trace,
    instant: isoInstant(now),
    outcome: 'nothing-found',
    act: 'read',
    ...(purpose === undefined ? {} : { purpose }),
  });
}
