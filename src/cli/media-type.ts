import { extname } from 'node:path';

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.tsv': 'text/csv',
  '.xml': 'application/xml',
};

/** What a dossier file is sent as, by its extension; JSON when that says nothing. */
export function mediaTypeOf(file: string, adapter: string): string {
  const byExtension = BY_EXTENSION[extname(file).toLowerCase()];
  if (byExtension !== undefined) return byExtension;
  return adapter === 'fhir-r4' ? 'application/fhir+json' : 'application/json';
}
