import { describe, expect, test } from '@jest/globals';
import type { MappedDelivery, MappedDossier } from '../../src/plan/delivery.ts';
import type { Fact } from '../../src/plan/fact.ts';
import { mergeIntoPlans } from '../../src/flows/merge-into-plan.ts';
import { drain } from '../../src/plan/drain.ts';
import { sheetsOf } from '../../src/plan/merge.ts';
import { settleDelivery } from '../../src/plan/settle.ts';
import { about, delivery, enrolled, options } from '../support/deliveries.ts';
import { planState } from '../support/plans.ts';

/** A practitioner as the adapter of FHIR gives them: about those who refer to them here. */
const doctor = (name: string, ...of: readonly string[]): MappedDossier => ({
  key: 'Practitioner/d',
  shared: true,
  facts: [
    {
      ...about(...of),
      resource: { type: 'Practitioner', key: 'Practitioner/d' },
      elements: [{ path: ['name', '#0', 'text'], value: name }],
    },
  ],
});
const condition = (
  whom: string,
  recorder = 'local:Practitioner/Practitioner/d',
): MappedDossier => ({
  key: `Condition/${whom}`,
  facts: [
    {
      ...about(whom),
      resource: { type: 'Condition', key: `Condition/${whom}` },
      elements: [{ path: ['recorder'], value: { reference: recorder } }],
    },
  ],
});
const bundle = (...dossiers: readonly MappedDossier[]) => delivery([], { dossiers });

function pushAll(...deliveries: readonly MappedDelivery[]): readonly Fact[] {
  let facts: readonly Fact[] = [];
  for (const pushed of deliveries) {
    const settled = settleDelivery(pushed, 'org-a', enrolled, options);
    const state = planState(['anna', 'bas']);
    const plan = { planId: 'plan-1', epoch: 1, seq: 1, state, sheets: sheetsOf(facts) };
    const [merged] = drain(mergeIntoPlans(settled, [plan], { since: 1, whole: false }));
    const changed = new Map(merged?.sheets.map((sheet) => [sheet.subjects.join(), sheet.facts]));
    const stayed = facts.filter(({ subjects }) => !changed.has(subjects.join()));
    facts = [...stayed, ...[...changed.values()].flat()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  return facts;
}
const doctors = (facts: readonly Fact[]) =>
  facts.filter(({ resource }) => resource.type === 'Practitioner').map((fact) => fact.subjects);

describe('a practitioner whom several members of a household know', () => {
  const [a, b] = ['Patient/a', 'Patient/b'];
  const together = bundle(condition(a), condition(b), doctor('dr. X', a, b));
  const ofAnna = bundle(condition(a), doctor('dr. X', a));
  const ofBas = bundle(condition(b), doctor('dr. X', b));

  test('is about all of them, delivered together, one by one, or in the other order', () => {
    expect(doctors(pushAll(together))).toEqual([['anna', 'bas']]);
    expect(pushAll(ofAnna, ofBas)).toEqual(pushAll(together));
    expect(pushAll(ofBas, ofAnna)).toEqual(pushAll(together));
    expect(pushAll(together, ofAnna)).toEqual(pushAll(together));
  });

  test('is about those only who still refer to them', () => {
    const other = bundle(condition(a, 'local:Practitioner/Practitioner/e'));
    expect(doctors(pushAll(together, other, ofBas))).toEqual([['bas']]);
    const gone = delivery([], { dossiers: [], withdrawn: [`Condition/${a}`] });
    expect(doctors(pushAll(together, gone, ofBas))).toEqual([['bas']]);
  });

  test('is called as the last delivery says', () => {
    const renamed = pushAll(together, bundle(condition(b), doctor('dr. Y', b)));
    expect(doctors(renamed)).toEqual([['anna', 'bas']]);
    expect(JSON.stringify(renamed)).not.toContain('dr. X');
  });
});
