import { auditFlows } from './audit.ts';
import { authorityAnswersFlow } from './authority-answers.ts';
import { findPatientsFlow, pullEnrolledFlow } from './find-patients.ts';
import { sourceFlows } from './fetch/source-flows.ts';
import type { Flows } from './flows.ts';
import type { Gateway } from './gateway.ts';
import { planFlows } from './plans.ts';
import { policyFlows } from './policies.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { quarantineFlows } from './quarantine/quarantine.ts';
import { registerFlows } from './register.ts';

/** Binds every flow to one gateway: this is all that the doors get to hold. */
export function createFlows(gateway: Gateway): Flows {
  return {
    tokens: {
      client: async (id, inHand) => {
        const { regions } = gateway;
        return (await (inHand ? regions.inHand() : regions.current())).clients.get(id);
      },
      spend: (issuer, jti, expiresAt) => gateway.store.spendOnce(issuer, jti, expiresAt),
    },
    pull: (call, planId) => pull(gateway, call, planId),
    findPatients: findPatientsFlow(gateway),
    pullEnrolled: pullEnrolledFlow(gateway),
    push: (call, request) => push(gateway, call, request),
    quarantine: quarantineFlows(gateway),
    plans: planFlows(gateway),
    authorityAnswers: authorityAnswersFlow(gateway),
    register: registerFlows(gateway),
    sources: sourceFlows(gateway),
    policies: policyFlows(gateway),
    audit: auditFlows(gateway),
    ready: async () => {
      await gateway.store.now();
    },
  };
}
