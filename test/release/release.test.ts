import { describe, expect, test } from '@jest/globals';
import type {
  CarePlan,
  CareTeam,
  Goal,
  Group,
  Patient,
  Provenance,
  Resource,
} from '@medplum/fhirtypes';
import type { Fact } from '../../src/plan/fact.ts';
import { CANONICALS } from '../../src/release/canonicals.ts';
import { release } from '../../src/release/release.ts';
import { fact, householdFacts } from './support/household-facts.ts';
import { inputOf, keyed } from './support/release-inputs.ts';

const FACTS = householdFacts();
const MASK = { extension: [{ url: CANONICALS.dataAbsentReason, valueCode: 'masked' }] };

function released(facts: readonly Fact[], permitted = facts, named?: readonly string[]) {
  return release(
    inputOf(
      facts,
      permitted.map(({ id }) => id),
      named,
    ),
  ).resources;
}

function only<T extends Resource>(resources: readonly Resource[], type: T['resourceType']): T {
  const found = resources.filter((resource) => resource.resourceType === type);
  expect(found).toHaveLength(1);
  return found[0] as T;
}

const goal = (elements: Parameters<typeof fact>[0]['elements'], source = 'org-team') =>
  fact({ source, type: 'Goal', key: 'g', labels: ['plan.goals'], elements });
const born = (source: string, birthDate: string, since: number) =>
  fact({
    source,
    type: 'Patient',
    key: 'daan',
    labels: ['identity.birth'],
    elements: { birthDate },
    since,
  });

describe('what is released', () => {
  test('nothing when nothing is permitted', () => {
    const { resources, empty, factsDigest } = release(inputOf(FACTS, []));
    expect({ resources, empty, factsDigest }).toEqual({
      resources: [],
      empty: true,
      factsDigest: '',
    });
  });

  test('one permitted fact brings its resource and the empty frames, and no other value', () => {
    const [name] = FACTS;
    const resources = released(FACTS, [name!], []);
    expect(resources.map(({ resourceType }) => resourceType)).toEqual([
      'CarePlan',
      'CareTeam',
      'Group',
      'Patient',
    ]);
    expect(only<Patient>(resources, 'Patient')).toMatchObject({
      name: [{ use: 'official', family: 'van Dalen', given: ['Daan', 'Jan'] }],
      gender: 'male',
    });
    expect(JSON.stringify(resources)).not.toMatch(/Q[A-Z0-9]{4}/);
  });

  test('never what only repeats or is not known to be safe', () => {
    const text = JSON.stringify(released(FACTS));
    for (const canary of [
      'DISPLAY',
      'NARRATIVE',
      'EXTENSION',
      'CONTAINED',
      'SIBLING',
      'META',
      'ID',
    ]) {
      expect(text).not.toContain(`Q${canary}`);
    }
    expect(text).not.toContain('QIDENT');
    expect(text).toContain('Q56Z5');
  });

  test('items in an order that the store does not decide', () => {
    const items = ['c', 'a', 'b'].map((word) => goal({ [`note/#${word}/text`]: word }));
    const notes = only<Goal>(released(items), 'Goal').note?.map(({ text }) => text);
    expect(notes).toEqual(['a', 'b', 'c']);
    expect(
      only<Goal>(released([...items].reverse()), 'Goal').note?.map(({ text }) => text),
    ).toEqual(notes);
  });
});

describe('required elements', () => {
  test('carry one constant mask, whether withheld or never stated', () => {
    const shown = goal({ statusReason: 'x' });
    const withheld = goal({ lifecycleStatus: 'active', 'description/text': 'geheim' });
    const one = only<Goal>(released([shown, withheld], [shown]), 'Goal');
    expect(one).toEqual(only<Goal>(released([shown]), 'Goal'));
    expect(one).toMatchObject({ _lifecycleStatus: MASK, description: MASK, subject: MASK });
  });

  test('of an item are masked in the item', () => {
    const plan = fact({
      source: 'org-team',
      type: 'CarePlan',
      key: '',
      labels: ['plan.agreements'],
      elements: { 'activity/#1/detail/description': 'bellen' },
    });
    expect(only<CarePlan>(released([plan]), 'CarePlan').activity).toMatchObject([
      { detail: { description: 'bellen', _status: MASK } },
    ]);
  });
});

describe('references', () => {
  const subject = goal({ subject: { reference: 'member:daan' }, 'description/text': 'x' });
  const points = goal({ 'addresses/#1': { reference: 'local:Condition/c' } });
  const name = born('org-team', '2010-11-14', 1);

  test('lead to released resources only', () => {
    expect(only<Goal>(released([subject, points, name], [subject, points]), 'Goal')).toMatchObject({
      subject: MASK,
    });
    const both = only<Goal>(released([subject, points, name]), 'Goal');
    expect(both.subject).toEqual({ reference: 'Patient/plan1.daan' });
    expect(both.addresses).toBeUndefined();
  });

  test('of one source do not reach the things of another', () => {
    const condition = (source: string) =>
      fact({
        source,
        type: 'Condition',
        key: 'c',
        labels: ['domain.finances'],
        elements: { 'code/text': source },
      });
    expect(only<Goal>(released([points, condition('org-ggz')]), 'Goal').addresses).toBeUndefined();
    expect(only<Goal>(released([points, condition('org-team')]), 'Goal').addresses).toHaveLength(1);
  });
});

