import { extname } from 'node:path';

const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.tsv': 'text/csv',
  '.psv': 'text/csv',
  '.xml': 'application/xml',
};
const LINES: ReadonlySet<string> = new Set(['.ndjson', '.jsonl']);
const JSON_TEXT = '.json';

/** What a dossier file is sent as, by its extension; JSON when that says nothing. */
export function mediaTypeOf(file: string, adapter: string): string {
  const isFhir = adapter === 'fhir-r4';
  if (isLinesFile(file)) return isFhir ? 'application/fhir+ndjson' : 'application/x-ndjson';
  const byExtension = BY_EXTENSION[extensionOf(file)];
  if (byExtension !== undefined) return byExtension;
  return isFhir ? 'application/fhir+json' : 'application/json';
}

/** Whether a file holds a JSON text on each line. */
export function isLinesFile(file: string): boolean {
  return LINES.has(extensionOf(file));
}

/** Whether the extension says what kind of dossier file this is. */
export function hasMediaType(file: string): boolean {
  const extension = extensionOf(file);
  return extension === JSON_TEXT || LINES.has(extension) || Object.hasOwn(BY_EXTENSION, extension);
}

const extensionOf = (file: string): string => extname(file).toLowerCase();
