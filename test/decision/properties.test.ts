import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/decision/decide.ts';
import type { Circumstances } from '../../src/decision/circumstances.ts';
import type { Decision, FactHead } from '../../src/decision/decision.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { randomWorld } from '../support/random-world.ts';
import type { RandomWorld } from '../support/random-world.ts';

const RUNS = 300;
/** A fixed seed where the question is whether something occurs at all. */
const ENOUGH = { numRuns: 6000, seed: 20261105 };

function decided(world: RandomWorld, facts: readonly FactHead[] = world.facts): Decision {
  return decide(world.question, { ...world, policy: plainPolicyTable(world.rows) }, facts);
}

function released(world: RandomWorld): readonly string[] {
  const decision = decided(world);
  if (decision.refused !== null) return [];
  return world.facts.map(({ id }) => id).filter((id) => decision.permit.permits(id));
}

function changed(world: RandomWorld, change: Partial<Circumstances>): RandomWorld {
  return { ...world, circumstances: { ...world.circumstances, ...change } };
}

/**
 * Policies that turn a yes against the person: a deny where there is consent, an allow where there
 * is an objection. Whoever writes one gives up the laws below; everybody else may rely on them.
 */
const straightWorld = randomWorld.map((world) => ({
  ...world,
  rows: world.rows.filter(([type, , , , , , , , cond = '', eft]) => {
    const terms = cond.split(' & ');
    const odd = eft === 'deny' ? ['consent'] : ['objection', 'restriction'];
    return type !== 'p' || !terms.some((term) => odd.includes(term));
  }),
}));

/** Only grants: a holder who is in doubt cannot refuse either. */
const worldsOfGrants = straightWorld.map((world) =>
  changed(world, {
    provisions: world.circumstances.provisions.filter(({ effect }) => effect === 'grant'),
  }),
);

/**
 * Fails when the changed world releases a fact that the first does not, and also when the change
 * never took anything away: then it proves nothing.
 */
function neverMore(
  change: (world: RandomWorld, index: number) => RandomWorld,
  worlds: fc.Arbitrary<RandomWorld> = straightWorld,
): void {
  const more = fc.property(worlds, fc.nat(), (world, index) => {
    expect(released(world)).toEqual(expect.arrayContaining([...released(change(world, index))]));
  });
  fc.assert(more, { numRuns: RUNS });
  const less = fc.property(worlds, fc.nat(), (world, index) => {
    expect(released(change(world, index))).toEqual(released(world));
  });
  expect(fc.check(less, { ...ENOUGH, endOnFailure: true }).failed).toBe(true);
}

