import { describe, expect, test } from '@jest/globals';
import {
  allocated,
  BSN,
  contact,
  factsIn,
  jw301,
  mapped,
  message,
  person,
  readMessage,
  refused,
  SHORT,
  unaccountedPlaces,
  tree,
} from '../../support/ijw-messages.ts';

const textsOf = (issues: readonly { readonly text: string }[]) =>
  issues.map(({ text }) => text).join('\n');

describe('what is no message for this adapter is refused with a sentence', () => {
  const good = jw301();
  test.each([
    ['the other standard', good, 'iwmo', /push it to ijw-3\.2/],
    [
      'an older release',
      good.replaceAll('ijw/3_2', 'ijw/3_0'),
      'ijw',
      /iJw 3\.0; only release 3\.2/,
    ],
    [
      'a 2.0 message',
      good.replaceAll('/ijw/3_2/jw301/schema', '/ijw/2_0/jw301/schema/2_0'),
      'ijw',
      /iJw 2\.0; only release 3\.2/,
    ],
    ['a declaration', good.replaceAll('jw301', 'jw323'), 'ijw', /JW323 is a declaration/],
    ['another code in the header', good.replace('>436<', '>438<'), 'ijw', /BerichtCode 436/],
    [
      'another version in the header',
      good.replace('sie>2<', 'sie>1<'),
      'ijw',
      /BerichtSubversie 2/,
    ],
    ['another envelope', '<Envelope xmlns="urn:a"/>', 'ijw', /root must be Bericht/],
    ['no message at all', '<a xmlns="urn:b"/>', 'ijw', /root must be Bericht/],
  ] as const)('%s', (_title, xml, standard, sentence) => {
    expect(textsOf(refused(xml, standard))).toMatch(sentence);
  });
});

describe('what breaks the standard is refused with place and line', () => {
  const good = jw301();
  test.each([
    ['a missing element', good.replace('<Geslacht>1</Geslacht>', ''), /Geslacht is missing/],
    ['an unknown element', good.replace('<Geslacht>', '<Kleur>1</Kleur><Geslacht>'), /not known/],
    [
      'one too many',
      good.replace('<Geslacht>1</Geslacht>', '<Geslacht>1</Geslacht>'.repeat(2)),
      /once/,
    ],
    [
      'another namespace',
      good.replace('b:Datum>', 'Datum>').replace('/b:Datum>', '/Datum>'),
      /namespace/,
    ],
    ['a code of no list', good.replace('<Geslacht>1', '<Geslacht>3'), /no code of this list/],
    ['an impossible day', good.replace('2010-11-14', '2027-06-31'), /day that does not exist/],
    ['a category of the other statute', good.replace('Categorie>45', 'Categorie>01'), /no code/],
    ['text beside elements', good.replace('<Client>', '<Client>hallo'), /text beside/],
    ['an attribute', good.replace('<Client>', '<Client a="b">'), /attributes/],
  ])('%s', (_title, xml, complaint) => {
    const issues = refused(xml);
    expect(textsOf(issues)).toMatch(complaint);
    expect(issues[0]?.place).toMatch(/^\/Bericht\/Client\[1\]/);
    expect(issues[0]?.text).toMatch(/^line \d+: /);
  });

  test('no complaint holds what was sent', () => {
    const xml = jw301({ bsn: 'Qgeheim', birth: '<b:Datum>Qgeheim</b:Datum>' });
    const issues = refused(xml.replace('<Geslacht>1', '<Geslacht>Qgeheim'));
    expect(issues.length).toBe(3);
    expect(JSON.stringify(issues)).not.toContain('Qgeheim');
  });
});

describe('whom it is about', () => {
  test('a number that fails the check holds everything back', () => {
    const delivery = mapped(jw301({ bsn: '999904025' }));
    expect(delivery.dossiers).toEqual([]);
    expect(delivery.quarantined.map(({ place, code }) => [place, code])).toEqual([
      ['/Bericht/Client[1]/Bsn[1]', 'invalid-value'],
      ['/Bericht/Client[1]', 'no-subject'],
    ]);
    expect(JSON.stringify(delivery)).not.toContain('999904025');
  });

  test.each(['000000000', '999999999'])('%s is nobody', (bsn) => {
    const delivery = mapped(jw301({ bsn }));
    expect(delivery.dossiers).toEqual([]);
    expect(delivery.quarantined.map(({ code }) => code)).toEqual(['no-subject']);
  });

  test.each([
    ['', '2010-11-14'],
    ['<b:DatumGebruik>1</b:DatumGebruik>', '2010-11'],
    ['<b:DatumGebruik>2</b:DatumGebruik>', '2010'],
    ['<b:DatumGebruik>3</b:DatumGebruik>', undefined],
  ])('a birth date with %j is %j', (use, expected) => {
    const root = tree(jw301({ birth: `<b:Datum>2010-11-14</b:Datum>${use}` }));
    const delivery = mapped(root);
    const dates = factsIn(delivery)
      .flatMap(({ elements }) => elements)
      .filter(({ path }) => path[0] === 'birthDate');
    expect(dates.map(({ value }) => value)).toEqual(expected === undefined ? [] : [expected]);
    expect(unaccountedPlaces(root, delivery)).toEqual([]);
  });

  test('where somebody stays is stricter than where they are registered', () => {
    const labels = (kind: string) =>
      factsIn(mapped(jw301({ contacts: contact(kind) })))
        .filter(({ places }) => places.some((place) => place.includes('Contactgegevens')))
        .map((fact) => [...fact.labels].sort().join(' '))
        .sort();
    expect(labels('01')).toEqual(['identity.address', 'identity.contact']);
    expect(labels('03')).toEqual([
      'identity.address safety.measure',
      'identity.contact safety.measure',
    ]);
  });
});

