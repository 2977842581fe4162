import { NO_CIRCUMSTANCES } from '../decision/circumstances.ts';
import {
  answeredBefore,
  changeEntry,
  changePlan,
  idempotencyFor,
  readManaged,
} from './change-plan.ts';
import type { PlanFlows, Written } from './flows.ts';
import { decisionInstant, type Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { parseBody } from './parse-body.ts';
import { planDocument } from './plan-documents.ts';
import { addRecord, memberRecord, replaceRecord, withdrawProvision } from './plan-lists.ts';
import type { PlanState } from './ports.ts';
import type { Call } from './requester.ts';
import { requireScope } from './scope.ts';

/** Administration of plans by their coordinating organisation. */
export function planFlows(gateway: Gateway): PlanFlows {
  return {
    create: (call, body, key) => createPlan(gateway, call, { body, key }),
    read: async (call, planId) => {
      requireScope(call, 'plan.manage');
      const { plan } = await readManaged(gateway, call, { planId });
      return managedView(planId, plan.state);
    },
    add: (call, { planId, list }, body, idempotencyKey) =>
      changePlan(
        gateway,
        call,
        { planId, idempotencyKey, operation: [`add ${planId} ${list}`, body] },
        addRecord(list, body),
      ),
    replace: (call, { planId, list, id }, body, idempotencyKey) =>
      changePlan(
        gateway,
        call,
        { planId, idempotencyKey, operation: [`replace ${planId} ${list} ${id}`, body] },
        replaceRecord({ list, id }, body),
      ),
    withdraw: (call, { planId, id }, idempotencyKey) =>
      changePlan(
        gateway,
        call,
        { planId, idempotencyKey, operation: [`withdraw ${planId} ${id}`, null] },
        withdrawProvision(id),
      ),
  };
}

/** What the coordinator manages; BSNs are written here but never read back. */
function managedView(planId: string, state: PlanState): unknown {
  const { circumstances, coordinator, enrolments, authorityAnswers = [], names = {} } = state;
  const answers = authorityAnswers.map((each) => ({ ...each, digest: undefined }));
  const dated = isoInstants({ ...circumstances, authorityAnswers: answers });
  return { plan: planId, coordinator, ...dated, enrolments, names };
}

const INSTANT_FIELDS: ReadonlySet<string> = new Set([
  ...['from', 'until', 'deceasedAt', 'withdrawnAt'],
  ...['asOf', 'confirmedAt'],
]);

function isoInstants(dated: object): object {
  const text = JSON.stringify(dated, (field, value: unknown) =>
    INSTANT_FIELDS.has(field) && typeof value === 'number' ? new Date(value).toISOString() : value,
  );
  return JSON.parse(text) as object;
}

type Created = Written & { readonly members: readonly string[] };

/** Composes a household explicitly: one plan, its members, one coordinator (DESIGN 2). */
async function createPlan(
  gateway: Gateway,
  call: Call,
  { body, key }: { body: unknown; key: string | undefined },
): Promise<Created> {
  requireScope(call, 'plan.manage');
  const idempotency = idempotencyFor(call, { idempotencyKey: key, operation: ['create', body] });
  const earlier = await answeredBefore(gateway, idempotency);
  if (earlier) return earlier as Created;
  const document = parseBody(planDocument, body);
  if (document.coordinator.org !== call.requester.organisation) {
    const text = 'must be the organisation that creates the plan';
    throw new GatewayError('unprocessable', [{ place: '/coordinator/org', text }]);
  }
  const planId = gateway.chance.id();
  const members = document.members.map((member) => ({ id: gateway.chance.id(), member }));
  const state: PlanState = {
    circumstances: {
      ...NO_CIRCUMSTANCES,
      members: members.map(({ id, member }) => memberRecord(id, member)),
    },
    coordinator: document.coordinator,
    enrolments: {},
    bsn: Object.fromEntries(
      members.flatMap(({ id, member }) => (member.bsn ? [[id, member.bsn]] : [])),
    ),
  };
  const now = await decisionInstant(gateway, await gateway.store.now());
  const entry = changeEntry(call, { now, plan: { planId }, changed: [`plan/${planId} created`] });
  const answer: Created = { id: planId, members: members.map(({ id }) => id) };
  const remembered = idempotency && { ...idempotency, status: 201, answer };
  const stored = await gateway.store.createPlan({ planId, state, entry }, remembered);
  if (stored !== 'moved') return answer;
  // The same request ran at the same time and was first: its answer is the answer.
  const first = await answeredBefore(gateway, idempotency);
  if (first) return first as Created;
  throw new GatewayError('unavailable', [{ text: 'The plan was not created; send it again.' }]);
}
