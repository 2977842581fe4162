import { readFileSync } from 'node:fs';
import { fhirAdapter } from '../src/adapters/fhir/fhir-adapter.ts';
import type { Adapter } from '../src/adapters/delivery.ts';
import { ijwAdapter } from '../src/adapters/ijw/ijw-adapter.ts';
import { readMapping } from '../src/adapters/mapping/read-mapping.ts';
import { fhirXml } from '../test/support/fhir-xml-writer.ts';
import { allocated, jw301 } from '../test/support/ijw-messages.ts';
import { householdBundle } from './household-bundle.ts';

/** What is compared with reading to facts: the library's own reading of the same bytes. */
export type Floor = 'JSON.parse' | 'papaparse' | 'saxes';

/** A format that can be read at any size. */
export interface BenchedFormat {
  readonly adapter: () => Adapter;
  readonly mediaType: string;
  readonly floor: Floor;
  /** A body of about so many bytes. */
  readonly body: (bytes: number) => Buffer;
}

interface FhirEntry {
  readonly resource: Readonly<Record<string, unknown>>;
}

const entriesOf = (household: number): readonly FhirEntry[] =>
  (JSON.parse(householdBundle(household, 0)) as { entry: readonly FhirEntry[] }).entry;

/** Whole households, until there is enough. */
function* households(bytes: number, textOf: (entry: FhirEntry) => string): Generator<string> {
  for (let [size, household] = [0, 0]; size < bytes; household += 1)
    for (const entry of entriesOf(household)) {
      const text = textOf(entry);
      size += text.length + 1;
      yield text;
    }
}

function fhirJson(bytes: number): Buffer {
  const entries = [...households(bytes, (entry) => JSON.stringify(entry))];
  return Buffer.from(`{"resourceType":"Bundle","type":"transaction","entry":[${entries.join()}]}`);
}

function fhirLines(bytes: number): Buffer {
  return Buffer.from([...households(bytes, ({ resource }) => JSON.stringify(resource))].join('\n'));
}

function fhirAsXml(bytes: number): Buffer {
  // XML of the same resources is some 1.3 times as long.
  const entry = [...households(bytes / 1.3, (each) => JSON.stringify(each))].map(
    (text) => JSON.parse(text) as FhirEntry,
  );
  return Buffer.from(fhirXml({ resourceType: 'Bundle', type: 'transaction', entry }));
}

/** The records of a sample, again and again under other numbers, until there is enough. */
function repeated(sample: string, number: string, bytes: number): readonly string[] {
  return Array.from({ length: Math.ceil(bytes / sample.length) }, (_, i) =>
    sample.replaceAll(number, `${number}-${i}`),
  );
}

function schoolJson(bytes: number): Buffer {
  const path = 'examples/demo-region/dossiers/school.json';
  const [first] = JSON.parse(readFileSync(path, 'utf8')) as readonly unknown[];
  return Buffer.from(`[${repeated(JSON.stringify(first), 'DS-7731', bytes).join()}]`);
}

function debtCsv(bytes: number): Buffer {
  const path = 'test/data/households/huishouden-kaya/sources/schuldhulp.csv';
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trimEnd();
  const end = text.indexOf('\n');
  const [, dossier = ''] = /\n([^;]+);/.exec(text) ?? [];
  const records = repeated(text.slice(end + 1), dossier, bytes);
  return Buffer.from(`${text.slice(0, end)}\n${records.join('\n')}\n`);
}

const XML_MAPPING = {
  mapping: 'bench-xml',
  version: '1.0.0',
  format: 'xml',
  law: 'wmo-2015',
  items: [
    {
      each: '/Export/Client',
      dossier: 'client/{@nummer}',
      subjects: [{ identifier: '{@nummer}' }],
      facts: [
        {
          resource: { type: 'Goal', key: 'doel' },
          labels: ['plan.goals'],
          elements: {
            lifecycleStatus: { const: 'active' },
            'description.text': 'Doel',
            subject: { subject: true },
          },
        },
        {
          resource: { type: 'Observation', key: 'score' },
          labels: ['domain.housing'],
          elements: {
            status: { const: 'final' },
            'code.text': { const: 'score' },
            subject: { subject: true },
            valueInteger: 'Score',
            effectiveDateTime: 'Datum',
          },
        },
      ],
    },
  ],
};

function clientsXml(bytes: number): Buffer {
  const client = (i: number): string =>
    `<Client nummer="C-${i}"><Doel>${'samen de post openen en ordenen '.repeat(6)}</Doel><Score>${i % 10}</Score><Datum>2026-10-01</Datum></Client>`;
  const count = Math.ceil(bytes / client(1).length);
  return Buffer.from(
    `<Export>${Array.from({ length: count }, (_, i) => client(i)).join('')}</Export>`,
  );
}

function allocations(bytes: number): Buffer {
  const count = Math.max(1, Math.floor((bytes - 2000) / allocated().length));
  const products = Array.from({ length: count }, (_, i) => allocated({ number: String(i + 1) }));
  return Buffer.from(jw301({ products: products.join('') }));
}

function mapped(document: unknown): Adapter {
  const read = readMapping(document);
  if (!read.ok) throw new Error(JSON.stringify(read.issues[0]));
  return read.adapter;
}

const example = (name: string) => (): Adapter =>
  mapped(JSON.parse(readFileSync(`examples/mappings/${name}.json`, 'utf8')));

/** Every adapter, with bodies of its kind. */
export const FORMATS: Readonly<Record<string, BenchedFormat>> = {
  'fhir-r4 JSON': {
    adapter: fhirAdapter,
    mediaType: 'application/fhir+json',
    floor: 'JSON.parse',
    body: fhirJson,
  },
  'fhir-r4 NDJSON': {
    adapter: fhirAdapter,
    mediaType: 'application/fhir+ndjson',
    floor: 'JSON.parse',
    body: fhirLines,
  },
  'fhir-r4 XML': {
    adapter: fhirAdapter,
    mediaType: 'application/fhir+xml',
    floor: 'saxes',
    body: fhirAsXml,
  },
  'mapping, JSON': {
    adapter: example('school-json'),
    mediaType: 'application/json',
    floor: 'JSON.parse',
    body: schoolJson,
  },
  'mapping, CSV': {
    adapter: example('schuldhulp-csv'),
    mediaType: 'text/csv',
    floor: 'papaparse',
    body: debtCsv,
  },
  'mapping, XML': {
    adapter: () => mapped(XML_MAPPING),
    mediaType: 'application/xml',
    floor: 'saxes',
    body: clientsXml,
  },
  'ijw-3.2': {
    adapter: () => ijwAdapter('ijw'),
    mediaType: 'application/xml',
    floor: 'saxes',
    body: allocations,
  },
};