describe('nothing said against releases more', () => {
  test('withdrawing a grant', () =>
    neverMore((world) =>
      changed(world, {
        provisions: world.circumstances.provisions.map((one) =>
          one.effect === 'grant' ? { ...one, withdrawnAt: world.question.now } : one,
        ),
      }),
    ));

  test('withdrawing one grant among others', () =>
    neverMore((world, index) =>
      changed(world, {
        provisions: world.circumstances.provisions.filter(
          ({ effect }, at, all) => effect !== 'grant' || at !== index % all.length,
        ),
      }),
    ));

  test.each([
    ['secrecy', 'refuse'],
    ['gdpr', 'refuse'],
    ['objection', 'object'],
    ['restriction', 'restrict'],
  ] as const)('a provision more of kind %s that says %s', (kind, effect) =>
    neverMore((world, index) => {
      const against = world.circumstances.members.map(({ id: subject }) => ({
        id: `against-${subject}`,
        subject,
        kind,
        effect,
        recipient: index % 2 === 0 ? { any: true as const } : { organisation: 'asker' },
        purpose: 'any-purpose',
        category: 'any-category',
        givers: [subject],
        from: 0,
        until: null,
        withdrawnAt: null,
        afterDeath: false,
      }));
      return changed(world, { provisions: [...world.circumstances.provisions, ...against] });
    }),
  );

  test('a deny more', () =>
    neverMore((world, index) => ({
      ...world,
      rows: [
        ...world.rows,
        [
          'p',
          'D',
          'anyone',
          'any-organisation',
          'any-purpose',
          'plan',
          '*',
          'read',
          'always',
          'deny',
        ],
        ...(index % 2 === 0 ? [] : world.rows.filter(([type]) => type === 'p').map(asDeny)),
      ],
    })));

  test('an allow less', () =>
    neverMore((world, index) => ({
      ...world,
      rows: world.rows.filter((row, at, all) => row[9] !== 'allow' || at !== index % all.length),
    })));

  test('a safety block more', () =>
    neverMore((world) =>
      changed(world, {
        safetyBlocks: [
          ...world.circumstances.safetyBlocks,
          { id: 'b', subject: 'sam', recipients: ['asker'], from: 0, until: null },
        ],
      }),
    ));

  test('a birth date that is known less precisely', () =>
    neverMore((world) =>
      changed(world, {
        members: world.circumstances.members.map((member) =>
          member.birthPrecision === 'unknown' ? member : { ...member, birthPrecision: 'year' },
        ),
      }),
    ));

  test('a holder who is no longer certain', () =>
    neverMore(
      (world) =>
        changed(world, {
          authorities: world.circumstances.authorities.map((one) =>
            one.status === 'established' ? { ...one, status: 'undetermined' } : one,
          ),
        }),
      worldsOfGrants,
    ));
});

function asDeny(row: readonly string[]): readonly string[] {
  return [...row.slice(0, 8), row[8]!.includes('consent') ? 'always' : row[8]!, 'deny'];
}

describe('a decision depends on what is said, not on how it is written down', () => {
  test('the order of dated records and provisions', () => {
    fc.assert(
      fc.property(randomWorld, fc.func(fc.nat()), (world, weight) => {
        const mixed = <T extends object>(list: readonly T[]): readonly T[] =>
          [...list].sort((a, b) => weight(JSON.stringify(a)) - weight(JSON.stringify(b)));
        const { circumstances: all } = world;
        const other = changed(world, {
          members: mixed(all.members),
          authorities: mixed(all.authorities),
          careTeam: mixed(all.careTeam),
          careRelations: mixed(all.careRelations),
          levels: mixed(all.levels),
          safetyBlocks: mixed(all.safetyBlocks),
          provisions: mixed(all.provisions),
        });
        expect(reasonsOf(decided(other))).toEqual(reasonsOf(decided(world)));
      }),
      { numRuns: RUNS },
    );
  });

  test('a fact is judged alone: the others in the plan say nothing about it', () => {
    fc.assert(
      fc.property(randomWorld, (world) => {
        const together = reasonsOf(decided(world));
        const apart = world.facts.map((fact) => reasonsOf(decided(world, [fact])));
        if (typeof together === 'string') expect(apart).toEqual(world.facts.map(() => together));
        else expect(Object.assign({}, ...apart)).toEqual(together);
      }),
      { numRuns: RUNS },
    );
  });

  test('the permit holds exactly the facts whose verdict is a permit, and only facts that were put', () => {
    fc.assert(
      fc.property(randomWorld, (world) => {
        const decision = decided(world);
        if (decision.refused !== null) return;
        const permitted = [...decision.verdicts].filter(([, verdict]) => verdict.permitted);
        expect(released(world)).toEqual(permitted.map(([id]) => id));
        expect(decision.permit.size).toBe(permitted.length);
        expect(decision.permit.permits('no-such-fact')).toBe(false);
        for (const [, { pairs, reason }] of permitted)
          expect(reason === 'own' || pairs.every((pair) => pair.basis && pair.rule)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

function reasonsOf(decision: Decision): string | Record<string, string> {
  if (decision.refused !== null) return decision.refused;
  return Object.fromEntries([...decision.verdicts].map(([id, { reason }]) => [id, reason]));
}
