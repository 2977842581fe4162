import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fhirAdapter } from '../../../src/adapters/fhir/fhir-adapter.ts';
import { readDelivery } from '../../../src/flows/read-delivery.ts';
import { bundle, goal, patient, relative } from '../../support/fhir-bundles.ts';
import { fhirXml } from '../../support/fhir-xml-writer.ts';

const adapter = fhirAdapter();
const scored = {
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  code: { text: 'score <1 & "x"' },
  subject: { reference: 'Patient/p' },
  valueQuantity: { value: 4.5, unit: 'punten' },
};
const XML = fhirXml(bundle(patient, relative, goal, scored));

const said = (xml: string | Buffer) => {
  const delivery = readDelivery(adapter, 'application/fhir+xml', Buffer.from(xml));
  return JSON.stringify([
    delivery.dossiers,
    delivery.quarantined.map(({ place, code }) => [place, code]),
  ]);
};

/** Ways of writing the same XML (https://www.w3.org/TR/xml/, https://www.w3.org/TR/xml-names/). */
const SPELLINGS: Readonly<Record<string, (xml: string) => string>> = {
  'a prefix': (xml) =>
    xml
      .replace(/xmlns=(["'])http:\/\/hl7.org\/fhir\1/, 'xmlns:f="http://hl7.org/fhir"')
      .replaceAll(/<(\/?)([A-Za-z])/g, '<$1f:$2'),
  comments: (xml) => xml.replaceAll(/>\s*</g, '><!-- 2 < 3 & "x" --><'),
  'white space': (xml) => xml.replaceAll('><', '>\r\n\t <').replaceAll('/>', ' />'),
  'other quotes': (xml) => xml.replaceAll(/="([^"']*)"/g, "='$1'"),
  'numbers for characters': (xml) =>
    xml.replaceAll(
      /value="([a-zA-Z])/g,
      (_all, c: string) => `value="&#x${c.charCodeAt(0).toString(16)};`,
    ),
  'elements with an end': (xml) => xml.replaceAll(/<([\w:]+)( [^<>]*)\/>/g, '<$1$2></$1>'),
  'no declaration': (xml) => xml.replace(/^<\?xml[^>]*>\n/, ''),
};

describe('FHIR in XML, however it is written', () => {
  test.each(Object.keys(SPELLINGS))('says the same with %s', (name) => {
    const spelt = SPELLINGS[name]?.(XML) ?? '';
    expect(spelt).not.toBe(XML);
    expect(said(spelt)).toBe(said(XML));
  });

  test('says the same with several of them', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.values(SPELLINGS), { minLength: 2 }), (chosen) => {
        const spelt = chosen.reduce((xml, spell) => spell(xml), XML);
        expect(said(spelt)).toBe(said(XML));
      }),
      { numRuns: 20 },
    );
  });

  test('says the same after a byte order mark', () => {
    expect(said(`\uFEFF${XML}`)).toBe(said(XML));
  });

  test.each([
    ['UTF-16', Buffer.from(`\uFEFF${XML}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(XML, 'utf16le')],
    ['Latin-1', Buffer.from(XML.replace('Daan', 'Daän'), 'latin1')],
  ])('is refused as %s, with the place', (_title, bytes) => {
    expect(() => said(bytes)).toThrow();
    try {
      said(bytes);
    } catch (error) {
      expect(JSON.stringify((error as { issues: unknown }).issues)).toMatch(
        /UTF-8|not XML|not well/,
      );
    }
  });

  test('text in a CDATA section is loose text: no value of FHIR stands there', () => {
    const spelt = XML.replace('<Goal>', '<Goal><![CDATA[Qtekst]]>');
    expect(spelt).not.toBe(XML);
    expect(said(spelt)).toContain('invalid-resource');
    expect(said(spelt)).not.toContain('Qtekst');
  });
});
