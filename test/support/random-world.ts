import fc from 'fast-check';
import type { Provision } from '../../src/consent/provision.ts';
import type { Circumstances, DecisionRegister } from '../../src/decision/circumstances.ts';
import type { FactHead, Question } from '../../src/decision/decision.ts';
import type { PolicyRows } from './plain-policy-table.ts';
import {
  KINDS,
  MEMBERS,
  NOW,
  SECOND,
  authority,
  basis,
  category,
  id,
  instant,
  member,
  of,
  period,
  provision,
  purpose,
  rarely,
  role,
} from './random-people.ts';

/** A household, a policy, a question and facts drawn from pools so small that everything collides. */
export interface RandomWorld {
  readonly rows: PolicyRows;
  readonly register: DecisionRegister;
  readonly circumstances: Circumstances;
  readonly question: Question;
  readonly facts: readonly FactHead[];
}

/** A category under two parents of unequal depth, a kind with two parents: as the law allows. */
const CODES: PolicyRows = [
  ['g', 'professional', 'anyone'],
  ['g', 'family-worker', 'professional'],
  ['g', 'therapist', 'professional'],
  ['g2', 'care-coordination', 'any-purpose'],
  ['g2', 'plan-execution', 'care-coordination'],
  ['g2', 'treatment', 'any-purpose'],
  ['g3', 'plan', 'any-category'],
  ['g3', 'plan.goals', 'plan'],
  ['g3', 'health', 'any-category'],
  ['g3', 'domain', 'any-category'],
  ['g3', 'domain.addiction', 'domain'],
  ['g3', 'domain.addiction', 'health'],
  ['g3', 'debts', 'domain.addiction'],
  ['g3', 'debts', 'any-category'],
  ['g3', 'unclassified', 'any-category'],
  ['g4', 'municipality', 'any-organisation'],
  ['g4', 'municipal-team', 'municipality'],
  ['g4', 'municipal-team', 'welfare'],
  ['g4', 'welfare', 'any-organisation'],
  ['g4', 'school', 'any-organisation'],
];

const term = of(
  'always',
  'always',
  'consent',
  'consent',
  'team',
  'involved',
  'emergency',
  'objection',
  'restriction',
  'law=wgs',
  'law!=wgs',
  'age>=12',
  'age<12',
  'age>=16',
  'age<18',
  'level>=3',
  'level<3',
);
const rule = fc
  .record({
    role: of('anyone', 'professional', 'family-worker'),
    org: of('any-organisation', 'any-organisation', ...KINDS),
    purpose,
    category,
    basis,
    act: of('read', 'read', 'read', 'notify'),
    terms: fc.uniqueArray(term, { minLength: 1, maxLength: 2 }),
    eft: of('allow', 'allow', 'allow', 'deny'),
    star: fc.boolean(),
  })
  .map(({ star, terms, ...one }) => [
    one.role,
    one.org,
    one.purpose,
    one.category,
    star && one.eft === 'deny' ? '*' : one.basis,
    one.act,
    terms.join(' & '),
    one.eft,
  ]);

const about = fc.record({ id, subject: of(...MEMBERS) });
const dated = <T extends object>(record: fc.Arbitrary<T>) =>
  fc.tuple(period, record).map(([dates, rest]) => ({ ...dates, ...rest }));

const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  members: fc.tuple(...MEMBERS.map(member)),
  persons: fc
    .record({ id: fc.constant('mother'), deceasedAt: rarely<number | null>(instant, null) })
    .map((one) => [one]),
  authorities: fc.array(authority, { maxLength: 4 }),
  careTeam: fc.array(dated(fc.record({ id, org: of('asker', 'holder'), role })), { maxLength: 2 }),
  careRelations: fc.array(dated(about.map((one) => ({ ...one, org: 'asker' }))), { maxLength: 2 }),
  levels: fc.uniqueArray(fc.record({ level: of(1, 2, 3, 4), from: instant }), {
    selector: ({ from }) => from,
    maxLength: 2,
  }),
  safetyBlocks: rarely(
    fc.array(
      dated(
        fc.record({
          id,
          subject: of(...MEMBERS, 'stranger'),
          recipients: fc.oneof(
            fc.constant('all' as const),
            fc.subarray(['asker', 'municipality', 'school']),
          ),
        }),
      ),
      { maxLength: 2 },
    ),
    [],
  ),
  emergencyAccesses: fc.array(
    dated(
      fc
        .tuple(id, fc.option(role, { nil: undefined }))
        .map(([key, one]) =>
          one === undefined ? { id: key, org: 'asker' } : { id: key, org: 'asker', role: one },
        ),
    ),
    { maxLength: 1 },
  ),
  provisions: fc.array(provision, { maxLength: 8 }),
});

