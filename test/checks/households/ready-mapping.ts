import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const LIBRARY = 'examples/mappings';
/** What a source is sent as, by the format of its mapping. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  xml: 'application/xml',
};

interface MappingDocument {
  readonly mapping: string;
  readonly format?: string;
  readonly law?: string;
}

/**
 * The mapping of a format: the household's own, or one of the library. A statute that it states is
 * left out: the households' facts state none, and their expectations hold for facts without.
 */
export async function readyMapping(household: string, format: string) {
  const file = [join(household, 'mappings'), LIBRARY]
    .map((place) => join(place, `${format}.json`))
    .find((path) => existsSync(path));
  if (file === undefined) return null;
  const stated = JSON.parse(await readFile(file, 'utf8')) as MappingDocument;
  const document: MappingDocument = { ...stated };
  Reflect.deleteProperty(document, 'law');
  const type = MEDIA_TYPES[document.format ?? 'json'] ?? '';
  return { name: document.mapping, type, document };
}
