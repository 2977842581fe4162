import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  applyAuthorityAnswer,
  UNKNOWN_HOLDER,
  type FoundAuthority,
} from '../../src/consent/authority-answer.ts';
import { AUTHORITY_KINDS, AUTHORITY_STATUSES } from '../../src/consent/people.ts';
import type { Authority, Member, People } from '../../src/consent/people.ts';
import { isSigned, whoMayDecide } from '../../src/consent/who-may-decide.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const AGES = [3, 11, 13, 15, 17, 30];
const CHILDREN = AGES.map((age) => `child-${age}`);
const ADULTS = ['mother', 'father', 'aunt', 'gi'];
const EVERYONE = [...ADULTS, ...CHILDREN, UNKNOWN_HOLDER];

const members: readonly Member[] = AGES.map((age) => ({
  id: `child-${age}`,
  birthDate: `${2026 - age}-03-01`,
  birthPrecision: 'day',
  deceasedAt: null,
  competence: age === 30 ? [{ competent: false, from: 0 }] : [],
}));
const persons = ADULTS.map((id) => ({ id, deceasedAt: null }));

const instants = fc.integer({ min: -5, max: 5 }).map((days) => NOW + days * DAY);
const authority: fc.Arbitrary<Authority> = fc
  .record({
    id: fc.uuid(),
    subject: fc.constantFrom(...CHILDREN),
    holder: fc.constantFrom(...ADULTS, UNKNOWN_HOLDER),
    kind: fc.constantFrom(...AUTHORITY_KINDS, 'gezag' as const, 'voogdij' as const),
    status: fc.constantFrom(...AUTHORITY_STATUSES, 'established' as const),
    from: instants,
    until: fc.option(instants),
    answer: fc.option(fc.constantFrom('a1', 'a2'), { nil: undefined }),
  })
  .map(({ answer, ...rest }) => (answer === undefined ? rest : { ...rest, answer }));

const found: fc.Arbitrary<FoundAuthority> = fc.record({
  answer: fc.constant('new'),
  subject: fc.constantFrom(...CHILDREN),
  kind: fc.constantFrom('gezag' as const, 'voogdij' as const),
  holders: fc.uniqueArray(fc.constantFrom(...ADULTS), { maxLength: 3 }),
  doubtful: fc.constantFrom(false as const, 'as-a-whole' as const, 'somebody' as const),
  from: fc.constant(NOW),
});

const peopleWith = (authorities: readonly Authority[]): People => ({
  members,
  persons,
  authorities,
});

let ids = 0;
const newId = () => `new-${(ids += 1)}`;

type Apply = typeof applyAuthorityAnswer;
const asked = (subject: string, at: number) =>
  (['secrecy', 'gdpr', 'objection'] as const).map((kind) => ({ subject, kind, at }));
const givers = fc.subarray(EVERYONE);

/** Whether an answer that leaves it open closes what was open, and opens nothing. */
const closes = (apply: Apply) =>
  fc.property(fc.array(authority, { maxLength: 8 }), found, givers, (before, answer, signed) => {
    fc.pre(answer.doubtful !== false);
    const after = apply(before, answer, newId).authorities;
    for (const subject of CHILDREN)
      for (const question of asked(subject, NOW + DAY)) {
        const [was, is] = [before, after].map((all) => whoMayDecide(peopleWith(all), question));
        if (!was || !is) throw new Error('two were asked');
        if (isSigned(is, signed)) expect(isSigned(was, signed)).toBe(true);
        for (const giver of was.refuse) expect(is.refuse.has(giver)).toBe(true);
      }
    const young = { subject: answer.subject, kind: 'secrecy', at: NOW } as const;
    if (['child-3', 'child-11', 'child-13'].includes(answer.subject))
      expect(isSigned(whoMayDecide(peopleWith(after), young), EVERYONE)).toBe(false);
  });

