import { readFileSync } from 'node:fs';
import { builtInAdapters } from '../../../src/built-in-adapters.ts';
import { fhirXml } from '../../support/fhir-xml-writer.ts';
import { readJson } from '../../support/households.ts';
import { jw301, message } from '../../support/ijw-messages.ts';
import { SAMPLES } from '../../support/mutated-bodies.ts';
import { zipArchive } from '../../support/zip-archive.ts';

/** A body that a door reads, to be spoilt. */
export interface GoodBody {
  readonly door: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Mappings that the gateway under attack has. */
export const MAPPINGS = [
  ...SAMPLES.map(([name]) => name as string),
  'gezinsdossier-json',
  'omaha-json',
] as const;

const HOUSEHOLDS = 'test/data/households';
const VECOZO = 'http://schemas.vecozo.nl/berichtuitwisseling';

/** At least one body for every door, in every media type that it takes. */
export function goodBodies(): readonly GoodBody[] {
  const mapped = [
    ...SAMPLES.map(([door, mediaType, bytes]) => ({ door: door, mediaType, bytes })),
    file('gezinsdossier-json', 'gezin-van-dalen/sources/wijkteam-export.json'),
    file('omaha-json', 'huishouden-de-graaf/sources/omaha-dossier.json'),
  ];
  const builtIn = builtInAdapters().flatMap(({ name, accepts }) =>
    accepts.flatMap((mediaType) =>
      bodiesOf(name, mediaType).map((bytes) => ({ door: name, mediaType, bytes })),
    ),
  );
  return [...mapped, ...builtIn];
}

const file = (door: string, path: string): GoodBody => ({
  door,
  mediaType: 'application/json',
  bytes: readFileSync(`${HOUSEHOLDS}/${path}`),
});

interface Bundled {
  readonly entry: readonly { readonly resource: Record<string, unknown> }[];
}

/** What a built-in door reads in a media type; a door that is new here gets the other's bodies. */
function bodiesOf(door: string, mediaType: string): readonly Buffer[] {
  const resources = (
    readJson(`${HOUSEHOLDS}/gezin-van-dalen/sources/ggz-bundle.json`) as Bundled
  ).entry.map(({ resource }) => resource);
  if (/ndjson|json-?lines|jsonl/.test(mediaType))
    return [Buffer.from(resources.map((one) => JSON.stringify(one)).join('\n'))];
  if (mediaType.endsWith('json'))
    return [readFileSync(`${HOUSEHOLDS}/gezin-van-dalen/sources/ggz-bundle.json`)];
  if (mediaType.endsWith('csv')) return [Buffer.from('a;b\n1;2\n')];
  const entry = resources.map((resource) => ({ resource }));
  const bundle = { resourceType: 'Bundle', type: 'collection', entry };
  if (door.startsWith('fhir')) return [Buffer.from(fhirXml(bundle)), Buffer.from(STU3)];
  const standard = door.startsWith('iwmo') ? 'iwmo' : 'ijw';
  return [
    jw301({}, standard),
    message(standard, '305', '<Client/>'),
    envelope(jw301({}, standard)),
  ].map((text) => Buffer.from(text));
}

function envelope(xml: string): string {
  const packed = Buffer.from(zipArchive([{ content: Buffer.from(xml) }])).toString('base64');
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="${VECOZO}/messages/v3"><s:Body><m:Data>${packed}</m:Data></s:Body></s:Envelope>`;
}

const STU3 = `<CarePlan xmlns="http://hl7.org/fhir"><id value="c1"/><meta><profile value="http://fhir.nl/fhir/StructureDefinition/nl-core-careplan"/></meta>
<status value="active"/><intent value="plan"/><subject><reference value="Patient/p1"/></subject><activity><detail><status value="scheduled"/><description value="iets"/></detail></activity></CarePlan>`;
