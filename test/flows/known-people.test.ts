import { describe, expect, test } from '@jest/globals';
import { withKnownPeople } from '../../src/flows/known-people.ts';
import type { PlanSnapshot } from '../../src/flows/ports.ts';
import { opaqueDossier } from '../../src/plan/settle.ts';
import type { MappedDelivery } from '../../src/plan/delivery.ts';
import { opaque } from '../support/deliveries.ts';

const delivery = { knownBy: new Map([['request:r', 'ref/r']]) } as unknown as MappedDelivery;
const dossier = opaqueDossier('org', 'ref/r', opaque);

/** Plans in which the dossier is about these members, of whom these are enrolled. */
function storeOf(plans: Readonly<Record<string, { about: string[]; enrolled: string[] }>>) {
  const snapshots = Object.entries(plans).map(([planId, { about, enrolled }]) => ({
    planId,
    state: { enrolments: { org: Object.fromEntries(enrolled.map((id) => [id, ['x']])) } },
    sheets: [{ facts: about.map((id) => ({ dossier, subjects: [id] })) }],
  })) as unknown as PlanSnapshot[];
  return {
    findForPush: (search: { org: string; dossiers: readonly string[] }) =>
      Promise.resolve({
        enrolments: new Map(),
        moments: new Map(),
        dossierPlans:
          search.org === 'org' && search.dossiers.includes(dossier) ? Object.keys(plans) : [],
      }),
    readForPush: () => Promise.resolve({ now: 0, regionEpoch: 1, plans: snapshots }),
  };
}

const found = async (store: ReturnType<typeof storeOf>, source = 'org') => {
  const naming = { source, opaque };
  const known = await withKnownPeople(store, delivery, { enrolled: new Map(), naming });
  return known.get('request:r') ?? [];
};

/** Whom a delivery is about that names somebody by what its source said before. */
describe('people known by an earlier word', () => {
  const one = { plan: { about: ['child', 'child'], enrolled: ['child'] } };
  test('are the members whom the dossier is about', async () => {
    expect(await found(storeOf(one))).toEqual([{ planId: 'plan', memberId: 'child' }]);
  });

  test('of two households in both', async () => {
    const two = { ...one, other: { about: ['kid'], enrolled: ['kid'] } };
    expect(await found(storeOf(two))).toHaveLength(2);
  });

  test('are nobody to another source', async () => {
    expect(await found(storeOf(one), 'somebody-else')).toEqual([]);
  });

  test('are nobody once they are enrolled no longer', async () => {
    expect(await found(storeOf({ plan: { about: ['child'], enrolled: ['mother'] } }))).toEqual([]);
  });

  test('are told all when there are several, so that nobody is guessed', async () => {
    const both = { plan: { about: ['child', 'mother'], enrolled: ['child', 'mother'] } };
    expect(await found(storeOf(both))).toHaveLength(2);
  });

  test('cost nothing where nobody is named so', async () => {
    const store = {
      findForPush: () => Promise.reject(new Error('not asked')),
      readForPush: () => Promise.reject(new Error('not asked')),
    };
    const enrolled = new Map([['a', []]]);
    const naming = { source: 'org', opaque };
    const plain = {} as MappedDelivery;
    expect(await withKnownPeople(store, plain, { enrolled, naming })).toBe(enrolled);
  });
});
