import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MappedDelivery, MappedFact } from '../../src/plan/delivery.ts';
import type { Fact } from '../../src/plan/fact.ts';
import { mergeFacts, sheetsOf } from '../../src/plan/merge.ts';
import { settleDelivery } from '../../src/plan/settle.ts';
import { about, delivery, enrolled, opaque, options } from '../support/deliveries.ts';

const arbitraryFact = fc
  .record({
    key: fc.constantFrom('g', 'h'),
    text: fc.constantFrom('een', 'twee'),
    subject: fc.constantFrom('Patient/a', 'Patient/b'),
  })
  .map(({ key, text, subject }): MappedFact => ({
    ...about(subject),
    resource: { type: 'Goal', key },
    elements: [{ path: ['description', 'text'], value: text }],
  }));
const arbitraryDelivery = (keys: readonly string[]) =>
  fc
    .uniqueArray(
      fc.record({
        key: fc.constantFrom(...keys),
        facts: fc.array(arbitraryFact, { maxLength: 4 }),
      }),
      { selector: (d) => d.key, minLength: 1 },
    )
    .map((dossiers) => delivery([], { dossiers }));
const apply = (
  current: readonly Fact[],
  pushed: MappedDelivery,
  since: number,
): readonly Fact[] => {
  const settled = settleDelivery(pushed, 'org-a', enrolled, options);
  const dossiers = settled.plans.get('plan-1') ?? new Map(settled.stated.map((key) => [key, []]));
  return mergeFacts(current, { dossiers, withdrawn: settled.withdrawn, since });
};

describe('laws of merging', () => {
  const any = arbitraryDelivery(['d1', 'd2', 'd3']);

  test('the same push again changes nothing at all', () => {
    fc.assert(
      fc.property(any, any, (first, second) => {
        const once = apply(apply([], first, 1), second, 2);
        const twice = apply(once, second, 3);
        expect(twice).toEqual(once);
        twice.forEach((fact, i) => expect(fact).toBe(once[i]));
      }),
    );
  });

  test('pushes of different dossiers commute', () => {
    fc.assert(
      fc.property(
        arbitraryDelivery(['d1', 'd2']),
        arbitraryDelivery(['d3', 'd4']),
        (one, other) => {
          expect(apply(apply([], one, 1), other, 1)).toEqual(apply(apply([], other, 1), one, 1));
        },
      ),
    );
  });

  test('dossiers that are not named stay as they are', () => {
    fc.assert(
      fc.property(arbitraryDelivery(['d1', 'd2']), arbitraryDelivery(['d3']), (one, other) => {
        const before = apply([], one, 1);
        const after = apply(before, other, 2);
        for (const fact of before) expect(after).toContain(fact);
      }),
    );
  });

  test('unchanged content keeps its since, changed content does not', () => {
    const old = apply([], delivery([about('Patient/a')]), 1);
    const relabelled = apply(
      old,
      delivery([{ ...about('Patient/a'), labels: ['plan.evaluation'] }]),
      2,
    );
    expect(relabelled[0]).toMatchObject({ since: 1, labels: ['plan.evaluation'] });
    const changed = apply(
      old,
      delivery([
        { ...about('Patient/a'), elements: [{ path: ['description', 'text'], value: 'anders' }] },
      ]),
      2,
    );
    expect(changed[0]).toMatchObject({ since: 2, id: old[0]?.id });
  });

  test('a withdrawn dossier is gone, and only that', () => {
    const two = delivery([], {
      dossiers: [
        { key: 'd1', facts: [about('Patient/a')] },
        { key: 'd2', facts: [about('Patient/a')] },
      ],
    });
    const left = apply(apply([], two, 1), delivery([], { dossiers: [], withdrawn: ['d1'] }), 2);
    expect(left.map((f) => f.dossier)).toEqual([opaque('dossier', 'org-a', 'd2')]);
  });

  test('sheets hold each fact once, by its subjects, whatever the order', () => {
    fc.assert(
      fc.property(any, (pushed) => {
        const facts = apply([], pushed, 1);
        const sheets = sheetsOf(facts);
        expect(sheets.flatMap((s) => s.facts).length).toBe(facts.length);
        for (const sheet of sheets)
          for (const fact of sheet.facts) expect([...fact.subjects].sort()).toEqual(sheet.subjects);
        expect(sheetsOf([...facts].reverse()).map((s) => s.subjects)).toEqual(
          sheets.map((s) => s.subjects),
        );
      }),
    );
  });

  test('a complete delivery leaves its own facts about its people, and everything about others', () => {
    const people = fc.uniqueArray(fc.constantFrom<string>('anna', 'bas'), { minLength: 1 });
    const kept = fc.uniqueArray(fc.constantFrom('d1', 'd2', 'd3'));
    fc.assert(
      fc.property(any, any, people, kept, (first, second, members, except) => {
        const before = apply([], first, 1);
        const settled = settleDelivery(second, 'org-a', enrolled, options);
        const dossiers = settled.plans.get('plan-1') ?? new Map<string, []>();
        const complete = {
          members: new Set(members),
          except: new Set(except.map((key) => opaque('dossier', 'org-a', key))),
        };
        const after = mergeFacts(before, { dossiers, withdrawn: [], since: 2, complete });
        const plain = mergeFacts(before, { dossiers, withdrawn: [], since: 2 });
        const isAbout = (fact: Fact) => fact.subjects.some((each) => complete.members.has(each));
        const stays = (fact: Fact) =>
          dossiers.has(fact.dossier) || complete.except.has(fact.dossier) || !isAbout(fact);
        expect(after).toEqual(plain.filter(stays));
      }),
    );
  });
});
