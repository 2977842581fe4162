import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import type { MappedDelivery } from '../../../src/plan/delivery.ts';
import { readDelivery } from '../../../src/flows/read-delivery.ts';
import { parseXmlElements } from '../../../src/wire/xml.ts';
import { unaccountedXml } from '../../support/accounting.ts';
import { bundle, goal, patient, relative } from '../../support/fhir-bundles.ts';
import type { Resource } from '../../support/fhir-bundles.ts';
import { fhirXml } from '../../support/fhir-xml-writer.ts';
import { anyResource } from '../../support/random-fhir.ts';
import { readJson } from '../../support/households.ts';

const adapter = fhirAdapter();
const readXml = (xml: string): MappedDelivery =>
  readDelivery(adapter, 'application/fhir+xml', Buffer.from(xml));

/** What a delivery says, wherever it stood. */
function said(delivery: ReturnType<typeof adapter.read>) {
  if ('unreadable' in delivery) return { unreadable: delivery.unreadable.map((each) => each.code) };
  const plain = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value, (name, member: unknown) => (name === 'places' ? undefined : member)),
    ) as unknown;
  return {
    dossiers: plain(delivery.dossiers),
    withdrawn: delivery.withdrawn,
    aliases: [...delivery.aliases],
    quarantined: delivery.quarantined.map(({ code }) => code).sort(),
  };
}

function expectSame(resource: Resource): void {
  const delivery = readXml(fhirXml(resource));
  expect(said(delivery)).toEqual(said(adapter.read(resource)));
}

function expectAccounted(xml: string): void {
  const parsed = parseXmlElements(Buffer.from(xml));
  if (parsed.ok) expect(unaccountedXml(parsed.value, readXml(xml))).toEqual([]);
}

describe('XML says what JSON says', () => {
  test('a Bundle with people, goals, numbers and narrative', () => {
    const scored = {
      resourceType: 'Observation',
      id: 'o',
      status: 'final',
      code: { text: 'score' },
      subject: { reference: 'Patient/p', display: 'Daan' },
      effectiveDateTime: '2026-10-01',
      valueQuantity: { value: 41.7305, unit: 'punten' },
      text: {
        status: 'generated',
        div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Q</p></div>',
      },
    };
    const body = bundle(patient, relative, goal, scored);
    expectSame(body);
    const delivery = readXml(fhirXml(body));
    expect(JSON.stringify(delivery.dossiers)).toContain('41.7305');
    expect(delivery.dossiers.flatMap((d) => d.facts.flatMap((f) => f.places))).toContain(
      '/Bundle/entry[4]/resource[1]/Observation[1]/valueQuantity[1]/value[1]',
    );
  });

  test('any resource of a type that is known, valid or not', () => {
    fc.assert(
      fc.property(anyResource, (resource) => {
        const body = bundle(patient, resource);
        expectSame(body);
        expectAccounted(fhirXml(body));
      }),
      { numRuns: 150 },
    );
  });

  const households = ['gezin-van-dalen', 'huishouden-de-graaf'].map(
    (name) => `test/data/households/${name}/sources/ggz-bundle.json`,
  );
  const folders = ['hl7-fhir-r4-examples', 'synthea-r4']
    .map((name) => `../shared/data/${name}`)
    .filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .slice(0, folder.includes('synthea') ? 3 : undefined)
      .map((file) => `${folder}/${file}`),
  );

  test('real ones', () => {
    for (const file of [...households, ...files]) {
      const body = readJson(file) as Resource;
      const { contained, ...rest } = body;
      // XML cannot say in which order names come that JSON writes apart; contained ones may be of any type.
      expectSame(contained === undefined ? body : rest);
    }
  });
});

describe('places in XML', () => {
  const document = (inside: string, root = 'Goal') =>
    `<${root} xmlns="http://hl7.org/fhir">\n  <id value="g"/>\n${inside}\n</${root}>`;
  const complaints = (xml: string) =>
    readXml(xml).quarantined.map(({ place, code, text }) => `${place} ${code} ${text}`);
  const rest =
    '<lifecycleStatus value="active"/><description><text value="x"/></description><subject><reference value="Patient/p"/></subject>';

  test('an element that FHIR does not know is named, with its line', () => {
    expect(complaints(document(`${rest}\n  <doel value="Qgeheim"/>`))).toEqual([
      '/Goal/doel[1] invalid-resource line 4: Goal has no element of this name',
      '/Goal invalid-resource line 1: not valid FHIR',
    ]);
  });

  test.each([
    [
      'another namespace',
      '<x:note xmlns:x="urn:x" value="Q"/>',
      '/Goal/note[1]',
      'not in the namespace',
    ],
    ['loose text', 'Qtekst', '/Goal', 'Goal has no element of this name'],
    [
      'a strange attribute',
      '<startDate value="2026-01-01" waarde="Q"/>',
      '/Goal/startDate[1]',
      'no element',
    ],
    [
      'a second value',
      '<statusDate value="2026-01-01"/><statusDate value="2026-01-02"/>',
      '/Goal/statusDate[1]',
      'at most one',
    ],
    [
      'an element named resourceType',
      '<resourceType value="Patient"/>',
      '/Goal/resourceType[1]',
      'no element',
    ],
    ['no value', '<startDate/>', '/Goal/startDate[1]', 'not a well-formed date'],
  ])('%s holds the resource back', (_name, inside, place, text) => {
    const found = complaints(document(rest + inside));
    expect(found.filter((each) => each.startsWith(place) && each.includes(text))).not.toEqual([]);
    expect(found.join()).not.toMatch(/Q/);
    expect(readXml(document(rest + inside)).dossiers).toEqual([]);
  });

  test('extensions and ids of primitives are found where they stand', () => {
    const xml = document(
      '<patient><reference value="Patient/p"/></patient><name><given value="A"/><given id="i" value="B"><extension url="urn:x"><valueString value="Q"/></extension></given></name>',
      'RelatedPerson',
    );
    expect(complaints(xml).map((each) => each.split(' ')[0])).toEqual([
      '/RelatedPerson/name[1]/given[2]/extension[1]',
    ]);
    expectAccounted(xml);
  });

  test.each([
    ['another root namespace', '<Goal xmlns="urn:x"/>'],
    ['no namespace', '<Goal/>'],
    ['a document type', '<!DOCTYPE Goal [<!ENTITY a "b">]><Goal xmlns="http://hl7.org/fhir"/>'],
    [
      'a name that no tree may hold',
      '<Goal xmlns="http://hl7.org/fhir"><__proto__ value="x"/></Goal>',
    ],
    ['a processing instruction', '<?xml-stylesheet href="x"?><Goal xmlns="http://hl7.org/fhir"/>'],
  ])('%s is unreadable as a whole', (_name, xml) => {
    expect(() => readXml(xml)).toThrow();
  });

  const examples = '../shared/data/nictiz-nl-core-r4-zib2020';
  test('every value of the Dutch examples is a fact, held back, or ignorable', () => {
    if (!existsSync(examples)) return;
    for (const file of readdirSync(examples, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.xml')) expectAccounted(readFileSync(`${examples}/${file}`, 'utf8'));
  });
});
