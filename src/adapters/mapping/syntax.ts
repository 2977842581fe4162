import { OTHER_RECORDS } from '../../wire/csv-blocks.ts';
import { LINE_TYPES } from '../delivery.ts';
import type { Adapter } from '../delivery.ts';
import type { Check } from './check.ts';
import type { MappingDocument } from './mapping-document.ts';

/** What bodies of each format are sent as. */
const MEDIA_TYPES = {
  json: ['application/json', ...LINE_TYPES],
  csv: ['text/csv'],
  xml: ['application/xml', 'text/xml'],
} as const;

/** The options of a format go with that format only: anything else is a mistake. */
export function checkSyntax({ format = 'json', csv, xml }: MappingDocument, check: Check): void {
  if (csv && format !== 'csv') check.wrong('/csv', 'goes with "format": "csv"');
  if (xml && format !== 'xml') check.wrong('/xml', 'goes with "format": "xml"');
  checkBlocks(csv, check);
  const namespaces = Object.values(xml?.namespaces ?? {});
  if (new Set(namespaces).size < namespaces.length)
    check.wrong('/xml/namespaces', 'gives one namespace two prefixes');
}

/** A table is known by something, and has a name that is free. */
function checkBlocks(csv: MappingDocument['csv'], check: Check): void {
  if (csv?.blocks && csv.header !== undefined)
    check.wrong('/csv/header', 'is said of the tables of blocks: leave it out');
  for (const [name, { title, header }] of Object.entries(csv?.blocks?.tables ?? {})) {
    const place = `/csv/blocks/tables/${name}`;
    if (title === undefined && header === undefined)
      check.wrong(place, 'needs a title, or the columns with which its header begins');
    if (name === OTHER_RECORDS) check.wrong(place, `is the name of what stands in no table`);
  }
}

/** How the bodies that a mapping reads are written. */
export function syntaxOf({
  format = 'json',
  csv,
  xml,
}: MappingDocument): Pick<Adapter, 'accepts' | 'syntax'> {
  return { accepts: MEDIA_TYPES[format], syntax: { csv, xml } };
}