const fact = fc
  .record({
    id,
    source: of('holder', 'holder', 'holder', 'holder', 'holder', 'asker'),
    subjects: rarely(fc.subarray([...MEMBERS, 'stranger']), ['sam']),
    labels: fc.oneof(
      { weight: 8, arbitrary: fc.uniqueArray(category, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.subarray(['plan.goals', 'unclassified', 'no-such-category']) },
    ),
    law: of(undefined, 'wgs', 'wgs', 'jeugdwet', 'no-such-statute'),
  })
  .map(({ law, ...rest }): FactHead => (law === undefined ? rest : { ...rest, law }));

/** Questions are well formed more often than not. */
const question: fc.Arbitrary<Question> = fc.record({
  organisation: rarely(of('asker', 'stranger', 'odd'), 'asker'),
  role: rarely(of('therapist', 'professional', ''), 'family-worker'),
  purpose: rarely(of('treatment', 'care-coordination', 'debt-relief'), 'plan-execution'),
  act: rarely(of('read', 'notify', 'write'), 'read'),
  now: of(0, 0, 0, -SECOND, SECOND, 400).map((milliseconds) => NOW + milliseconds),
});

const register: fc.Arbitrary<DecisionRegister> = fc
  .record({
    kind: of(...KINDS),
    bases: fc.uniqueArray(basis, { minLength: 1, maxLength: 3 }),
    limited: rarely(fc.constant(true), false),
  })
  .map(({ kind, bases, limited }) => ({
    organisations: new Map([
      [
        'asker',
        {
          id: 'asker',
          kind,
          roles: ['family-worker', 'therapist'],
          ...(limited ? { purposes: ['plan-execution'] } : {}),
        },
      ],
      ['holder', { id: 'holder', kind: 'school', roles: ['therapist'] }],
      ['odd', { id: 'odd', kind: 'no-such-kind', roles: ['family-worker'] }],
    ]),
    purposes: new Map([
      ['plan-execution', bases],
      ['treatment', bases],
      ['care-coordination', bases],
    ]),
  }));

/** In three of four policies something hangs on consent, an objection or a restriction. */
const COMMON_RULES = [
  ['anyone', 'any-organisation', 'any-purpose', 'any-category', '*', 'read', 'restriction', 'deny'],
  [
    ...['anyone', 'any-organisation', 'any-purpose', 'any-category'],
    ...['public-task', 'read', 'objection', 'deny'],
  ],
  [
    'anyone',
    'any-organisation',
    'any-purpose',
    'any-category',
    'public-task',
    'read',
    'consent',
    'allow',
  ],
  [
    'anyone',
    'any-organisation',
    'any-purpose',
    'any-category',
    'consent',
    'read',
    'always',
    'allow',
  ],
];
const rules = fc
  .tuple(
    fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.subarray(COMMON_RULES, { minLength: 1 }) },
    ),
    fc.array(rule, { minLength: 0, maxLength: 5 }),
  )
  .map(([common, others]) => [...common, ...others]);

/** Anything goes: most questions are answered and many facts hang on one boundary. */
const wildWorld: fc.Arbitrary<RandomWorld> = fc.record({
  rows: rules.map((all) => [
    ...CODES,
    ...all.map((cells, index) => ['p', `R${index + 1}`, ...cells]),
  ]),
  register,
  circumstances,
  question,
  facts: fc.uniqueArray(fact, { minLength: 1, maxLength: 6, selector: (one) => one.id }),
});

/** One fact about Sam that hangs on nothing but who signed what. */
const signedWorld: fc.Arbitrary<RandomWorld> = fc
  .record({
    circumstances: fc.tuple(circumstances, fc.array(authority, { minLength: 1, maxLength: 3 })),
    provisions: fc.array(provision, { minLength: 1, maxLength: 3 }),
    question: question.map((asked) => ({ ...asked, organisation: 'asker', act: 'read' })),
    wide: fc.boolean(),
  })
  .map(({ circumstances: [all, authorities], provisions, question: asked, wide }) => ({
    rows: [...CODES, ...COMMON_RULES.map((cells, index) => ['p', `R${index + 1}`, ...cells])],
    register: SIGNED_REGISTER,
    circumstances: {
      ...all,
      safetyBlocks: [],
      authorities: authorities.map((one) => ({ ...one, subject: 'sam' })),
      provisions: provisions.map((one) => ({
        ...one,
        subject: 'sam',
        recipient: wide ? widened(one.recipient) : one.recipient,
        purpose: 'any-purpose',
        category: 'any-category',
      })),
    },
    question: { ...asked, role: 'family-worker', purpose: 'plan-execution' },
    facts: [{ id: 'fact', source: 'holder', subjects: ['sam'], labels: ['plan.goals'] }],
  }));

/** The two widest ways to name a recipient: still not equally close. */
function widened(recipient: Provision['recipient']): Provision['recipient'] {
  return 'kind' in recipient ? { kind: 'any-organisation' } : { any: true };
}

const SIGNED_REGISTER: DecisionRegister = {
  organisations: new Map([
    ['asker', { id: 'asker', kind: 'municipal-team', roles: ['family-worker'] }],
  ]),
  purposes: new Map([['plan-execution', ['public-task', 'consent']]]),
};

/** Half of the worlds are wild, half ask only who signed what. */
export const randomWorld: fc.Arbitrary<RandomWorld> = fc.oneof(wildWorld, signedWorld);
