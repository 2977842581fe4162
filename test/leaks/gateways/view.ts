import { decide } from '../../../src/decision/decide.ts';
import { noticeFor } from '../../../src/decision/notice.ts';
import { involvementHeads, involvements } from '../../../src/flows/involvement.ts';
import type { PlanSnapshot } from '../../../src/flows/ports.ts';
import type { HeldSummary } from '../../../src/flows/quarantine/held-delivery.ts';
import type { Fact } from '../../../src/plan/fact.ts';
import type { GatewayWorld } from './gateway-world.ts';
import type { Organisation } from './region.ts';

/** What one world holds of a plan, told apart by what the low recipient may see. */
export interface Knowledge {
  readonly plan: PlanSnapshot;
  readonly visible: readonly Fact[];
  readonly hidden: readonly Fact[];
  /** What is held back of other sources. */
  readonly held: readonly HeldSummary[];
  /** Everything the recipient may know, as one text: equal views have equal texts. */
  readonly view: string;
}

/** Asks the decision, beside the doors, what this recipient may see at an instant. */
export async function knowledgeOf(
  world: GatewayWorld,
  planId: string,
  { low, now }: { readonly low: Organisation; readonly now: number },
): Promise<Knowledge> {
  const { plan, regionEpoch } = await world.store.readPlan(planId);
  const region = await world.regions.at(regionEpoch);
  if (!plan || !region.policy) throw new Error('the plan and the policy are there');
  const facts = plan.sheets.flatMap((sheet) => sheet.facts);
  const question = { organisation: low.id, role: low.role, purpose: low.purpose, now };
  const { circumstances } = plan.state;
  const inputs = { register: region.register, policy: region.policy, circumstances };
  const involvement = involvements(region);
  const heads = [...facts, ...involvementHeads(facts, involvement)];
  const decision = decide({ ...question, act: 'read' }, inputs, heads);
  if (decision.refused !== null) throw new Error(`refused: ${decision.refused}`);
  const { permit } = decision;
  const visible = facts.filter((fact) => permit.permits(fact.id));
  const hidden = facts.filter((fact) => !permit.permits(fact.id));
  const notice = noticeFor(
    { policy: region.policy, register: region.register },
    { kind: low.kind, role: low.role, purpose: low.purpose, act: 'read' },
  );
  const told = visible
    .map((fact) => [fact, permit.permits(involvement(fact).id)] as const)
    .sort(([a], [b]) => (a.id < b.id ? -1 : 1));
  const members = circumstances.members.map(({ id }) => id);
  const others = (await world.store.heldSources()).filter(({ source }) => source !== low.id);
  const held = await Promise.all(others.map(({ source }) => world.store.heldOf(source)));
  return {
    plan,
    visible,
    hidden,
    held: held.flat(),
    view: JSON.stringify([told, members, [...notice]]),
  };
}
