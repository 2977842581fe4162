import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MappedDelivery } from '../../src/plan/delivery.ts';
import { momentsToKeep, withoutSuperseded } from '../../src/plan/supersede.ts';
import type { Instant } from '../../src/vocabulary/instant.ts';

/** What a source says about one dossier; no value: it takes the dossier back. */
interface Word {
  readonly dossier: string;
  readonly moment: Instant;
  readonly value: string | undefined;
}

function deliveryOf(words: readonly Word[]): MappedDelivery {
  const fact = (value: string) => ({
    resource: { type: 'Patient', person: 'p' } as const,
    elements: [{ path: ['birthDate'], value }],
    labels: ['identity.birth'],
    subjects: ['p'],
    places: [`/${value}`],
  });
  return {
    mapping: 'test 1',
    dossiers: words.flatMap(({ dossier, value }) =>
      value === undefined ? [] : [{ key: dossier, facts: [fact(value)] }],
    ),
    withdrawn: words.flatMap(({ dossier, value }) => (value === undefined ? [dossier] : [])),
    asOf: new Map(words.map(({ dossier, moment }) => [dossier, moment])),
    quarantined: [],
    aliases: new Map(),
    ignored: [],
  };
}

/** A store of one source: dossier → its value, and the moments that are kept. */
function tell(all: readonly (readonly Word[])[], now: Instant, take = withoutSuperseded) {
  const held = new Map<string, string>();
  const moments = new Map<string, Instant>();
  const momentOf = (dossier: string) => moments.get(dossier);
  const refused: string[] = [];
  for (const words of all) {
    const current = take(deliveryOf(words), momentOf);
    refused.push(...current.quarantined.map(({ code }) => code));
    for (const { key, facts } of current.dossiers)
      held.set(key, JSON.stringify(facts[0]?.elements[0]?.value));
    for (const key of current.withdrawn) held.delete(key);
    const isStored = () => true;
    for (const [key, moment] of momentsToKeep(current, { isStored, momentOf, now }))
      moments.set(key, moment);
  }
  return { held, refused };
}

const LATE = 10_000;
/** Words of different moments each, of which a delivery holds one per dossier. */
const words = fc.uniqueArray(
  fc.record({
    dossier: fc.constantFrom('a', 'b', 'c'),
    moment: fc.nat(LATE),
    value: fc.option(fc.string({ minLength: 1, maxLength: 3 }), { nil: undefined }),
  }),
  { selector: ({ moment }) => moment, maxLength: 12 },
);

const laterThan = (a: Word, b: Word): number => a.moment - b.moment;

function property(take = withoutSuperseded) {
  return fc.property(words, fc.func(fc.nat()), (said, shuffle) => {
    const shuffled = [...said].sort((a, b) => shuffle(a.moment) - shuffle(b.moment));
    const inOrder = tell(
      [...said].sort(laterThan).map((word) => [word]),
      LATE,
    );
    const arrived = tell(
      shuffled.map((word) => [word]),
      LATE,
      take,
    );
    expect(arrived.held).toEqual(inOrder.held);
    expect(inOrder.refused).toEqual([]);
  });
}

describe('words of a source that come out of order', () => {
  test('leave what they would have left in order, whatever was taken back', () => {
    fc.assert(property());
  });

  test('would not, if nothing were refused', () => {
    const all = property((delivery) => delivery);
    expect(fc.check(all, { seed: 1, numRuns: 300 }).failed).toBe(true);
  });

  test('are told to be superseded, by their places', () => {
    const old = deliveryOf([
      { dossier: 'a', moment: 1, value: 'x' },
      { dossier: 'b', moment: 1, value: undefined },
      { dossier: 'c', moment: 3, value: 'y' },
    ]);
    const rest = withoutSuperseded(old, () => 2);
    expect(rest.dossiers.map(({ key }) => key)).toEqual(['c']);
    expect(rest.withdrawn).toEqual([]);
    expect(rest.quarantined.map(({ place, code }) => [place, code])).toEqual([
      ['/x', 'superseded'],
      ['', 'superseded'],
    ]);
  });

  test('of one and the same moment replace each other', () => {
    const same = [{ dossier: 'a', moment: 5, value: 'x' }];
    const { held } = tell([same, [{ dossier: 'a', moment: 5, value: 'y' }]], LATE);
    expect(held.get('a')).toBe('"y"');
  });

  test('a moment that has not come yet does not shut out what is said later', () => {
    const mistyped = [{ dossier: 'a', moment: LATE * 10, value: 'x' }];
    const corrected = [{ dossier: 'a', moment: LATE, value: 'y' }];
    expect(tell([mistyped, corrected], LATE).held.get('a')).toBe('"y"');
  });

  test('go by arrival where the source states no moment', () => {
    const undated = { ...deliveryOf([{ dossier: 'a', moment: 0, value: 'x' }]) };
    delete undated.asOf;
    expect(withoutSuperseded(undated, () => 9)).toBe(undated);
  });
});
