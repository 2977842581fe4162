import { describe, expect, test } from '@jest/globals';
import { readMapping } from '../../../src/adapters/mapping/read-mapping.ts';
import { withPlaces } from '../../../src/adapters/delivery.ts';
import type { MappedDelivery } from '../../../src/plan/delivery.ts';
import { readBody } from '../../../src/flows/read-body.ts';
import { unaccounted } from '../../support/accounting.ts';
import { readJson } from '../../support/households.ts';
import { valueAt } from '../../support/mappings.ts';

const message = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<e:Envelop xmlns:e="urn:example:envelop">
  <e:Kop><e:Afzender>ThuisBest</e:Afzender><e:Nummer>1</e:Nummer></e:Kop>
  <e:Inhoud><Rapport xmlns="urn:example:zorgrapport">${inside}</Rapport></e:Inhoud>
</e:Envelop>`;

const CLIENT = `<Client nummer="4711">
  <Naam><Voornaam>Riet</Voornaam><Achternaam>van Voorbeeld</Achternaam></Naam>
  <Geboren>1941-03-09</Geboren>
  <Mantelzorger>dochter &amp; buurvrouw</Mantelzorger>
  <Doelen>
    <Doel id="d1" leefgebied="WON" stand="open">
      <Tekst taal="nl">veilig de trap op</Tekst>
      <Afspraken><Afspraak>trapleuning</Afspraak><Afspraak>lampje</Afspraak></Afspraken>
    </Doel>
    <Doel id="d2" leefgebied="ZZZ" stand="behaald"><Tekst>elke dag buiten</Tekst></Doel>
  </Doelen>
  <Meting leefgebied="LIC" datum="2026-10-01">
    <Volgnummer>1</Volgnummer><Wat>gewicht</Wat><Waarde eenheid="kg">61,4</Waarde>
  </Meting>
  <Rapportage datum="2026-10-02"><![CDATA[was <moe> vandaag]]></Rapportage>
  <Onbekend>iets nieuws</Onbekend>
</Client>`;

function run(text: string): MappedDelivery & { readonly missed: readonly string[] } {
  const read = readMapping(readJson('examples/mappings/thuiszorg-xml.json'));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const { adapter } = read;
  const { value, placeOf } = readBody('application/xml', Buffer.from(text), adapter.syntax);
  const delivery = withPlaces(adapter.read(value), placeOf);
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  return { ...delivery, missed: unaccounted(value, delivery, placeOf) };
}
const factsIn = (delivery: MappedDelivery) => delivery.dossiers.flatMap(({ facts }) => facts);

describe('the XML example', () => {
  const delivery = run(message(CLIENT));
  const at = '/env:Envelop/env:Inhoud[1]/Rapport[1]/Client[1]';

  test('every value becomes a fact with its labels, at its place in the message', () => {
    expect(
      factsIn(delivery).map((f) => `${f.resource.type} ${f.labels.join()} ${f.places.join()}`),
    ).toEqual(
      [
        'Patient identity.name @/Naam[1]/Voornaam[1],@/Naam[1]/Achternaam[1]',
        'Patient identity.birth @/Geboren[1]',
        'RelatedPerson third-party @/Mantelzorger[1]',
        'Goal domain.housing,plan.goals @/Doelen[1]/Doel[1]/@stand,@/Doelen[1]/Doel[1]/Tekst[1]',
        'Task domain.housing,plan.agreements @/Doelen[1]/Doel[1]/Afspraken[1]/Afspraak[1]',
        'Task domain.housing,plan.agreements @/Doelen[1]/Doel[1]/Afspraken[1]/Afspraak[2]',
        'Goal plan.goals,unclassified @/Doelen[1]/Doel[2]/@stand,@/Doelen[1]/Doel[2]/Tekst[1]',
        'Observation domain.physical-health @/Meting[1]/Wat[1],@/Meting[1]/@datum,@/Meting[1]/Waarde[1],@/Meting[1]/Waarde[1]/@eenheid',
        'Communication notes.free-text @/Rapportage[1]/@datum,@/Rapportage[1]',
        'Communication unclassified @/Doelen[1]/Doel[1]/Tekst[1]/@taal',
        'Communication unclassified @/Onbekend[1]',
      ].map((line) => line.replaceAll(/@(?=\/)/g, at)),
    );
    expect(new Set(factsIn(delivery).map((f) => f.subjects.join()))).toEqual(new Set(['4711']));
    expect(valueAt(factsIn(delivery)[7], 'valueQuantity.value')).toBe(61.4);
    expect(valueAt(factsIn(delivery)[8], 'payload.contentString')).toBe('was <moe> vandaag');
  });

  test('nothing is held back and nothing is left unaccounted for', () => {
    expect(delivery.quarantined).toEqual([]);
    expect(delivery.missed).toEqual([]);
  });

  test('two clients are two dossiers; the same name in another namespace is no client', () => {
    const other = CLIENT.replace('4711', '4712');
    const stranger =
      '<x:Client xmlns:x="urn:other" nummer="4713"><x:Geheim>x</x:Geheim></x:Client>';
    const { dossiers, quarantined, missed } = run(message(CLIENT + other + stranger));
    expect(dossiers.map(({ key }) => key)).toEqual(['client/4711', 'client/4712']);
    expect(quarantined.map(({ code }) => code)).toEqual(['unmapped', 'unmapped']);
    expect(missed).toEqual([]);
  });

  test('a value that is there twice is held back with its fact, not chosen', () => {
    const twice = CLIENT.replace('</Geboren>', '</Geboren><Geboren>1950-01-01</Geboren>');
    const { quarantined, missed } = run(message(twice));
    expect(quarantined).toEqual([
      expect.objectContaining({ place: `${at}/Geboren`, code: 'invalid-value' }),
    ]);
    expect(missed).toEqual([]);
  });
});
