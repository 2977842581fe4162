import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Enforcer } from 'casbin';
import fc from 'fast-check';
import type { CompiledPolicy } from '../../src/policies/compiled-policy.ts';
import type { Cell } from '../../src/policies/policy.ts';
import { LEGAL_BASES } from '../../src/vocabulary/bases.ts';
import { VOCABULARY } from '../../src/vocabulary/vocabulary.ts';
import { askCasbin, askTable, BARE, FAVOURABLE, plainCasbin } from './reference.ts';
import type { Context } from './reference.ts';
import { randomPolicy } from './random-policy.ts';
import type { RandomCodes } from './random-policy.ts';
import { compiled, projectFile, rowsOf } from './rows.ts';
import type { Rows } from './rows.ts';

/** Which roles work at which kind of organisation: what a region registers. */
const POSTS: readonly (readonly [kind: string, role: string])[] = [
  ['municipal-team', 'care-coordinator'],
  ['municipal-team', 'family-worker'],
  ['municipality', 'attendance-officer'],
  ['municipal-income', 'income-consultant'],
  ['debt-counselling', 'debt-counsellor'],
  ['youth-care', 'youth-care-worker'],
  ['mental-health-care', 'therapist'],
  ['addiction-care', 'addiction-counsellor'],
  ['home-care', 'home-care-nurse'],
  ['general-practice', 'general-practitioner'],
  ['youth-health-care', 'youth-nurse'],
  ['school', 'school-care-coordinator'],
  ['certified-institution', 'family-guardian'],
  ['child-protection-board', 'professional'],
  ['safe-at-home', 'safety-investigator'],
  ['probation', 'probation-officer'],
  ['welfare', 'volunteer'],
  ['welfare', 'network-member'],
];

/** Every cell that a registered recipient can ask: posts × purposes × categories × their bases. */
function cellsInUse(): readonly Cell[] {
  return POSTS.flatMap(([kind, role]) =>
    VOCABULARY.purposes.terms.flatMap(({ code: purpose, bases }) =>
      VOCABULARY.categories.codes.flatMap((category) =>
        bases.map((basis) => ({ role, kind, purpose, category, basis, act: 'read' as const })),
      ),
    ),
  );
}

/** One question: a cell under one context. */
type Asked = readonly [Cell, Context];

/** How often the table answers otherwise than Casbin did. */
function differences(table: CompiledPolicy, asked: readonly Asked[], answers: readonly boolean[]) {
  return asked.filter(([cell, ctx], index) => askTable(table, cell, ctx) !== answers[index]).length;
}

/** One context after another, so that neighbouring cells are asked under different ones. */
const VARIED: readonly Context[] = [
  { ...FAVOURABLE, secrecy: false, level: 2, law: 'wmo-2015' },
  { ...FAVOURABLE, gdpr: false, ages: [15, 16] },
  { ...FAVOURABLE, objection: true, ages: [18, 18] },
  { ...FAVOURABLE, restriction: true },
  { ...FAVOURABLE, level: 3 },
  { ...FAVOURABLE, team: false, ages: [22, 23], level: 3 },
  { ...FAVOURABLE, involved: false, emergency: false, law: 'jeugdwet' },
  BARE,
];

const baseline: Rows = rowsOf(projectFile('examples/policy/baseline.csv'));
const without = (test: (row: readonly string[]) => boolean) => {
  const left = baseline.filter((row) => !test(row));
  expect(left.length).toBeLessThan(baseline.length);
  return left;
};

