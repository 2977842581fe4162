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

/** The mapping of a format: the household's own, or one of the library. */
export async function readyMapping(household: string, format: string) {
  const file = [join(household, 'mappings'), LIBRARY]
    .map((place) => join(place, `${format}.json`))
    .find((path) => existsSync(path));
  if (file === undefined) return null;
  const document = JSON.parse(await readFile(file, 'utf8')) as { mapping: string; format?: string };
  const type = MEDIA_TYPES[document.format ?? 'json'] ?? '';
  return { name: document.mapping, type, document };
}
