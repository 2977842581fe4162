import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { fhirXml } from './fhir-xml-writer.ts';
import { readJson } from './households.ts';
import type { Resource } from './fhir-bundles.ts';

const HOUSEHOLD = 'test/data/households/gezin-van-dalen/sources';
const XML = `<e:Envelop xmlns:e="urn:example:envelop"><e:Inhoud><Rapport xmlns="urn:example:zorgrapport">
<Client nummer="4711"><Naam><Voornaam>Riet</Voornaam></Naam><Doelen><Doel id="d1" leefgebied="WON" stand="open">
<Tekst taal="nl">trap</Tekst><Afspraken><Afspraak>leuning</Afspraak></Afspraken></Doel></Doelen></Client>
</Rapport></e:Inhoud></e:Envelop>`;

/** Mapping of the library, media type and a body that it reads. */
export const SAMPLES = [
  ['schuldhulp-csv', 'text/csv', readFileSync(`${HOUSEHOLD}/schuldhulp.csv`)],
  ['school-json', 'application/json', readFileSync(`${HOUSEHOLD}/school.json`)],
  ['thuiszorg-xml', 'application/xml', Buffer.from(XML)],
] as const;

const OLDER = `<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/><entry><resource><Patient><id value="p"/>
<name><family value="Bakker"/></name></Patient></resource></entry><entry><resource><Goal><id value="g"/>
<status value="achieved"/><description><text value="lopen"/></description><subject><reference value="Patient/p"/></subject>
</Goal></resource></entry></Bundle>`;

/** Bodies that the adapter of FHIR reads without a mapping. */
export const FHIR_SAMPLES = [
  [
    'fhir-r4',
    'application/fhir+xml',
    Buffer.from(fhirXml(readJson(`${HOUSEHOLD}/ggz-bundle.json`) as Resource)),
  ],
  ['fhir-r4', 'application/xml; fhirVersion=3.0', Buffer.from(OLDER)],
] as const;

/** Pieces that mean something to one of the syntaxes. */
const PIECES = [
  '"',
  '""',
  ';',
  ',',
  '\r\n',
  '\n',
  '<',
  '</',
  '/>',
  '&',
  '&#0;',
  '&x;',
  ']]>',
  '<![CDATA[',
].concat(
  [
    '<!DOCTYPE x [<!ENTITY x "y">]>',
    '<?x?>',
    'xmlns="u"',
    '{',
    '}',
    '[',
    ']',
    '\\',
    '\\ud800',
    '1e999',
    '__proto__',
  ],
  [
    '\u0000',
    '\uFEFF',
    '\u202e',
    'é',
    'CLIENT',
    '99-99-9999',
    '1.2.3,4',
    ' '.repeat(50),
    '9'.repeat(400),
  ],
);

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(40),
  put: fc.oneof(
    fc.constantFrom(...PIECES).map((piece) => Buffer.from(piece)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  ),
});
/** Some places to cut from and put into. */
export const edits = fc.array(edit, { maxLength: 4 });

/** A body with the edits made to it. */
export function mutated(
  body: Buffer,
  all: readonly { at: number; cut: number; put: Buffer }[],
): Buffer {
  return all.reduce((text, { at, cut, put }) => {
    const offset = Math.floor(at * text.length);
    return Buffer.concat([text.subarray(0, offset), put, text.subarray(offset + cut)]);
  }, body);
}
