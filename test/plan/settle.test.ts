import { describe, expect, test } from '@jest/globals';
import type { MappedDelivery, MappedFact } from '../../src/plan/delivery.ts';
import { identifiersOf, settleDelivery } from '../../src/plan/settle.ts';
import type { NewFact } from '../../src/plan/settle.ts';
import { about, delivery, enrolled, member, options } from '../support/deliveries.ts';

const settle = (facts: readonly MappedFact[], more: Partial<MappedDelivery> = {}, opts = options) =>
  settleDelivery(delivery(facts, more), 'org-a', enrolled, opts);
const factsIn = (settled: ReturnType<typeof settle>, plan: string): readonly NewFact[] =>
  [...(settled.plans.get(plan)?.values() ?? [])].flat();

describe('where a fact goes', () => {
  test('to every plan in which all its people are members', () => {
    const child = settle([about('Patient/b')]);
    expect(factsIn(child, 'plan-1').map((f) => f.subjects)).toEqual([['bas']]);
    expect(factsIn(child, 'plan-2').map((f) => f.subjects)).toEqual([['sebas']]);
    const withMother = settle([about('Patient/a', 'Patient/b')]);
    expect([...withMother.plans.keys()]).toEqual(['plan-1']);
    expect(factsIn(withMother, 'plan-1')[0]?.subjects).toEqual(['anna', 'bas']);
  });

  test.each([
    ['no-subject', about()],
    ['unknown-person', about('Patient/x')],
    ['unknown-person', about('Patient/a', 'Patient/x')],
    ['people-of-different-plans', about('Patient/a', 'Patient/c')],
    ['contradictory-person', about('Patient/d')],
    ['contradictory-person', about('Patient/e')],
  ])('not anywhere: %s', (code, fact) => {
    const aliases = new Map([
      ['Patient/d', ['bsn:999904024', 'bsn:999904036']],
      ['Patient/e', ['Patient/a', 'Patient/c']],
    ]);
    const settled = settle([fact], { aliases });
    expect(settled.accepted).toEqual([]);
    expect(settled.plans.size).toBe(0);
    expect(settled.quarantined).toMatchObject([{ place: '/x', code }]);
  });

  test('an alias finds a person whose own key is not enrolled', () => {
    const aliases = new Map([['Patient/z', ['bsn:999904024']]]);
    expect(identifiersOf(delivery([about('Patient/z')], { aliases }))).toEqual([
      'Patient/z',
      'bsn:999904024',
    ]);
    expect(factsIn(settle([about('Patient/z')], { aliases }), 'plan-1')[0]?.subjects).toEqual([
      'bas',
    ]);
  });

  test('a relative who is no member is a third party in the file of the person', () => {
    const relative: MappedFact = {
      ...about('RelatedPerson/r'),
      resource: { type: 'Patient', person: 'RelatedPerson/r' },
      labels: ['identity.name'],
      otherwise: { ...about('Patient/a'), labels: ['third-party'] },
    };
    const [stranger] = factsIn(settle([relative]), 'plan-1');
    expect(stranger).toMatchObject({ labels: ['third-party'], subjects: ['anna'] });
    const known = new Map([...enrolled, ['RelatedPerson/r', [member('plan-1', 'mia')]] as const]);
    const [kin] = factsIn(settleDelivery(delivery([relative]), 'org-a', known, options), 'plan-1');
    expect(kin).toMatchObject({
      labels: ['identity.name'],
      subjects: ['mia'],
      resource: { type: 'Patient', key: 'mia' },
    });
  });
});

describe('what a settled fact holds', () => {
  const withReferences: MappedFact = {
    ...about('Patient/b'),
    elements: [
      { path: ['subject'], value: { reference: 'person:Patient/b' } },
      { path: ['addresses', '#1'], value: { reference: 'local:Condition/c-one' } },
      { path: ['expressedBy'], value: { reference: 'frame:Group' } },
    ],
  };

  test('references lead to members and to the same opaque resources, per plan', () => {
    const condition: MappedFact = {
      ...about('Patient/b'),
      resource: { type: 'Condition', key: 'c-one' },
    };
    const settled = settle([withReferences, condition]);
    for (const [plan, id] of [
      ['plan-1', 'bas'],
      ['plan-2', 'sebas'],
    ] as const) {
      const facts = factsIn(settled, plan);
      const key = facts.find((f) => f.resource.type === 'Condition')?.resource.key ?? '';
      expect(facts[0]?.elements.map((e) => e.value)).toEqual([
        { reference: `member:${id}` },
        { reference: `local:Condition/${key}` },
        { reference: 'frame:Group' },
      ]);
    }
  });

  test('no key of the source is left in it', () => {
    const text = JSON.stringify([...settle([withReferences]).plans].map(([, d]) => [...d]));
    expect(text).not.toMatch(/Patient\/b|Goal\/g|"g"|c-one/);
  });

  test('a person who is only referred to must be a member as well', () => {
    const fact = {
      ...withReferences,
      elements: [{ path: ['subject'], value: { reference: 'person:Patient/x' } }],
    };
    expect(settle([fact]).quarantined).toMatchObject([{ code: 'unknown-person' }]);
  });

  test('the statute is the fact’s own, else the source’s', () => {
    const settled = settle(
      [{ ...about('Patient/a'), law: 'wgs' }, about('Patient/a')],
      {},
      { ...options, law: 'jeugdwet' },
    );
    expect(factsIn(settled, 'plan-1').map((f) => f.law)).toEqual(['wgs', 'jeugdwet']);
  });

  test('no label is unclassified, and a sensitive source tightens its team', () => {
    const settled = settle(
      [
        { ...about('Patient/a'), labels: [] },
        { ...about('Patient/a'), labels: ['participation.team'] },
      ],
      {},
      { ...options, involvement: 'sensitive' },
    );
    expect(factsIn(settled, 'plan-1').map((f) => f.labels)).toEqual([
      ['unclassified'],
      ['participation.sensitive'],
    ]);
    expect(settled.accepted.map((f) => f.labels)).toEqual([
      ['unclassified'],
      ['participation.sensitive'],
    ]);
  });

  test('ids are stable, distinct, and do not depend on the value', () => {
    const ids = (text: string) =>
      factsIn(
        settle(
          [about('Patient/a'), about('Patient/a')].map((f) => ({
            ...f,
            elements: [{ path: ['description', 'text'], value: text }],
          })),
        ),
        'plan-1',
      ).map((f) => f.id);
    expect(new Set(ids('x')).size).toBe(2);
    expect(ids('x')).toEqual(ids('y'));
  });

  test('what is about nobody by itself is in each plan about its own people, and replaced there only', () => {
    const shared = (...subjects: string[]) => ({
      key: 'Practitioner/x',
      facts: [{ ...about(...subjects), resource: { type: 'Practitioner', key: 'x' } as const }],
      shared: true as const,
    });
    const both = settleDelivery(
      delivery([], { dossiers: [shared('Patient/a', 'Patient/c', 'Patient/nobody')] }),
      'org-a',
      enrolled,
      options,
    );
    expect(both.quarantined).toEqual([]);
    const subjects = ['plan-1', 'plan-2'].map((plan) => factsIn(both, plan).map((f) => f.subjects));
    expect(subjects).toEqual([[['anna']], [['cor']]]);
    expect(both.stated).toEqual([]);
    const nobody = delivery([], { dossiers: [shared('Patient/nobody')] });
    expect(settleDelivery(nobody, 'org-a', enrolled, options).quarantined).toMatchObject([
      { code: 'unknown-person' },
    ]);
  });
});
