import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/decision/decide.ts';
import type { Decision, Verdict } from '../../src/decision/decision.ts';
import { compareOnBothTables, compareWorld } from '../support/compare-world.ts';
import type { CaseOutcome, Decide } from '../support/compare-world.ts';
import { plainPolicyTable } from '../support/plain-policy-table.ts';
import { loadHousehold, loadRandomWorld } from '../support/world-loader.ts';

const WORLDS = 'test/data/worlds';
const HOUSEHOLDS = 'test/data/households';
const worldFiles = readdirSync(WORLDS).filter((name) => name.endsWith('.json'));
const households = readdirSync(HOUSEHOLDS).filter(
  (name) =>
    statSync(join(HOUSEHOLDS, name)).isDirectory() &&
    existsSync(join(HOUSEHOLDS, name, 'world.json')),
);

function wrong(outcomes: readonly CaseOutcome[]): readonly CaseOutcome[] {
  return outcomes.filter(({ differences }) => differences.length > 0);
}

function answeredBy(file: string, answer: Decide): readonly CaseOutcome[] {
  const world = loadRandomWorld(file);
  return compareWorld(world, plainPolicyTable(world.rows), answer);
}

describe('random worlds: refused, sees, reasons and bases are as expected', () => {
  test.each(worldFiles)('%s', async (name) => {
    const outcomes = await compareOnBothTables(loadRandomWorld(join(WORLDS, name)));
    expect(outcomes.length).toBeGreaterThan(0);
    expect(wrong(outcomes)).toEqual([]);
  });
});

describe('households: every case releases exactly the expected facts, for the expected reasons', () => {
  test.each(households)('%s', async (name) => {
    const outcomes = await compareOnBothTables(loadHousehold(join(HOUSEHOLDS, name)));
    expect(outcomes.length).toBeGreaterThan(20);
    expect(wrong(outcomes)).toEqual([]);
  });
});

describe('the comparison notices', () => {
  const world = join(WORLDS, worldFiles[0]!);
  const changed =
    (change: (decision: Decision) => Decision): Decide =>
    (...args) =>
      change(decide(...args));

  test('a fact too many in the permit', () => {
    const generous = changed((decision) =>
      decision.refused === null
        ? { ...decision, permit: { ...decision.permit, permits: () => true } }
        : decision,
    );
    expect(wrong(answeredBy(world, generous)).length).toBeGreaterThan(0);
  });

  const changedVerdicts = (change: (verdict: Verdict) => Verdict) =>
    changed((decision) => {
      if (decision.refused !== null) return decision;
      const verdicts = [...decision.verdicts].map(([id, one]) => [id, change(one)] as const);
      return { ...decision, verdicts: new Map(verdicts) };
    });

  test('another reason', () => {
    const vague = changedVerdicts((verdict) => ({ ...verdict, reason: 'no-rule' }));
    expect(wrong(answeredBy(world, vague)).length).toBeGreaterThan(0);
  });

  test('another basis', () => {
    const other = changedVerdicts((one) => ({ ...one, pairs: one.pairs.slice(1) }));
    expect(wrong(answeredBy(world, other)).length).toBeGreaterThan(0);
  });

  test('an answer where the question should have been refused', () => {
    const polite = changed((decision) =>
      decision.refused === null ? decision : { refused: 'indeterminate' },
    );
    const outcomes = worldFiles.flatMap((name) => answeredBy(join(WORLDS, name), polite));
    expect(wrong(outcomes).length).toBeGreaterThan(0);
  });
});
