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
  const exact: Exact[] = [];
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
function missedControls(exact: readonly Exact[], facts: readonly ListedFact[]): string[] {
  const controls = [
    ...tried(exact, facts.filter(isAlone), true, ({ expected, outcome }, shown) => {
      const dropped = { ...expected, sees: expected.sees.filter((id) => id !== shown.id) };
      return [['an expected fact dropped', differences(dropped, outcome, facts)]];
    }),
    ...tried(exact, facts.filter(isAlone), false, ({ expected, outcome }, hidden) => {
      const added = { ...expected, sees: [...expected.sees, hidden.id] };
      const body = `${outcome.received.body}\n${hidden.canaries[0] ?? ''}`;
      const leaking = { ...outcome, received: { ...outcome.received, body } };
      return [
        ['an expected fact added', differences(added, outcome, facts)],
        ['a leak planted', differences(expected, leaking, facts)],
      ];
    }),
  ];
  return controls.filter(([, found]) => found.length === 0).map(([name]) => name);
}

interface Exact {
  readonly expected: HouseholdCase;
  readonly outcome: Outcome;
}
type Control = readonly [name: string, found: readonly string[]];

/** Tries controls on the first case in which one of the facts is seen, or is not. */
function tried(
  exact: readonly Exact[],
  facts: readonly ListedFact[],
  seen: boolean,
  controls: (one: Exact, fact: ListedFact) => readonly Control[],
): readonly Control[] {
  for (const one of exact) {
    const fact = facts.find(({ id }) => one.expected.sees.includes(id) === seen);
    if (fact) return controls(one, fact);
  }
  return [];
}

function isAlone(fact: ListedFact): boolean {
  return fact.sharedWith.length === 0 && fact.canaries.length > 0;
}
