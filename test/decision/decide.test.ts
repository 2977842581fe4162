import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/decision/decide.ts';
import type { Decided, DecisionInputs, FactHead, Question } from '../../src/decision/decision.ts';
import { explain } from '../../src/decision/explain.ts';
import { isPermit } from '../../src/decision/is-permit.ts';
import type { PolicyTable } from '../../src/policies/policy.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { fromWorld, loadHousehold, questionOf } from '../support/world-loader.ts';

const rows = [
  ['g', 'family-worker', 'anyone'],
  ['g2', 'plan-execution', 'any-purpose'],
  ['g3', 'plan.goals', 'any-category'],
  ['g3', 'domain.housing', 'any-category'],
  ['g4', 'municipal-team', 'any-organisation'],
  ...[
    ['R1', 'plan.goals', 'public-task', 'consent', 'allow'],
    ['R2', 'domain.housing', 'public-task', 'always', 'allow'],
  ].map(([id, cat, basis, cond, eft]) => [
    ...['p', id!, 'anyone', 'any-organisation', 'any-purpose', cat!, basis!],
    ...['read', cond!, eft!],
  ]),
];
const { register, circumstances } = fromWorld({
  members: [
    { id: 'sam', birthDate: '1980-01-01', birthPrecision: 'day', deceased: null, competence: [] },
  ],
  persons: [],
  authorities: [],
  organisations: [{ id: 'asker', kind: 'municipal-team', roles: ['family-worker'] }],
  careTeam: [],
  careRelations: [],
  plan: { levels: [] },
  purposes: [{ code: 'plan-execution', bases: ['public-task'] }],
  safetyBlocks: [],
  emergencyAccesses: [],
  consents: [
    {
      id: 'yes',
      subject: 'sam',
      kind: 'secrecy',
      effect: 'grant',
      recipient: { any: true },
      purpose: 'any-purpose',
      category: 'any-category',
      from: '2020-01-01T00:00:00Z',
      givers: ['sam'],
    },
  ],
});
const inputs: DecisionInputs = { register, circumstances, policy: plainPolicyTable(rows) };
const question: Question = questionOf({
  org: 'asker',
  role: 'family-worker',
  purpose: 'plan-execution',
  act: 'read',
  now: '2026-11-05T10:00:00+01:00',
});
const goal: FactHead = { id: 'goal', source: 'other', subjects: ['sam'], labels: ['plan.goals'] };
const home: FactHead = { ...goal, id: 'home', labels: ['domain.housing'] };

function decided(put: Partial<DecisionInputs> = {}, facts = [goal, home]): Decided {
  const decision = decide(question, { ...inputs, ...put }, facts);
  if (decision.refused !== null) throw new Error(decision.refused);
  return decision;
}

function reasons(decision: Decided): readonly [string, string][] {
  return [...decision.verdicts].map(([id, { reason }]) => [id, reason]);
}

describe('a verdict', () => {
  test('records basis, rule and the provisions that the rule relies on', () => {
    expect(decided().verdicts.get('goal')).toEqual({
      permitted: true,
      reason: 'permitted',
      pairs: [
        {
          subject: 'sam',
          label: 'plan.goals',
          reason: 'permitted',
          basis: 'public-task',
          rule: 'R1',
          provisions: ['yes'],
        },
      ],
    });
    expect(decided().verdicts.get('home')?.pairs[0]).not.toHaveProperty('provisions');
  });

  test('two facts with one id cannot be told apart at release: neither leaves', () => {
    const decision = decided({}, [goal, home, { ...goal, source: 'asker' }]);
    expect(reasons(decision)).toEqual([
      ['goal', 'indeterminate'],
      ['home', 'permitted'],
    ]);
    expect(decision.permit.permits('goal')).toBe(false);
  });

  test('a fact whose source asks in the middle of twins stays closed', () => {
    const own = { ...goal, source: 'asker' };
    expect(decided({}, [own, goal]).permit.permits('goal')).toBe(false);
  });
});

