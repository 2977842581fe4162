import fc from 'fast-check';
import { ORGANISATIONS, type OrganisationId } from './region.ts';

/** A resource as a source pushes it; small pools, so that the two worlds often meet. */
export interface Piece {
  readonly type: 'Condition' | 'Observation' | 'Goal' | 'Task' | 'Flag' | 'Patient' | 'CarePlan';
  readonly key: 'a' | 'b' | 'c';
  readonly member: 0 | 1;
  /** What it is about; some of it nobody but its source sees. */
  readonly matter: (typeof MATTERS)[number];
  readonly word: (typeof WORDS)[number];
  /** Taken back instead of stated. */
  readonly gone: boolean;
}

/** Something that happens around the plan: never asked for by the low recipient. */
export type Event =
  | { readonly do: 'push'; readonly by: OrganisationId; readonly pieces: readonly Piece[] }
  | {
      readonly do: 'provide';
      readonly member: 0 | 1;
      readonly kind: 'secrecy' | 'gdpr' | 'objection';
      readonly refuse: boolean;
      readonly category: string;
      readonly to: OrganisationId;
    }
  /** A delivery of which everything is held back. */
  | { readonly do: 'hold'; readonly by: OrganisationId; readonly member: 0 | 1 }
  | { readonly do: 'withdraw'; readonly which: number }
  | { readonly do: 'block'; readonly member: 0 | 1; readonly to: OrganisationId }
  | { readonly do: 'involve'; readonly member: 0 | 1; readonly org: OrganisationId }
  | { readonly do: 'join'; readonly org: OrganisationId };

/** What happens between two rounds of the low recipient's requests, and in which world. */
export interface Round {
  readonly both: readonly Event[];
  readonly onlyA: readonly Event[];
  readonly onlyB: readonly Event[];
  /** Which of the low recipient's requests are made, by number. */
  readonly requests: readonly number[];
  /** What the low recipient pushes itself. */
  readonly pushes: readonly Piece[];
}

export interface Scenario {
  readonly low: OrganisationId;
  readonly rounds: readonly Round[];
}

export const MATTERS = [
  'domain.mental-health',
  'domain.addiction',
  'domain.finances',
  'domain.work-education',
  'domain.housing',
  'domain.judicial',
  'unclassified',
] as const;
const WORDS = ['rust', 'schuld', 'school'] as const;
const IDS = ORGANISATIONS.map(({ id }) => id);

const member = fc.constantFrom(0, 1);
const organisation = fc.constantFrom(...IDS);

const piece = (matters: readonly Piece['matter'][], types: readonly Piece['type'][]) =>
  fc.record<Piece>({
    type: fc.constantFrom(...types),
    key: fc.constantFrom('a', 'b', 'c'),
    member,
    matter: fc.constantFrom(...matters),
    word: fc.constantFrom(...WORDS),
    gone: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  });

const ANY_TYPE: readonly Piece['type'][] = [
  'Condition',
  'Observation',
  'Goal',
  'Task',
  'Flag',
  'Patient',
  'CarePlan',
];
const CLINICAL: readonly Piece['type'][] = ['Condition', 'Observation', 'Goal', 'Task', 'Flag'];

const pushed = (
  by: fc.Arbitrary<OrganisationId>,
  pieces: fc.Arbitrary<Piece>,
): fc.Arbitrary<Event> =>
  fc.record({
    do: fc.constant('push'),
    by,
    pieces: fc.array(pieces, { minLength: 1, maxLength: 4 }),
  });

const provision = (
  category: fc.Arbitrary<string>,
  to: fc.Arbitrary<OrganisationId>,
): fc.Arbitrary<Event> =>
  fc.record({
    do: fc.constant('provide'),
    member,
    kind: fc.constantFrom('secrecy', 'gdpr', 'objection'),
    refuse: fc.boolean(),
    category,
    to,
  });

const withdrawal: fc.Arbitrary<Event> = fc.record({
  do: fc.constant('withdraw'),
  which: fc.nat({ max: 3 }),
});

const holding = (by: fc.Arbitrary<OrganisationId>): fc.Arbitrary<Event> =>
  fc.record({ do: fc.constant('hold'), by, member });

const common = (low: OrganisationId): fc.Arbitrary<Event> =>
  fc.oneof(
    { weight: 4, arbitrary: pushed(organisation, piece(MATTERS, ANY_TYPE)) },
    { weight: 4, arbitrary: pushed(fc.constant(low), piece(MATTERS, CLINICAL)) },
    { weight: 2, arbitrary: provision(fc.constantFrom('any-category', ...MATTERS), organisation) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('block'), member, to: organisation }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('involve'), member, org: organisation }) },
    { weight: 1, arbitrary: withdrawal },
    { weight: 1, arbitrary: holding(organisation) },
  );

/** What a recipient of this kind never sees of others, whatever is agreed. */
const NEVER_SEEN: Readonly<Record<OrganisationId, readonly Piece['matter'][]>> = {
  wijkteam: ['unclassified', 'domain.judicial'],
  school: ['domain.mental-health', 'domain.addiction', 'domain.finances', 'unclassified'],
  ggz: ['domain.finances', 'domain.work-education', 'domain.judicial', 'unclassified'],
  schuldhulp: ['domain.mental-health', 'domain.addiction', 'domain.judicial', 'unclassified'],
  jeugdhulp: ['unclassified'],
};

/** Mostly what the low recipient does not see; where it does, the views differ and the round ends. */
function hiddenFrom(low: OrganisationId): fc.Arbitrary<Event> {
  const others = fc.constantFrom(...IDS.filter((id) => id !== low));
  const matters = NEVER_SEEN[low];
  return fc.oneof(
    { weight: 7, arbitrary: pushed(others, piece(matters, CLINICAL)) },
    { weight: 1, arbitrary: pushed(others, piece(MATTERS, ANY_TYPE)) },
    { weight: 2, arbitrary: provision(fc.constantFrom(...matters), organisation) },
    { weight: 1, arbitrary: provision(fc.constantFrom(...MATTERS), others) },
    { weight: 1, arbitrary: withdrawal },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('block'), member, to: others }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('join'), org: others }) },
    { weight: 1, arbitrary: holding(others) },
  );
}

function roundOf(low: OrganisationId): fc.Arbitrary<Round> {
  const few = (events: fc.Arbitrary<Event>, most: number) => fc.array(events, { maxLength: most });
  return fc.record({
    both: few(common(low), 4),
    onlyA: fc.array(hiddenFrom(low), { minLength: 1, maxLength: 3 }),
    onlyB: few(hiddenFrom(low), 1),
    requests: fc.uniqueArray(fc.nat({ max: 99 }), { minLength: 6, maxLength: 8 }),
    pushes: fc.array(piece(MATTERS, ANY_TYPE), { maxLength: 2 }),
  });
}

/** Two worlds and one recipient who may not be able to tell them apart. */
export const scenario: fc.Arbitrary<Scenario> = organisation.chain((low) =>
  fc.record({
    low: fc.constant(low),
    rounds: fc.array(roundOf(low), { minLength: 1, maxLength: 2 }),
  }),
);
