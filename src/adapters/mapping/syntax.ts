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
  const namespaces = Object.values(xml?.namespaces ?? {});
  if (new Set(namespaces).size < namespaces.length)
    check.wrong('/xml/namespaces', 'gives one namespace two prefixes');
}

/** How the bodies that a mapping reads are written. */
export function syntaxOf({
  format = 'json',
  csv,
  xml,
}: MappingDocument): Pick<Adapter, 'accepts' | 'syntax'> {
  return { accepts: MEDIA_TYPES[format], syntax: { csv, xml } };
}
