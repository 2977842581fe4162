import { describe, expect, test } from '@jest/globals';
import type { CarePlan } from '@medplum/fhirtypes';
import type { Fact } from '../../src/plan/fact.ts';
import { release } from '../../src/release/release.ts';
import { fact } from './support/household-facts.ts';
import { inputOf } from './support/release-inputs.ts';

describe('an element with parts that several dossiers of one source state', () => {
  const running = (
    dossier: string,
    since: number,
    elements: Parameters<typeof fact>[0]['elements'],
  ) =>
    fact({
      source: 'org-team',
      type: 'CarePlan',
      key: '',
      labels: ['plan.coordination'],
      elements,
      dossier,
      since,
    });
  const shown = (facts: readonly Fact[], permitted = facts) => {
    const ids = permitted.map(({ id }) => id);
    const { resources } = release(inputOf(facts, ids, []));
    const plan = resources.find((each): each is CarePlan => each.resourceType === 'CarePlan');
    return plan?.period as Record<string, unknown> | undefined;
  };
  const one = running('d1', 2, { 'period/start': '2026-01-01', 'period/end': '2026-06-30' });
  const two = running('d2', 3, { 'period/start': '2026-03-01' });
  const others = (period: Record<string, unknown> | undefined) =>
    (period?.['extension'] as { extension: unknown[] }[] | undefined)?.map(
      ({ extension }) => extension[0],
    );

  test('the newest shows as a whole, the other stands beside it: nothing is lost, nothing is mixed', () => {
    const period = shown([one, two]);
    expect(period).toMatchObject({ start: '2026-03-01' });
    expect(period).not.toHaveProperty('end');
    expect(others(period)).toEqual([
      { url: 'value', valuePeriod: { start: '2026-01-01', end: '2026-06-30' } },
    ]);
  });

  test('what is withheld of one does not show through the other', () => {
    expect(shown([one, two], [two])).toEqual({ start: '2026-03-01' });
    expect(shown([one, two], [one])).toEqual({ start: '2026-01-01', end: '2026-06-30' });
  });

  test('the same said twice is said once, and one dossier may say it in several facts', () => {
    const same = running('d2', 3, { 'period/end': '2026-06-30', 'period/start': '2026-01-01' });
    expect(shown([one, same])).toEqual({ start: '2026-01-01', end: '2026-06-30' });
    const end = running('d2', 4, { 'period/end': '2026-04-01' });
    expect(shown([two, end])).toEqual({ start: '2026-03-01', end: '2026-04-01' });
    expect(shown([one, two, end])).toMatchObject({ start: '2026-03-01', end: '2026-04-01' });
  });
});