describe('the baseline policy, worked out', () => {
  const cells = cellsInUse();
  let casbin: Enforcer;
  let table: CompiledPolicy;
  beforeAll(async () => {
    casbin = await plainCasbin(baseline);
    table = await compiled(baseline);
  });

  const ask = (asked: readonly Asked[]) => asked.map((one) => askCasbin(casbin, ...one));

  it('answers every cell in use as plain Casbin does when everything speaks for it', () => {
    const asked = cells.map((cell) => [cell, FAVOURABLE] as const);
    const answers = ask(asked);
    expect(asked.length).toBeGreaterThan(10_000);
    expect(differences(table, asked, answers)).toBe(0);
    const permitted = answers.filter(Boolean).length;
    expect(permitted).toBeGreaterThan(500);
    expect(permitted).toBeLessThan(asked.length / 2);
  });

  it('answers as plain Casbin does when something is missing, objected to or unknown', () => {
    const asked = cells
      .map((cell, index) => [cell, VARIED[index % VARIED.length] ?? BARE] as const)
      .filter((_, index) => index % 3 === 0);
    const answers = ask(asked);
    expect(differences(table, asked, answers)).toBe(0);
    expect(answers.filter(Boolean).length).toBeGreaterThan(50);
  });

  describe('is told apart from a version', () => {
    const asked = cells
      .filter(({ purpose, role }) => purpose === 'plan-making' && role === 'care-coordinator')
      .flatMap((cell) => [FAVOURABLE, ...VARIED].map((ctx) => [cell, ctx] as const));
    let answers: readonly boolean[];
    beforeAll(() => {
      answers = ask(asked);
    });
    const seen = async (rows: Rows) => differences(await compiled(rows), asked, answers);

    it('that lost nothing (the control of the controls)', async () => {
      expect(await seen(baseline)).toBe(0);
    });
    it('that lost one permission', async () => {
      expect(await seen(without((row) => row[1] === 'B09'))).toBeGreaterThan(0);
    });
    it('that lost one broad refusal', async () => {
      expect(await seen(without((row) => row[1] === 'D04'))).toBeGreaterThan(0);
    });
    it('that lost one link of a category', async () => {
      const lost = without((row) => row.join() === 'g3,domain.addiction,health');
      expect(await seen(lost)).toBeGreaterThan(0);
    });
    it('that lost one condition', async () => {
      const lost = baseline.map((row) => (row[1] === 'B08' ? row.with(8, 'team') : row));
      expect(await seen(lost)).toBeGreaterThan(0);
    });
    it('that has one bound moved by one', async () => {
      const moved = baseline.map((row) => (row[1] === 'D07' ? row.with(8, 'level<4') : row));
      expect(await seen(moved)).toBeGreaterThan(0);
    });
  });
});

describe('a random policy, worked out', () => {
  const context: fc.Arbitrary<Context> = fc
    .record({
      secrecy: fc.boolean(),
      gdpr: fc.boolean(),
      objection: fc.boolean(),
      restriction: fc.boolean(),
      team: fc.boolean(),
      involved: fc.boolean(),
      emergency: fc.boolean(),
      law: fc.constantFrom(undefined, 'wgs', 'jeugdwet'),
      youngest: fc.constantFrom(undefined, 11, 12, 15, 17),
      level: fc.constantFrom(undefined, 1, 2, 3, 4),
    })
    .map(({ law, youngest, level, ...plain }) => ({
      ...plain,
      ...(law === undefined ? {} : { law }),
      ...(youngest === undefined ? {} : { ages: [youngest, youngest + 1] as const }),
      ...(level === undefined ? {} : { level }),
    }));

  it('answers every cell of its own world as plain Casbin does', async () => {
    let permitted = 0;
    await fc.assert(
      fc.asyncProperty(randomPolicy(), context, async ({ rows, codes }, ctx) => {
        const table = await compiled(rows);
        const casbin = await plainCasbin(rows);
        for (const cell of cellsOf(codes)) {
          const ours = askTable(table, cell, ctx);
          expect(ours).toBe(askCasbin(casbin, cell, ctx));
          permitted += ours ? 1 : 0;
        }
      }),
      { numRuns: 40 },
    );
    expect(permitted).toBeGreaterThan(100);
  });

  it('does not depend on the order of its rows', async () => {
    await fc.assert(
      fc.asyncProperty(randomPolicy(), context, async ({ rows, codes }, ctx) => {
        const table = await compiled(rows);
        const turned = await compiled(rows.toReversed());
        for (const cell of cellsOf(codes)) {
          expect(askTable(turned, cell, ctx)).toBe(askTable(table, cell, ctx));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('lists the applicable rules in the order of the file, and Casbin agrees on each alone', async () => {
    await fc.assert(
      fc.asyncProperty(randomPolicy(), async ({ rows, codes }) => {
        const table = await compiled(rows);
        const links = rows.filter((row) => row[0] !== 'p');
        const alone = await Promise.all(
          table.rules.map((rule) => {
            const scope = [rule.role, rule.org, rule.purpose, rule.cat, rule.basis, rule.act];
            return plainCasbin([...links, ['p', rule.id, ...scope, 'always', 'allow']]);
          }),
        );
        for (const cell of cellsOf(codes).filter((_, index) => index % 7 === 0)) {
          const expected = table.rules.filter((_, index) =>
            askCasbin(alone[index]!, cell, FAVOURABLE),
          );
          expect(table.applicableRules(cell)).toEqual(expected);
        }
      }),
      { numRuns: 15 },
    );
  });
});

function cellsOf(codes: RandomCodes): readonly Cell[] {
  return codes.roles.flatMap((role) =>
    codes.kinds.flatMap((kind) =>
      codes.purposes.flatMap((purpose) =>
        codes.categories.flatMap((category) =>
          LEGAL_BASES.slice(0, 2).flatMap((basis) => [
            { role, kind, purpose, category, basis, act: 'read' as const },
          ]),
        ),
      ),
    ),
  );
}
