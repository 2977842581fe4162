import { decide } from '../../src/decision/decide.ts';
import type { DecisionInputs, FactHead, Verdict } from '../../src/decision/decision.ts';
import type { PolicyTable } from '../../src/policies/policy.ts';
import { compiledTable } from './compiled-table.ts';
import { plainPolicyTable } from './plain-policy-table.ts';
import { questionOf } from './world-loader.ts';
import type { ExpectedAnswer, LoadedWorld } from './world-loader.ts';

/** Anything that answers like the decision core. */
export type Decide = typeof decide;

/** One request of one world with what differs from its expectation, as readable lines. */
export interface CaseOutcome {
  readonly world: string;
  readonly id: string;
  readonly differences: readonly string[];
}

/** Puts every request of a world to the decision core and compares the answers. */
export function compareWorld(
  world: LoadedWorld,
  policy: PolicyTable,
  answer: Decide = decide,
): readonly CaseOutcome[] {
  const inputs = { register: world.register, circumstances: world.circumstances, policy };
  return world.cases.map((expected) => ({
    world: world.name,
    id: expected.id,
    differences: differencesOf(expected, { inputs, facts: world.facts, answer }),
  }));
}

/** Compares a world under the policy as the gateway compiles it and under a plain reading of it. */
export async function compareOnBothTables(world: LoadedWorld): Promise<readonly CaseOutcome[]> {
  const compiled = compareWorld(world, await compiledTable(world.rows));
  const plain = compareWorld(world, plainPolicyTable(world.rows));
  return compiled.map((outcome, index) => ({
    ...outcome,
    differences: [
      ...outcome.differences.map((line) => `compiled: ${line}`),
      ...(plain[index]?.differences ?? []).map((line) => `plain: ${line}`),
    ],
  }));
}

function differencesOf(
  expected: ExpectedAnswer,
  put: { inputs: DecisionInputs; facts: readonly FactHead[]; answer: Decide },
): readonly string[] {
  const decision = put.answer(questionOf(expected.request), put.inputs, put.facts);
  const refused = differ('refused', expected.refused, decision.refused);
  if (decision.refused !== null) return [...refused, ...differ('sees', expected.sees, [])];
  const sees = put.facts.map(({ id }) => id).filter((id) => decision.permit.permits(id));
  return [
    ...refused,
    ...differ('sees', [...expected.sees].sort(), [...sees].sort()),
    ...differ('size', sees.length, decision.permit.size),
    ...Object.entries(expected.reasons).flatMap(([id, reason]) =>
      differ(`reason ${id}`, reason, decision.verdicts.get(id)?.reason),
    ),
    ...basesDiffer(expected, decision.verdicts),
  ];
}

/** Bases are listed exactly for what is permitted by the policy: own facts need none. */
function basesDiffer(
  expected: ExpectedAnswer,
  verdicts: ReadonlyMap<string, Verdict>,
): readonly string[] {
  const { bases } = expected;
  if (!bases) return [];
  return [...verdicts].flatMap(([id, { reason, pairs }]) =>
    differ(
      `bases ${id}`,
      bases[id],
      reason === 'permitted' ? pairs.map((pair) => pair.basis) : undefined,
    ),
  );
}

function differ(what: string, expected: unknown, actual: unknown): readonly string[] {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(actual)];
  return wanted === got ? [] : [`${what}: expected ${wanted}, got ${got}`];
}