describe('an answer on authority', () => {
  test('that leaves it open yields no consent, and takes no refusal away', () => {
    fc.assert(closes(applyAuthorityAnswer), { numRuns: 400 });
  });

  test('would, if it ended what was known, or said nothing', () => {
    const ending: Apply = (all, answer, id) => {
      const settled = applyAuthorityAnswer(all, { ...answer, doubtful: false }, id);
      return settled;
    };
    expect(fc.check(closes(ending), { seed: 3, numRuns: 2000 }).failed).toBe(true);
    const silent: Apply = (all) => ({ authorities: all, ended: [], added: [], differs: [] });
    expect(fc.check(closes(silent), { seed: 3, numRuns: 2000 }).failed).toBe(true);
  });

  test('changes nothing for others, for other measures, and for the time before it', () => {
    fc.assert(
      fc.property(fc.array(authority, { maxLength: 8 }), found, (before, answer) => {
        const { authorities: after } = applyAuthorityAnswer(before, answer, newId);
        for (const subject of CHILDREN)
          for (const at of [NOW - DAY, NOW + DAY])
            for (const question of asked(subject, at)) {
              if (subject === answer.subject && at > NOW) continue;
              expect(whoMayDecide(peopleWith(after), question)).toEqual(
                whoMayDecide(peopleWith(before), question),
              );
            }
        const other = (each: Authority) =>
          each.answer === undefined || !['gezag', 'voogdij'].includes(each.kind);
        expect(after.filter((each) => other(each) && before.includes(each))).toEqual(
          before.filter(other),
        );
        expect(after.slice(0, before.length).map(({ id }) => id)).toEqual(
          before.map(({ id }) => id),
        );
      }),
    );
  });

  test('that is settled, where no officer decided, is what decides', () => {
    const answered = authority.map((each) => ({ ...each, answer: 'a1', from: NOW - DAY }));
    fc.assert(
      fc.property(fc.array(answered, { maxLength: 8 }), found, (before, answer) => {
        fc.pre(answer.doubtful === false && answer.subject !== 'child-30');
        const others = before.map((each) => ({ ...each, kind: 'gezag' as const }));
        const { authorities, differs } = applyAuthorityAnswer(others, answer, newId);
        expect(differs).toEqual([]);
        const question = { subject: 'child-3', kind: 'secrecy', at: NOW } as const;
        const young = authorities.map((each) => ({
          ...each,
          subject: each.subject === answer.subject ? 'child-3' : 'child-11',
        }));
        const { grant } = whoMayDecide(peopleWith(young), question);
        expect(grant).toEqual(
          answer.holders.length === 0 ? [[]] : answer.holders.map((holder) => [holder]),
        );
      }),
    );
  });
});

describe('beside what an officer decided', () => {
  const decided = (holder: string, more: Partial<Authority> = {}): Authority => ({
    id: `decided-${holder}`,
    subject: 'child-3',
    holder,
    kind: 'gezag',
    status: 'established',
    from: NOW - 9 * DAY,
    until: null,
    ...more,
  });
  const answer: FoundAuthority = {
    answer: 'new',
    subject: 'child-3',
    kind: 'gezag',
    holders: ['mother', 'father'],
    doubtful: false,
    from: NOW,
  };
  const grant = (authorities: readonly Authority[], at = NOW) =>
    whoMayDecide(peopleWith(authorities), { subject: 'child-3', kind: 'secrecy', at }).grant;
  const sorted = (groups: readonly (readonly string[])[]) =>
    [...new Set(groups.map((group) => group.join('+')))].sort();

  test('an answer that agrees, or names somebody more, is taken', () => {
    const { authorities, differs } = applyAuthorityAnswer([decided('mother')], answer, newId);
    expect(differs).toEqual([]);
    expect(sorted(grant(authorities))).toEqual(['father', 'mother']);
  });

  test('an answer that names somebody else leaves it open', () => {
    const before = [decided('mother'), decided('aunt')];
    const { authorities, differs } = applyAuthorityAnswer(before, answer, newId);
    expect(differs).toEqual(['decided-aunt']);
    expect(grant(authorities)).toEqual([[]]);
    const nobody = applyAuthorityAnswer(before, { ...answer, holders: [] }, newId);
    expect(grant(nobody.authorities)).toEqual([[]]);
  });

  test('who was set aside or disputed stays so, for as long as it was decided', () => {
    const aside = [decided('father', { status: 'set-aside', until: NOW + DAY })];
    const { authorities } = applyAuthorityAnswer(aside, answer, newId);
    expect(sorted(grant(authorities))).toEqual(['mother']);
    expect(sorted(grant(authorities, NOW + 2 * DAY))).toEqual(['father', 'mother']);
    const disputed = [decided('father', { status: 'undetermined' })];
    expect(grant(applyAuthorityAnswer(disputed, answer, newId).authorities)).toEqual([[]]);
  });

  test('an answer that settles it ends the doubt of the one before', () => {
    const open = applyAuthorityAnswer([], { ...answer, doubtful: 'as-a-whole' }, newId);
    expect(grant(open.authorities)).toEqual([[]]);
    const later = { ...answer, from: NOW + DAY };
    const { authorities, ended } = applyAuthorityAnswer(open.authorities, later, newId);
    expect(ended).toEqual(open.added);
    expect(grant(authorities)).toEqual([[]]);
    expect(sorted(grant(authorities, NOW + DAY))).toEqual(['father', 'mother']);
  });
});
