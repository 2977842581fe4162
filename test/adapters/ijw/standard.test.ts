import { describe, expect, test } from '@jest/globals';
import { STANDARDS } from '../../../src/adapters/ijw/message-types.ts';
import {
  allocated,
  contact,
  factsIn,
  fullName,
  jw301,
  mapped,
  message,
  person,
  relation,
  relations,
  SHORT,
} from '../../support/ijw-messages.ts';

const factsAt = (xml: string, place: RegExp) =>
  factsIn(mapped(xml)).filter(({ places }) => places.some((each) => place.test(each)));
const labelsAt = (xml: string, place: RegExp) => [
  ...new Set(factsAt(xml, place).map(({ labels }) => [...labels].sort().join(' '))),
];

/** Rules of the standard that have no test of their own elsewhere. */
describe('messages (COD002)', () => {
  test.each([
    [
      'ijw',
      '301 436 302 437 305 438 306 439 307 440 308 441 315 446 316 447 317 486 318 487 319 488 320 489 323 490 325 491',
    ],
    [
      'iwmo',
      '301 414 302 415 305 418 306 419 307 420 308 421 315 444 316 445 317 480 318 481 319 482 320 483 323 484 325 485',
    ],
  ] as const)('%s has these codes', (standard, expected) => {
    const said = Object.entries(STANDARDS[standard].codes).map((pair) => pair.join(' '));
    expect(said.sort().join(' ')).toBe(expected);
  });

  test('no code is of two messages', () => {
    const codes = Object.values(STANDARDS).flatMap(({ codes: all }) => Object.values(all));
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('free text (OP191)', () => {
  test('about the client, a product or a request is free text and nothing else', () => {
    const comment = '<Commentaar>vrij</Commentaar>';
    const asked = `<AangevraagdProduct><ReferentieAanbieder>r</ReferentieAanbieder><ToewijzingIngangsdatum>2026-04-01</ToewijzingIngangsdatum><Verwijzer><b:Type>01</b:Type></Verwijzer>${comment}</AangevraagdProduct>`;
    const messages = [
      jw301({ more: comment }),
      jw301({ products: allocated({ category: '54', more: comment }) }),
      message(
        'ijw',
        '315',
        `<Client>${person()}${SHORT}${comment}<AangevraagdeProducten>${asked}</AangevraagdeProducten></Client>`,
      ),
    ];
    for (const xml of messages) expect(labelsAt(xml, /Commentaar/)).toEqual(['notes.free-text']);
  });
});

describe('how to talk with the client (COD747)', () => {
  test.each([
    ['1', 'identity.contact'],
    ['2', 'domain.physical-health identity.contact'],
    ['3', 'domain.physical-health identity.contact'],
  ])('%s is labelled %s: an interpreter for the deaf tells of health', (form, labels) => {
    const more = `<Communicatie><b:Vorm>${form}</b:Vorm></Communicatie>`;
    expect(labelsAt(jw301({ more }), /Communicatie/)).toEqual([labels]);
  });
});

describe('the name that is used (COD700)', () => {
  const named = (use: string) => {
    const partner =
      '<b:Partnernaam><b:Achternaam>Bakker</b:Achternaam><b:Voorvoegsel>de</b:Voorvoegsel></b:Partnernaam><b:Voorletters>AB</b:Voorletters>';
    const xml = jw301().replace(fullName(), fullName('Jansen', use, partner));
    const [fact] = factsAt(xml, /Naam/);
    return fact?.elements.map(({ value }) => value);
  };
  test.each([
    ['1', 'Jansen', [{ family: 'de Bakker' }]],
    ['2', 'de Bakker', [{ family: 'Jansen' }]],
    ['3', 'de Bakker-Jansen', []],
    ['4', 'Jansen-de Bakker', []],
  ])('use %s is %s', (use, family, others) => {
    const [used, ...rest] = named(use) ?? [];
    expect(used).toMatchObject({ family, given: ['AB'], text: `A.B. ${family}`, use: 'official' });
    expect(rest).toEqual(others);
  });

  test('a pseudonym is anonymous', () => {
    expect(named('5')?.[0]).toMatchObject({ use: 'anonymous' });
  });
});

describe('a guardian (COD472 11)', () => {
  const guardian = (more: string, use = '1') =>
    relations(relation('11', { name: fullName('Jeugdbescherming', use, more) }));
  test.each([
    ['with a name of a person', '<b:Voorletters>A</b:Voorletters>', '1', 'third-party'],
    ['with a surname only', '', '1', 'safety.measure'],
    ['that is no person (IV045)', '<b:Voorletters>A</b:Voorletters>', '6', 'safety.measure'],
  ])('%s', (_title, more, use, label) => {
    const facts = factsAt(jw301({ more: guardian(more, use) }), /Relatie\[1\]\/Naam/);
    const strangers = facts.map((fact) => fact.otherwise ?? fact);
    expect(strangers.map(({ labels }) => [...labels])).toEqual([[label]]);
  });

  test('is told by a message and never made an authority', () => {
    const delivery = mapped(jw301({ more: guardian('<b:Voorletters>A</b:Voorletters>') }));
    expect(Object.keys(delivery).sort()).toEqual([
      ...['aliases', 'asOf', 'dossiers', 'ignored', 'knownBy', 'mapping', 'quarantined'],
      'withdrawn',
    ]);
    const types = new Set(factsIn(delivery).map(({ resource }) => resource.type));
    expect([...types].sort()).toEqual(['Patient', 'RelatedPerson', 'ServiceRequest']);
  });
});

describe('addresses and numbers (COD757)', () => {
  test.each([
    ['01', 'home'],
    ['02', 'home'],
    ['03', 'home'],
    ['04', 'temp'],
  ])('%s is %s', (kind, use) => {
    const [fact] = factsAt(jw301({ contacts: contact(kind) }), /Adres/);
    expect(fact?.elements[0]?.value).toMatchObject({ use });
  });

  test('a telephone of another country keeps its number', () => {
    const said = (country: string) =>
      JSON.stringify(
        factsAt(jw301({ contacts: contact().replace('>0031<', `>${country}<`) }), /Telefoon/),
      );
    expect(said('0031')).toContain('"value":"0612345678"');
    expect(said('0032')).toContain('"value":"0032 0612345678"');
  });
});

describe('an allocation that was none (JZ002, OP087)', () => {
  const status = (more: string) =>
    JSON.stringify(factsAt(jw301({ products: allocated({ more }) }), /ToewijzingNummer/));
  test.each([
    ['13', '2026-10-05', 'entered-in-error'],
    ['01', '2026-10-05', 'entered-in-error'],
    ['01', '2026-12-31', 'active'],
    ['14', '2026-10-05', 'active'],
  ])('reason %s with end %s is %s', (reason, end, expected) => {
    const more = `<Einddatum>${end}</Einddatum><RedenWijziging>${reason}</RedenWijziging>`;
    expect(status(more)).toContain(`"${expected}"`);
  });
});
