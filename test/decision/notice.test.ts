import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/decision/decide.ts';
import { noticeFor } from '../../src/decision/notice.ts';
import type { Act, LegalBasis } from '../../src/vocabulary/bases.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { randomWorld } from '../support/random-world.ts';
import type { RandomWorld } from '../support/random-world.ts';

const LINKS = [
  ['g', 'family-worker', 'anyone'],
  ['g2', 'plan-execution', 'any-purpose'],
  ['g3', 'plan', 'any-category'],
  ['g3', 'plan.goals', 'plan'],
  ['g3', 'unclassified', 'any-category'],
  ['g4', 'municipal-team', 'any-organisation'],
];

/** The notice for the one category of goals, under rules written as `basis, condition, effect`. */
function noticeOf(rules: readonly string[], bases: readonly LegalBasis[] = ['public-task']) {
  const rows = rules.map((rule, index) => {
    const [basis, cond, eft] = rule.split(', ');
    const scope = ['anyone', 'any-organisation', 'any-purpose', 'any-category'];
    return ['p', `R${index + 1}`, ...scope, basis!, 'read', cond!, eft!];
  });
  const policy = plainPolicyTable([...LINKS, ...rows]);
  const register = { organisations: new Map(), purposes: new Map([['plan-execution', bases]]) };
  return noticeFor({ policy, register }, audience);
}
const audience = {
  kind: 'municipal-team',
  role: 'family-worker',
  purpose: 'plan-execution',
  act: 'read' as const,
};

describe('the notice', () => {
  test.each([
    ['always permitted: not listed', ['public-task, always, allow'], undefined],
    ['no rule', [], 'not-for-this-purpose'],
    [
      'denied whatever comes',
      ['public-task, always, allow', '*, always, deny'],
      'not-for-this-purpose',
    ],
    ['members of the team', ['public-task, team, allow'], 'ask-coordinator'],
    ['at some ages', ['public-task, age>=16, allow'], 'ask-coordinator'],
    [
      'two rules that together cover every known age, but not an unknown one',
      ['public-task, age>=16, allow', 'public-task, age<16, allow'],
      'ask-coordinator',
    ],
    [
      'two rules that cover every statute, but not an unknown one',
      ['public-task, law=wgs, allow', 'public-task, law!=wgs, allow'],
      'ask-coordinator',
    ],
    ['at some levels', ['public-task, always, allow', '*, level<3, deny'], 'ask-coordinator'],
    [
      'until somebody objects',
      ['public-task, always, allow', 'public-task, objection, deny'],
      'ask-coordinator',
    ],
    ['with consent only', ['public-task, consent & team, allow'], 'client-may-allow'],
    [
      'a condition that cannot hold',
      ['public-task, age<12 & age>=16 & consent, allow'],
      'not-for-this-purpose',
    ],
    [
      'a condition that cannot hold among statutes',
      ['public-task, law=wgs & law=wlz, allow'],
      'not-for-this-purpose',
    ],
  ])('%s', (_title, rules, code) => {
    expect(noticeOf(rules).get('plan.goals')).toBe(code);
  });

  test('consent as the legal basis is something the client may allow', () => {
    expect(noticeOf(['consent, always, allow'], ['consent']).get('plan.goals')).toBe(
      'client-may-allow',
    );
  });

  test('another basis without consent makes it a question for the coordinator', () => {
    const rules = ['consent, always, allow', 'public-task, involved, allow'];
    expect(noticeOf(rules, ['consent', 'public-task']).get('plan.goals')).toBe('ask-coordinator');
  });

  test('lists leaf categories only; what is unclassified is never for this purpose', () => {
    expect([...noticeOf([])]).toEqual([
      ['plan.goals', 'not-for-this-purpose'],
      ['unclassified', 'not-for-this-purpose'],
    ]);
    expect([...noticeOf(['public-task, always, allow'])]).toEqual([
      ['unclassified', 'not-for-this-purpose'],
    ]);
  });

  test('a purpose that is not registered opens nothing', () => {
    const policy = plainPolicyTable(LINKS);
    const register = { organisations: new Map(), purposes: new Map() };
    expect(new Set(noticeFor({ policy, register }, audience).values())).toEqual(
      new Set(['not-for-this-purpose']),
    );
  });
});

/** What is met in one random world: per judged pair the notice of its category, and the outcome. */
function met(world: RandomWorld): readonly (readonly [notice: string, outcome: string])[] {
  const policy = plainPolicyTable(world.rows);
  const { organisation, role, purpose, act } = world.question;
  const decision = decide(world.question, { ...world, policy }, world.facts);
  if (decision.refused !== null) return [];
  const kind = world.register.organisations.get(organisation)!.kind;
  const asked = { kind, role: role!, purpose: purpose!, act: act as Act };
  const notice = noticeFor({ ...world, policy }, asked);
  const pairs = [...decision.verdicts.values()].flatMap((verdict) => verdict.pairs);
  return pairs
    .filter(({ label }) => ['plan.goals', 'debts'].includes(label))
    .map(({ label, reason }) => [
      notice.get(label) ?? 'always',
      reason === 'permitted' ? 'permitted' : 'withheld',
    ]);
}

test('no decision contradicts the notice', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      expect(met(world)).not.toContainEqual(['always', 'withheld']);
      expect(met(world)).not.toContainEqual(['not-for-this-purpose', 'permitted']);
    }),
    { numRuns: 500 },
  );
});

test('every other combination of notice and decision occurs', () => {
  const seen = fc.sample(randomWorld, { numRuns: 3000, seed: 20261105 }).flatMap(met);
  expect([...new Set(seen.map((one) => one.join(': ')))].sort()).toEqual([
    'always: permitted',
    'ask-coordinator: permitted',
    'ask-coordinator: withheld',
    'client-may-allow: permitted',
    'client-may-allow: withheld',
    'not-for-this-purpose: withheld',
  ]);
});
