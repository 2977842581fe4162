import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import type { Enforcer } from 'casbin';
import { canonicalRows, rowsAsText, ruleRow } from './canonical-rows.ts';
import { compiledPolicy } from './compiled-policy.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { checkedModel, notingModel, sha256 } from './model.ts';
import type { ParsedPolicy } from './parse-rules.ts';
import { PolicyEngineError } from './policy-engine-error.ts';
import type { Cell, Rule } from './policy.ts';

type Rows = ReturnType<typeof canonicalRows>;

/**
 * Works a policy version out by Casbin, so that nothing has to be asked of Casbin at a pull.
 * Every version gets an enforcer of its own, loaded once and never changed from outside: Casbin
 * permits wrongly while an enforcer reloads. A new version is a new table, swapped in whole.
 * @param parsed a version that passed `parsePolicyText` or `parsePolicyRows`
 * @returns the table; its slices are worked out when first asked or by `warm`
 * @throws PolicyEngineError when the engine is not what was reviewed or lost a row: codes, no values
 */
export async function compilePolicy(parsed: ParsedPolicy): Promise<CompiledPolicy> {
  const model = checkedModel();
  await probeModel(model);
  const rows = canonicalRows(parsed);
  const engine = await notingEngine(notingModel(model), rows);
  const version = sha256(`${rowsAsText(rows)}\n${model}`);
  return compiledPolicy({ version, parsed, workOut: workOutBy(engine, parsed.rules) });
}

/** Answers which of some rows apply to a request, as ids in the order of the rows. */
type NotingEngine = (request: readonly string[], rows: string[][]) => readonly string[];

/**
 * An enforcer whose matcher ends in a function that notes the rule and returns false. Nothing ever
 * matches, so Casbin never stops early and visits every row: what it notes is what applies.
 */
async function notingEngine(model: string, rows: Rows): Promise<NotingEngine> {
  const noted: string[] = [];
  const enforcer = await loadEnforcer(model, rows);
  await enforcer.addFunction('note', (id: unknown) => {
    if (typeof id !== 'string') throw new PolicyEngineError('engine-failed');
    noted.push(id);
    return false;
  });
  const policy = policyOf(enforcer);
  return (request, candidates) =>
    guarded(() => {
      noted.length = 0;
      // INVARIANT: this enforcer is private and this function never yields, so no question can be
      // asked while the candidates of another one are laid out.
      policy.policy = candidates;
      if (enforcer.enforceSync(...request)) throw new PolicyEngineError('engine-failed');
      return [...noted];
    });
}

function workOutBy(engine: NotingEngine, rules: readonly Rule[]) {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const rowOf = new Map(rules.map((rule) => [rule, ruleRow(rule)]));
  return (cell: Cell, candidates: readonly Rule[]): readonly Rule[] => {
    // Casbin takes an empty policy for one rule of empty texts; without candidates nothing applies.
    if (candidates.length === 0) return [];
    const rows = candidates.flatMap((rule) => [rowOf.get(rule) ?? ruleRow(rule)]);
    const { role, kind, purpose, category, basis, act } = cell;
    return engine([role, kind, purpose, category, basis, act, ''], rows).map((id) => {
      const rule = byId.get(id);
      if (!rule) throw new PolicyEngineError('engine-failed');
      return rule;
    });
  };
}

/** Loads rows into a fresh enforcer and checks that every one of them arrived as it was. */
async function loadEnforcer(model: string, rows: Rows): Promise<Enforcer> {
  const enforcer = await newEnforcer(
    newModelFromString(model),
    new StringAdapter(rowsAsText(rows)),
  ).catch(fail);
  const loaded = ['g', 'g2', 'g3', 'g4'].flatMap((type) =>
    enforcer
      .getModel()
      .getPolicy('g', type)
      .map((link) => [type, ...link]),
  );
  const arrived =
    JSON.stringify(loaded.toSorted(byText)) === JSON.stringify(rows.links.toSorted(byText)) &&
    JSON.stringify(policyOf(enforcer).policy) === JSON.stringify(rows.rules);
  if (!arrived) throw new PolicyEngineError('rows-lost');
  return enforcer;
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join() < b.join() ? -1 : 1;
}

function policyOf(enforcer: Enforcer) {
  const policy = enforcer.getModel().model.get('p')?.get('p');
  if (!policy) throw new PolicyEngineError('engine-failed');
  return policy;
}

const PROBE_LINKS = [
  ['g', 'probe.role', 'probe.roles'],
  ['g2', 'probe.purpose', 'probe.purposes'],
  ['g3', 'probe.category', 'probe.categories'],
  ['g4', 'probe.kind', 'probe.kinds'],
];
const PROBE_SCOPE = ['probe.roles', 'probe.kinds', 'probe.purposes', 'probe.categories'];
const PROBE_ROWS: Rows = {
  links: PROBE_LINKS,
  rules: [
    ['P1', ...PROBE_SCOPE, 'public-task', 'read', 'team', 'allow'],
    ['P2', ...PROBE_SCOPE, '*', 'read', 'objection', 'deny'],
  ],
};
const PROBE_REQUEST = [
  'probe.role',
  'probe.kind',
  'probe.purpose',
  'probe.category',
  'public-task',
  'read',
];

/**
 * Asks a model questions with known answers before it decides anything. Casbin is silent about a
 * matcher that misspells a token or calls a function that does not exist; these probes are not.
 * @throws PolicyEngineError `probe-failed`, or `engine-failed` when Casbin itself failed
 */
export async function probeModel(model: string): Promise<void> {
  await probeMatching(notingModel(model));
  await probeEffect(model);
}

/** Each part of the matcher must let its own value through and stop a stranger. */
async function probeMatching(model: string): Promise<void> {
  const engine = await notingEngine(model, PROBE_ROWS);
  const ask = (request: readonly string[]) => engine([...request, ''], PROBE_ROWS.rules).join();
  expectProbe(ask(PROBE_REQUEST) === 'P1,P2');
  for (const [index] of PROBE_REQUEST.entries()) {
    const isBasis = index === 4;
    expectProbe(ask(PROBE_REQUEST.with(index, 'probe.stranger')) === (isBasis ? 'P2' : ''));
  }
}

/** The condition must be asked with its four arguments, and a refusal must win. */
async function probeEffect(model: string): Promise<void> {
  const enforcer = await loadEnforcer(model, PROBE_ROWS);
  const holding = new Set<unknown>();
  const asked = new Set<string>();
  await enforcer.addFunction('holds', (...given: readonly unknown[]) => {
    asked.add(JSON.stringify(given));
    return holding.has(given[0]);
  });
  const ask = (...conditions: readonly string[]) => {
    holding.clear();
    for (const condition of conditions) holding.add(condition);
    return guarded(() => enforcer.enforceSync(...PROBE_REQUEST, 'probe.context'));
  };
  expectProbe(!ask() && ask('team') && !ask('objection') && !ask('team', 'objection'));
  const expected = [
    ['team', 'allow', 'public-task', 'probe.context'],
    ['objection', 'deny', 'public-task', 'probe.context'],
  ];
  expectProbe(asked.size === 2 && expected.every((given) => asked.has(JSON.stringify(given))));
}

function expectProbe(held: boolean): void {
  if (!held) throw new PolicyEngineError('probe-failed');
}

function guarded<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    return fail(error);
  }
}

/** Casbin quotes the values it was asked about in its errors; only a code gets out. */
function fail(error: unknown): never {
  throw error instanceof PolicyEngineError ? error : new PolicyEngineError('engine-failed');
}