describe('products in one message', () => {
  const numbersOf = (products: string) => {
    const delivery = mapped(jw301({ products }));
    const kept = factsIn(delivery).filter(({ resource }) => resource.type === 'ServiceRequest');
    return { delivery, said: JSON.stringify(kept), count: kept.length };
  };

  test('of two versions the one allocated last holds, whatever the order (OP033x1)', () => {
    const older = allocated({ time: '09:00:00', category: '45' });
    const newer = allocated({ time: '10:00:00', category: '54' });
    for (const products of [older + newer, newer + older]) {
      const { said, count, delivery } = numbersOf(products);
      expect(count).toBe(1);
      expect(said).toContain('domain.mental-health');
      expect(delivery.quarantined).toEqual([]);
    }
  });

  test('two versions of one moment contradict each other: neither holds', () => {
    const { count, delivery } = numbersOf(
      allocated({ category: '45' }) + allocated({ category: '54' }),
    );
    expect(count).toBe(0);
    expect(delivery.quarantined.map(({ code }) => code)).toEqual([
      'invalid-value',
      'invalid-value',
    ]);
    expect(delivery.dossiers.some(({ key }) => key.includes('toewijzing'))).toBe(false);
  });

  test('a repetition says nothing', () => {
    expect(numbersOf(allocated().repeat(2)).count).toBe(1);
  });

  test('an end before the start is held back', () => {
    const { delivery } = numbersOf(allocated({ more: '<Einddatum>2026-01-01</Einddatum>' }));
    expect(textsOf(delivery.quarantined)).toMatch(/Einddatum is before Ingangsdatum/);
  });

  const removed = (end: string) =>
    allocated({ more: `<Einddatum>${end}</Einddatum><RedenWijziging>13</RedenWijziging>` });
  test('a removed allocation was an error; it must end on the day it starts (JZ002)', () => {
    expect(numbersOf(removed('2026-10-05')).said).toContain('entered-in-error');
    expect(textsOf(numbersOf(removed('2026-12-31')).delivery.quarantined)).toMatch(/removed/);
  });
});

describe('corrections and withdrawals (COD467)', () => {
  const start = (status: string, begin = '2026-10-13') =>
    `<StartProduct><ToewijzingNummer>7</ToewijzingNummer><Begindatum>${begin}</Begindatum><StatusAanlevering>${status}</StatusAanlevering></StartProduct>`;
  const jw305 = (...starts: string[]) =>
    mapped(
      message(
        'ijw',
        '305',
        `<Client>${person()}${SHORT}<StartProducten>${starts.join('')}</StartProducten></Client>`,
      ),
    );
  const stop = (status: string) =>
    mapped(
      message(
        'ijw',
        '307',
        `<Client>${person()}${SHORT}<StopProducten><StopProduct><ToewijzingNummer>7</ToewijzingNummer><Begindatum>2026-10-13</Begindatum><RedenBeeindiging>31</RedenBeeindiging><Einddatum>2026-12-01</Einddatum><StatusAanlevering>${status}</StatusAanlevering></StopProduct></StopProducten></Client>`,
      ),
    );
  const key = `jw/bsn:${BSN}/levering/0513/73730001/7/2026-10-13`;
  const dossier = ({ dossiers }: ReturnType<typeof mapped>) => dossiers.find((d) => d.key === key);

  test('a removed start takes its dossier back', () => {
    expect(jw305(start('1')).withdrawn).toEqual([]);
    expect(dossier(jw305(start('1')))?.facts).toHaveLength(1);
    expect(jw305(start('3')).withdrawn).toEqual([key]);
    expect(dossier(jw305(start('3')))).toBeUndefined();
  });

  test('removed and stated anew in one message: the new one holds, in any order', () => {
    for (const both of [jw305(start('1'), start('3')), jw305(start('3'), start('1'))]) {
      expect(both.withdrawn).toEqual([]);
      expect(dossier(both)?.facts).toHaveLength(1);
    }
  });

  test('a start of another day is another dossier', () => {
    const moved = jw305(start('3'), start('1', '2026-10-20'));
    expect(moved.withdrawn).toEqual([key]);
    expect(moved.dossiers).toHaveLength(2);
  });

  test('a stop speaks of the dossier of the start; a removed stop says that it goes on', () => {
    expect(JSON.stringify(dossier(stop('1')))).toContain('"completed"');
    expect(JSON.stringify(dossier(stop('3')))).toContain('"in-progress"');
    expect(JSON.stringify(dossier(stop('3')))).not.toContain('2026-12-01"}');
    expect(stop('3').withdrawn).toEqual([]);
  });

  test.each(['2', '9'])('status %s is not used in release 3.2', (status) => {
    const delivery = jw305(start(status));
    expect(delivery.quarantined).toMatchObject([{ code: 'unknown-code' }]);
    expect(dossier(delivery)).toBeUndefined();
  });
});

test('a body that is no tree of elements is refused', () => {
  for (const body of [undefined, null, 7, {}, { Bericht: {} }])
    expect(readMessage(body as never)).toHaveProperty('unreadable');
});