describe('values of several sources', () => {
  const facts = [born('org-team', '2010-11-14', 2), born('org-ggz', '2010-11-15', 3)];
  const other = (patient: Patient & { _birthDate?: { extension?: { url?: string }[] } }) =>
    patient._birthDate?.extension;

  test('the newest shows, the other stands beside it with its source where that may be named', () => {
    const patient = only<Patient>(released(facts), 'Patient');
    expect(patient.birthDate).toBe('2010-11-15');
    const organisation = released(facts).find(
      ({ resourceType }) => resourceType === 'Organization',
    );
    expect(other(patient)).toEqual([
      {
        url: CANONICALS.otherValue,
        extension: [
          { url: 'value', valueDate: '2010-11-14' },
          { url: 'since', valueInstant: '1970-01-01T00:00:00.002Z' },
          {
            url: 'source',
            valueReference: { reference: `Organization/${organisation?.id ?? ''}` },
          },
        ],
      },
    ]);
    expect(JSON.stringify(released(facts, facts, []))).not.toMatch(/Organization|org-/);
  });

  test('a withheld value neither shows nor counts', () => {
    const patient = only<Patient>(released(facts, facts.slice(0, 1)), 'Patient');
    expect(patient.birthDate).toBe('2010-11-14');
    expect(other(patient)).toBeUndefined();
  });

  test('equal values show once', () => {
    const equal = [born('org-team', '2010', 2), born('org-ggz', '2010', 3)];
    expect(other(only<Patient>(released(equal), 'Patient'))).toBeUndefined();
  });

  test('items are never merged, not even under one key', () => {
    const named = (source: string, part: string) =>
      fact({
        source,
        type: 'Patient',
        key: 'daan',
        labels: ['identity.name'],
        elements: { [`name/#1/${part}`]: source },
      });
    const two = [named('org-team', 'family'), named('org-ggz', 'text')];
    expect(only<Patient>(released(two, two, []), 'Patient').name).toEqual([
      { family: 'org-team' },
      { text: 'org-ggz' },
    ]);
    const one = [named('org-team', 'family'), named('org-team', 'text')];
    expect(only<Patient>(released(one, one, []), 'Patient').name).toEqual([
      { text: 'org-team', family: 'org-team' },
    ]);
  });
});

describe('frames, versions and origin', () => {
  test('hold what is released and nothing else', () => {
    const resources = released(FACTS, FACTS.slice(0, 10));
    expect(only<Group>(resources, 'Group').member).toEqual([
      { entity: { reference: 'Patient/plan1.daan' } },
    ]);
    const plan = only<CarePlan>(resources, 'CarePlan');
    expect(plan.goal).toBeUndefined();
    expect(plan.meta?.profile).toEqual([CANONICALS.householdPlan]);
    const all = only<CarePlan>(released(FACTS), 'CarePlan');
    expect(all.status).toBe('active');
    expect(all.goal).toHaveLength(3);
    expect(all.activity).toHaveLength(3);
    expect(only<CareTeam>(released(FACTS), 'CareTeam').participant).toHaveLength(2);
  });

  test('a coordinator is named when the flow says so', () => {
    const input = inputOf(FACTS, [FACTS[0]!.id], []);
    const coordinator = { org: 'org-team', role: 'care-coordinator' };
    const { resources } = release({ ...input, coordinator });
    const [participant] = only<CareTeam>(resources, 'CareTeam').participant ?? [];
    const organisation = resources.find(({ resourceType }) => resourceType === 'Organization');
    expect(participant?.member).toEqual({ reference: `Organization/${organisation?.id ?? ''}` });
  });

  test('the version changes with this view and with nothing else, and is of this recipient', () => {
    const [shown, more, hidden] = [
      goal({ 'description/text': 'x' }),
      goal({ statusReason: 'y' }),
      goal({ 'note/#1/text': 'z' }),
    ];
    const version = (facts: readonly Fact[], permitted: readonly Fact[], tag = keyed('one')) =>
      release({
        ...inputOf(
          facts,
          permitted.map(({ id }) => id),
        ),
        tag,
      }).resources.find(({ resourceType }) => resourceType === 'Goal')?.meta?.versionId;
    const first = version([shown], [shown]);
    expect(first).toMatch(/^[a-z2-7]{26}$/);
    expect(version([hidden, shown], [shown])).toBe(first);
    expect(version([shown, more], [shown, more])).not.toBe(first);
    expect(version([shown], [shown], keyed('another'))).not.toBe(first);
  });

  test('origin is told per source and mapping, only of what may be named', () => {
    const provenances = released(FACTS).filter(
      (resource): resource is Provenance => resource.resourceType === 'Provenance',
    );
    expect(provenances).toHaveLength(2);
    const labels = released(FACTS).flatMap(({ meta }) => meta?.tag?.map(({ code }) => code) ?? []);
    expect(new Set(labels)).toEqual(new Set(['org-team', 'org-school']));
  });
});
