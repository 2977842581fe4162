import { describe, expect, test } from '@jest/globals';
import {
  BSN,
  factsIn,
  mapped,
  message,
  person,
  refused,
  SHORT,
  tree,
  unaccountedPlaces,
} from '../../support/ijw-messages.ts';

const NAME = 'request:jw/73730001/ref-1';

const answer = (more: string, said = '1') =>
  tree(
    message(
      'ijw',
      '319',
      `<Antwoord><ReferentieAanbieder>ref-1</ReferentieAanbieder><VerzoekAntwoord>${said}</VerzoekAntwoord>${more}</Antwoord>`,
    ),
  );
const reason = (code: string) => `<RedenAfwijzingVerzoek>${code}</RedenAfwijzingVerzoek>`;
const residence = '<Woonplaatsbeginsel><Gemeente>1916</Gemeente></Woonplaatsbeginsel>';

/** A 319 names no client: it is about whom the request was about that the same source pushed. */
describe('an answer (319)', () => {
  test('is about the client of the request that it answers', () => {
    const root = answer(reason('3'));
    const delivery = mapped(root);
    expect(delivery.quarantined).toEqual([]);
    expect([...(delivery.knownBy ?? [])]).toEqual([[NAME, 'jw/73730001/referentie/ref-1']]);
    expect(new Set(factsIn(delivery).flatMap(({ subjects }) => subjects))).toEqual(new Set([NAME]));
    expect(JSON.stringify(factsIn(delivery))).toContain('"rejected"');
    expect(JSON.stringify(factsIn(delivery))).toContain('geen contract');
    expect(unaccountedPlaces(root, delivery)).toEqual([]);
  });

  test('that says it is looked into is not refused; a later answer is of the same dossier', () => {
    const waiting = mapped(answer('', '2'));
    expect(JSON.stringify(factsIn(waiting))).toContain('"received"');
    expect(waiting.dossiers.map(({ key }) => key)).toEqual(
      mapped(answer(reason('1'))).dossiers.map(({ key }) => key),
    );
  });

  test.each(['315', '317'])('finds the dossier in which a %s states its reference', (number) => {
    const asked =
      number === '315'
        ? `<Client>${person()}${SHORT}<AangevraagdeProducten><AangevraagdProduct><ReferentieAanbieder>ref-1</ReferentieAanbieder><ToewijzingIngangsdatum>2026-04-01</ToewijzingIngangsdatum><Verwijzer><b:Type>01</b:Type></Verwijzer></AangevraagdProduct></AangevraagdeProducten></Client>`
        : `<Client><Bsn>${BSN}</Bsn><Verzoek><ReferentieAanbieder>ref-1</ReferentieAanbieder><RedenVerzoek>1</RedenVerzoek></Verzoek></Client>`;
    const [dossier] = [
      ...(mapped(answer(reason('1'))).knownBy ?? new Map<string, string>()).values(),
    ];
    const stated = mapped(message('ijw', number, asked)).dossiers;
    const facts = stated.filter(({ key }) => key === dossier).flatMap((each) => each.facts);
    expect(facts.map(({ subjects }) => subjects)).toEqual([[`bsn:${BSN}`]]);
  });

  test('the other municipality tells where somebody lives: an address', () => {
    const facts = factsIn(mapped(answer(`${reason('8')}${residence}`)));
    const [fact] = facts.filter(({ places }) => places.some((p) => p.includes('Woonplaats')));
    expect(fact?.labels).toContain('identity.address');
    expect(JSON.stringify(fact?.elements)).toContain('1916');
  });

  test('another municipality without that reason is held back, the rest is read', () => {
    const root = answer(`${reason('3')}${residence}`);
    const delivery = mapped(root);
    expect(delivery.quarantined).toMatchObject([
      { place: '/Bericht/Antwoord[1]/Woonplaatsbeginsel[1]', code: 'invalid-value' },
    ]);
    expect(factsIn(delivery)).toHaveLength(2);
    expect(unaccountedPlaces(root, delivery)).toEqual([]);
  });

  test('a reason for refusing what is not refused contradicts itself', () => {
    const delivery = mapped(answer(reason('1'), '2'));
    expect(delivery.dossiers).toEqual([]);
    expect(delivery.quarantined).toMatchObject([
      { place: '/Bericht/Antwoord[1]', code: 'invalid-value' },
    ]);
  });

  test.each(['0', '10', '01'])('reason %s is of no list', (code) => {
    const xml = message(
      'ijw',
      '319',
      `<Antwoord><ReferentieAanbieder>r</ReferentieAanbieder><VerzoekAntwoord>1</VerzoekAntwoord>${reason(code)}</Antwoord>`,
    );
    expect(refused(xml)).toMatchObject([
      { place: '/Bericht/Antwoord[1]/RedenAfwijzingVerzoek[1]', code: 'unknown-code' },
    ]);
  });
});