describe('whatever goes wrong is a refusal', () => {
  const failing = (when: (label: string) => boolean): PolicyTable => ({
    ...inputs.policy,
    applicableRules: (cell) => {
      if (when(cell.category)) throw new Error('the table is broken');
      return inputs.policy.applicableRules(cell);
    },
  });

  test('an error about one fact closes that fact and no other', () => {
    const decision = decided({ policy: failing((label) => label === 'plan.goals') });
    expect(reasons(decision)).toEqual([
      ['goal', 'indeterminate'],
      ['home', 'permitted'],
    ]);
    expect(decision.permit.size).toBe(1);
  });

  test('an error under a basis is not a reason to try the next basis', () => {
    const policy: PolicyTable = {
      ...inputs.policy,
      applicableRules: (cell) => {
        if (cell.basis === 'contract') throw new Error('the table is broken');
        return inputs.policy.applicableRules(cell);
      },
    };
    const twoBases = {
      ...register,
      purposes: new Map([['plan-execution', ['contract', 'public-task'] as const]]),
    };
    expect(reasons(decided({ policy, register: twoBases }))).toEqual([
      ['goal', 'indeterminate'],
      ['home', 'indeterminate'],
    ]);
  });

  test('circumstances that cannot be read close every fact', () => {
    const broken = { ...circumstances, safetyBlocks: null } as unknown as typeof circumstances;
    expect(decide(question, { ...inputs, circumstances: broken }, [goal])).toEqual({
      refused: 'indeterminate',
    });
  });

  test('provisions that cannot be read close what hangs on consent', () => {
    const broken = { ...circumstances, provisions: null } as unknown as typeof circumstances;
    expect(reasons(decided({ circumstances: broken }))).toEqual([
      ['goal', 'indeterminate'],
      ['home', 'permitted'],
    ]);
  });

  test('a register that cannot be read refuses the question', () => {
    const broken = {} as unknown as typeof register;
    expect(decide(question, { ...inputs, register: broken }, [goal])).toEqual({
      refused: 'indeterminate',
    });
  });

  test('a birth date that is no date is no birth date: no grant is valid', () => {
    const members = [{ ...circumstances.members[0]!, birthDate: '1980-02-31' }];
    const decision = decided({ circumstances: { ...circumstances, members } });
    expect(reasons(decision)).toEqual([
      ['goal', 'consent-needed'],
      ['home', 'permitted'],
    ]);
  });
});

describe('a permit', () => {
  const { permit } = decided();

  test('is told apart from everything that looks like one', () => {
    expect(isPermit(permit)).toBe(true);
    expect(isPermit({ ...permit })).toBe(false);
    expect(isPermit(Object.create(permit))).toBe(false);
    expect(isPermit(new Proxy(permit, {}))).toBe(false);
    expect(isPermit(JSON.parse(JSON.stringify(permit)))).toBe(false);
    for (const nothing of [null, undefined, 'permit', 1]) expect(isPermit(nothing)).toBe(false);
  });

  test('cannot be changed after it was made, nor through what it was made from', () => {
    expect(Object.isFrozen(permit)).toBe(true);
    expect(Object.isFrozen(permit.question)).toBe(true);
    const asked = { ...question };
    const decision = decide(asked, inputs, [goal]);
    Object.assign(asked, { organisation: 'other' });
    if (decision.refused !== null) throw new Error(decision.refused);
    expect(decision.permit.question.organisation).toBe('asker');
    expect(decision.permit.policyVersion).toBe(inputs.policy.version);
  });
});

describe('speed', () => {
  test('three hundred facts of a real household take about a millisecond', () => {
    const world = loadHousehold('test/data/households/gezin-van-dalen');
    const put = { ...world, policy: plainPolicyTable(world.rows) };
    const facts = Array.from({ length: 300 }, (_, index) => ({
      ...world.facts[index % world.facts.length]!,
      id: `fact-${index}`,
    }));
    const asked = world.cases.filter((one) => one.refused === null).map((one) => one.request);
    const once = () => asked.forEach((request) => decide(questionOf(request), put, facts));
    for (let warm = 0; warm < 5; warm += 1) once();
    const started = process.cpuUsage();
    for (let round = 0; round < 5; round += 1) once();
    const { user } = process.cpuUsage(started);
    // CPU time, and ten times what is expected, so that a busy machine does not fail it.
    expect(user / 1000 / (5 * asked.length)).toBeLessThan(10);
  });
});

describe('the explanation', () => {
  test('lists rules that applied, what they miss, and the provisions that counted', () => {
    const noConsent = {
      ...circumstances,
      provisions: circumstances.provisions.map((one) => ({ ...one, effect: 'refuse' as const })),
    };
    const explained = explain(question, { ...inputs, circumstances: noConsent }, [goal]);
    if (explained.refused !== null) throw new Error(explained.refused);
    expect(explained.facts.get('goal')).toEqual({
      verdict: {
        permitted: false,
        reason: 'consent-needed',
        pairs: [{ subject: 'sam', label: 'plan.goals', reason: 'consent-needed' }],
      },
      blocks: [],
      pairs: [
        {
          subject: 'sam',
          label: 'plan.goals',
          reason: 'consent-needed',
          tried: [
            {
              basis: 'public-task',
              reason: 'consent-needed',
              applied: ['R1'],
              allowedBy: [],
              deniedBy: [],
              nearMisses: [{ rule: 'R1', reason: 'consent-needed', failed: [{ term: 'consent' }] }],
            },
          ],
          consents: [{ kind: 'secrecy', holds: false, counted: ['yes'], considered: ['yes'] }],
        },
      ],
    });
  });

  test('names the blocks, and refuses what cannot be asked', () => {
    const block = { id: 'b1', subject: 'sam', recipients: 'all' as const, from: 0, until: null };
    const blocked = { ...circumstances, safetyBlocks: [block] };
    const explained = explain(question, { ...inputs, circumstances: blocked }, [goal]);
    if (explained.refused !== null) throw new Error(explained.refused);
    expect(explained.facts.get('goal')).toMatchObject({ blocks: ['b1'], pairs: [] });
    expect(explain({ ...question, act: 'write' }, inputs, [goal])).toEqual({
      refused: 'indeterminate',
    });
  });
});
