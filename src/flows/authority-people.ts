import type { StatedHolder } from '../adapters/brp-gezag/stated-authority.ts';
import type { PlanState } from './ports.ts';

/** Who a stated holder is in a plan. */
export interface FoundHolder {
  readonly id: string;
  /** Stands for the holder where two answers are compared: never the number or name itself. */
  readonly token: string;
}

export interface FoundPeople {
  readonly state: PlanState;
  readonly found: readonly FoundHolder[];
  /** True when somebody is not known, or a number leads to two people: nobody is guessed. */
  readonly unknown: boolean;
}

interface Finding {
  readonly newId: () => string;
  /** A keyed hash. */
  readonly opaque: (...parts: readonly string[]) => string;
}

/**
 * Finds stated holders among the members and persons of a plan, by number only. One who is not
 * there becomes a person outside the household; one of whom only the name is known too, every time
 * anew, for two people may share a name.
 */
export function findHolders(
  state: PlanState,
  holders: readonly StatedHolder[],
  finding: Finding,
): FoundPeople {
  let people: FoundPeople = { state, found: [], unknown: false };
  for (const holder of holders) people = findHolder(people, holder, finding);
  return people;
}

function findHolder(
  people: FoundPeople,
  { bsn, name }: StatedHolder,
  { newId, opaque }: Finding,
): FoundPeople {
  const { state, found } = people;
  const known = bsn === undefined ? [] : peopleWith(state, bsn);
  const [only, ...others] = known;
  if (others.length > 0 || (bsn === undefined && name === undefined))
    return { ...people, unknown: true };
  if (only !== undefined) return { ...people, found: [...found, { id: only, token: only }] };
  const id = newId();
  const token = bsn === undefined ? opaque('named', name ?? '') : id;
  return {
    ...people,
    state: withPerson(state, { id, bsn, name }),
    found: [...found, { id, token }],
  };
}

/** Members with this number; without one, persons with it. */
function peopleWith({ bsn, circumstances }: PlanState, number: string): readonly string[] {
  const has = ({ id }: { readonly id: string }) => bsn[id] === number;
  const members = circumstances.members.filter(has);
  const people = members.length > 0 ? members : circumstances.persons.filter(has);
  return people.map(({ id }) => id);
}

interface NewPerson {
  readonly id: string;
  readonly bsn: string | undefined;
  readonly name: string | undefined;
}

function withPerson(state: PlanState, { id, bsn, name }: NewPerson): PlanState {
  const { circumstances } = state;
  const persons = [...circumstances.persons, { id, deceasedAt: null }];
  return {
    ...state,
    circumstances: { ...circumstances, persons },
    ...(bsn === undefined ? {} : { bsn: { ...state.bsn, [id]: bsn } }),
    ...(name === undefined ? {} : { names: { ...state.names, [id]: name } }),
  };
}
