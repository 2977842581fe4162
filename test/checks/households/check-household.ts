import { differences, type Outcome } from './compare.ts';
import type { Household, HouseholdCase, ListedFact } from './household.ts';
import type { GatewayUnderTest } from './gateways.ts';
import { Replay } from './replay.ts';

/** One case with what differed; an empty list is exact. */
export interface CaseResult {
  readonly id: string;
  readonly differences: readonly string[];
}

export interface HouseholdResult {
  readonly household: string;
  readonly cases: readonly CaseResult[];
  /** Cases without a door: judged on the decision core only. */
  readonly withoutDoor: number;
  /** Sources that no adapter or mapping reads, each with why. */
  readonly notConnected: readonly string[];
  readonly factsChecked: number;
  /** Broken expectations that the comparison failed to notice; must be empty. */
  readonly missedControls: readonly string[];
}

/** Replays one household through a gateway's doors and compares every case with its expectation. */
export async function checkHousehold(
  gateway: GatewayUnderTest,
  household: Household,
  mappings: readonly string[] = [],
): Promise<HouseholdResult> {
  const replay = new Replay(gateway, household, mappings);
  await replay.setUp();
  const facts = household.facts.filter((fact) =>
    replay.connected.has(`${fact.source} ${fact.file}`),
  );
  const cases: CaseResult[] = [];
  const exact: { expected: HouseholdCase; outcome: Outcome }[] = [];
  const withDoor = household.cases.filter((each) => hasDoor(each, household));
  for (const expected of inOrderOfTime(withDoor)) {
    await replay.moveTo(Date.parse(expected.request.now));
    const outcome = await replay.pull(expected.request);
    const found = differences(expected, outcome, facts);
    cases.push({ id: expected.id, differences: found });
    if (found.length === 0 && expected.refused === null) exact.push({ expected, outcome });
  }
  return {
    household: household.folder,
    cases,
    withoutDoor: household.cases.length - withDoor.length,
    notConnected: replay.unconnected,
    factsChecked: facts.length,
    missedControls: missedControls(exact, facts),
  };
}

/** The act `notify` and organisations that the region does not know have no door. */
function hasDoor({ request }: HouseholdCase, { world }: Household): boolean {
  return request.act === 'read' && world.organisations.some(({ id }) => id === request.org);
}

function inOrderOfTime(cases: readonly HouseholdCase[]): HouseholdCase[] {
  return [...cases].sort((a, b) => Date.parse(a.request.now) - Date.parse(b.request.now));
}

/** Negative controls: a comparison that accepts a broken expectation checks nothing. */
function missedControls(
  exact: readonly { expected: HouseholdCase; outcome: Outcome }[],
  facts: readonly ListedFact[],
): string[] {
  const partial = exact.find(({ expected }) => {
    const seen = facts.filter((fact) => expected.sees.includes(fact.id));
    return (
      seen.some(isAlone) && facts.some((fact) => !expected.sees.includes(fact.id) && isAlone(fact))
    );
  });
  if (!partial) return exact.length === 0 ? [] : ['no case to try the controls on'];
  const { expected, outcome } = partial;
  const shown = facts.find((fact) => expected.sees.includes(fact.id) && isAlone(fact));
  const hidden = facts.find((fact) => !expected.sees.includes(fact.id) && isAlone(fact));
  if (!shown || !hidden) return ['no fact to try the controls on'];
  const dropped = { ...expected, sees: expected.sees.filter((id) => id !== shown.id) };
  const added = { ...expected, sees: [...expected.sees, hidden.id] };
  const body = `${outcome.received.body}\n${hidden.canaries[0] ?? ''}`;
  const leaking = { ...outcome, received: { ...outcome.received, body } };
  const controls: readonly (readonly [string, readonly string[]])[] = [
    ['an expected fact dropped', differences(dropped, outcome, facts)],
    ['an expected fact added', differences(added, outcome, facts)],
    ['a leak planted', differences(expected, leaking, facts)],
  ];
  return controls.filter(([, found]) => found.length === 0).map(([name]) => name);
}

function isAlone(fact: ListedFact): boolean {
  return fact.sharedWith.length === 0 && fact.canaries.length > 0;
}
