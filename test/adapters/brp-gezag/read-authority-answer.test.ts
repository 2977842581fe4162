import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAuthorityAnswer } from '../../../src/adapters/brp-gezag/read-authority-answer.ts';
import {
  FATHER,
  JOINT,
  minderjarige,
  MINOR,
  MOTHER,
  person,
  read,
} from '../../support/authority-answers.ts';

/** Kind, who (by number, by name or nobody known), doubts. */
function said(...gezag: readonly unknown[]) {
  const { stated } = read(...gezag);
  const [only, ...others] = stated;
  if (!only || others.length > 0) throw new Error('one minor was expected');
  const { kind, holders, doubts } = only;
  return [kind, holders.map(({ bsn, name }) => bsn ?? name ?? '?'), doubts];
}

describe('an answer on parental authority', () => {
  test.each([
    ['two parents', JOINT, ['gezag', [MOTHER, FATHER], []]],
    [
      'two parents, by the first name of the kind',
      { ...JOINT, type: 'TweehoofdigOuderlijkGezag' },
      ['gezag', [MOTHER, FATHER], []],
    ],
    [
      'one parent',
      { type: 'EenhoofdigOuderlijkGezag', minderjarige, ouder: person(MOTHER) },
      ['gezag', [MOTHER], []],
    ],
    [
      'a parent and a known third',
      {
        type: 'GezamenlijkGezag',
        minderjarige,
        ouder: person(MOTHER),
        derde: { type: 'BekendeDerde', ...person(FATHER) },
      },
      ['gezag', [MOTHER, FATHER], []],
    ],
    [
      'a parent and an unknown third',
      {
        type: 'GezamenlijkGezag',
        minderjarige,
        ouder: person(MOTHER),
        derde: { type: 'OnbekendeDerde' },
      },
      ['gezag', [MOTHER, '?'], ['unknown-holder']],
    ],
    [
      'a parent and a third of whom nothing is said',
      { type: 'GezamenlijkGezag', minderjarige, ouder: person(MOTHER) },
      ['gezag', [MOTHER, '?'], ['unknown-holder']],
    ],
    [
      'one guardian',
      { type: 'Voogdij', minderjarige, derden: [{ type: 'BekendeDerde', ...person(FATHER) }] },
      ['voogdij', [FATHER], []],
    ],
    [
      'a guardian without a kind',
      { type: 'Voogdij', minderjarige, derden: [person(FATHER)] },
      ['voogdij', [FATHER], []],
    ],
    [
      'an institution',
      { type: 'Voogdij', minderjarige, derden: [] },
      ['voogdij', [], ['institution-not-named']],
    ],
    [
      'three guardians',
      {
        type: 'Voogdij',
        minderjarige,
        derden: ['999904048', MOTHER, FATHER].map((b) => person(b)),
      },
      ['voogdij', ['999904048', MOTHER, FATHER], ['contradictory']],
    ],
    [
      'nobody for now',
      { type: 'TijdelijkGeenGezag', minderjarige, toelichting: 'x' },
      ['gezag', [], []],
    ],
    [
      'not to be determined',
      { type: 'GezagNietTeBepalen', minderjarige, toelichting: 'x' },
      ['gezag', [], ['not-determinable']],
    ],
    [
      'under investigation',
      { ...JOINT, inOnderzoek: true },
      ['gezag', [MOTHER, FATHER], ['in-investigation']],
    ],
    ['not under investigation', { ...JOINT, inOnderzoek: false }, ['gezag', [MOTHER, FATHER], []]],
    [
      'an investigation told in another way',
      { ...JOINT, inOnderzoek: { ouders: true } },
      ['gezag', [MOTHER, FATHER], ['in-investigation']],
    ],
    ['another kind', { ...JOINT, type: 'GedeeldGezag' }, ['gezag', [], ['unknown-type']]],
    ['no kind', { minderjarige }, ['gezag', [], ['unknown-type']]],
    [
      'something that is not known here',
      { ...JOINT, beperking: 'x' },
      ['gezag', [MOTHER, FATHER], ['unknown-element']],
    ],
    [
      'something of a parent that is not known here',
      { ...JOINT, ouders: [{ ...person(MOTHER), geschorst: true }, person(FATHER)] },
      ['gezag', [MOTHER, FATHER], ['unknown-element']],
    ],
    [
      'one of two parents',
      { ...JOINT, ouders: [person(MOTHER)] },
      ['gezag', [MOTHER, '?'], ['unknown-holder']],
    ],
    [
      'a parent of whom only the name is known',
      {
        ...JOINT,
        ouders: [
          person(MOTHER),
          { naam: { voornamen: 'Jeanette', voorvoegsel: 'van', geslachtsnaam: 'Sanders' } },
        ],
      },
      ['gezag', [MOTHER, 'Jeanette van Sanders'], []],
    ],
    [
      'a number that cannot be one, beside a name',
      { ...JOINT, ouders: [person(MOTHER), person('123456789')] },
      ['gezag', [MOTHER, '?'], ['unknown-holder']],
    ],
    [
      'a number that stands for nobody',
      { ...JOINT, ouders: [person(MOTHER), person('999999999')] },
      ['gezag', [MOTHER, '?'], ['unknown-holder']],
    ],
    [
      'one parent twice',
      { ...JOINT, ouders: [person(MOTHER), person(MOTHER)] },
      ['gezag', [MOTHER, MOTHER], ['contradictory']],
    ],
    [
      'the minor as parent',
      { ...JOINT, ouders: [person(MOTHER), person(MINOR)] },
      ['gezag', [MOTHER, MINOR], ['contradictory']],
    ],
    [
      'parents of whom is said whether they have a number',
      {
        ...JOINT,
        ouders: [
          { type: 'OuderMetBsn', ...person(MOTHER) },
          { type: 'OuderZonderBsn', naam: { volledigeNaam: 'Jan Jansen' } },
        ],
      },
      ['gezag', [MOTHER, 'Jan Jansen'], []],
    ],
    [
      'a parent without a number who has one',
      { ...JOINT, ouders: [{ type: 'OuderZonderBsn', ...person(MOTHER) }, person(FATHER)] },
      ['gezag', [MOTHER, FATHER], ['unknown-element']],
    ],
    [
      'a parent of another kind',
      { ...JOINT, ouders: [{ type: 'Stiefouder', ...person(MOTHER) }, person(FATHER)] },
      ['gezag', [MOTHER, FATHER], ['unknown-element']],
    ],
    ['nothing', undefined, ['gezag', [], ['no-relation']]],
  ])('%s', (_title, relation, expected) => {
    expect(said(...(relation === undefined ? [] : [relation]))).toEqual(expected);
  });

  test('says a thing once, and what is said twice differently is doubtful', () => {
    expect(said(JOINT, { ...JOINT, ouders: [...JOINT.ouders].reverse() })).toEqual(said(JOINT));
    const [, holders, doubts] = said(JOINT, {
      type: 'EenhoofdigOuderlijkGezag',
      minderjarige,
      ouder: person(MOTHER),
    });
    expect([holders, doubts]).toEqual([[MOTHER, FATHER], ['contradictory']]);
  });

  test('asked for a minor who has nobody, and told by the parent, goes by the parent', () => {
    const body = { personen: [{ burgerservicenummer: MINOR, gezag: [] }, { gezag: [JOINT] }] };
    const answer = readAuthorityAnswer(body);
    expect(typeof answer === 'string' ? [] : answer.stated.map(({ doubts }) => doubts)).toEqual([
      [],
    ]);
  });

  test('is read under its other name, and may stand under both', () => {
    const stated = (answer: ReturnType<typeof readAuthorityAnswer>) =>
      typeof answer === 'string'
        ? []
        : answer.stated.map(({ holders }) => holders.map((h) => h.bsn));
    const asked = { burgerservicenummer: MINOR };
    const both = { ...asked, gezag: [{ ...JOINT, type: 'TweehoofdigOuderlijkGezag' }] };
    for (const one of [asked, both])
      expect(
        stated(readAuthorityAnswer({ personen: [{ ...one, gezagsrelaties: [JOINT] }] })),
      ).toEqual([[MOTHER, FATHER]]);
  });

  test('a person of whom nothing is said about authority is told, not passed over', () => {
    const answer = readAuthorityAnswer({ personen: [{ ...person(MINOR) }, { gezag: [JOINT] }] });
    const unreadable = typeof answer === 'string' ? [] : answer.unreadable;
    expect(unreadable.map(({ place }) => place)).toEqual(['/personen/0']);
    expect(unreadable[0]?.text).toContain('field gezag');
  });

  test.each([
    [{ ...JOINT, minderjarige: { naam: { geslachtsnaam: 'Jansen' } } }],
    [{ ...JOINT, minderjarige: person('123456789') }],
    ['a text'],
    [null],
  ])('without a minor it is about nobody', (relation) => {
    const { stated, unreadable } = read(relation);
    expect(stated).toEqual([]);
    expect(unreadable.map(({ place }) => place.slice(0, 19))).toEqual(['/personen/0/gezag/0']);
    expect(JSON.stringify(unreadable)).not.toContain('123456789');
  });

  test('is refused when it is none, or has no end', () => {
    for (const body of [null, [], 'x', {}, { personen: {} }])
      expect(typeof readAuthorityAnswer(body)).toBe('string');
    const endless = Array.from({ length: 300 }, () => ({ gezag: [JOINT] }));
    expect(readAuthorityAnswer({ personen: endless })).toMatch(/at most 200/);
  });

  test('anything at all is read without failing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        readAuthorityAnswer(value);
        readAuthorityAnswer({ personen: value });
        readAuthorityAnswer({ personen: [{ gezag: [value] }] });
        const relation = { ...JOINT, ouders: value, inOnderzoek: value };
        expect(read(relation).stated[0]?.doubts).not.toEqual([]);
      }),
    );
  });
});

const GIVEN = '../shared/data/brp-gezag/gezag-responses.json';
test('answers of others, where they are at hand, are all read', () => {
  const { cases } = (
    existsSync(GIVEN) ? JSON.parse(readFileSync(GIVEN, 'utf8')) : { cases: [] }
  ) as { cases: readonly { scenario: string; response: unknown }[] };
  for (const { scenario, response } of cases) {
    const answer = readAuthorityAnswer(response);
    if (typeof answer === 'string') throw new Error(`${scenario}: ${answer}`);
    expect([scenario, answer.unreadable]).toEqual([scenario, []]);
    const text = JSON.stringify(response);
    const open = /OnbekendeDerde|NietTeBepalen|inOnderzoek":true|"derden":\[\]|"gezag":\[\]/.test(
      text,
    );
    const doubts = answer.stated.flatMap((each) => each.doubts);
    expect([scenario, doubts.length > 0]).toEqual([scenario, open]);
  }
});
