import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Household } from './household.ts';
import type { Syntax } from './source-doors.ts';

const LIBRARY = 'examples/mappings';

export interface MappingDocument {
  readonly mapping: string;
  readonly format?: Syntax;
}

/**
 * The mapping of a format: of the folders given, the household's own, one that lies beside the
 * descriptions of formats, or one of the library; by the name in it or the name of its file.
 * Statutes that it states are left out where a household's facts state none: its expectations
 * then hold for facts without.
 */
export async function readyMapping(
  { folder: household, facts }: Pick<Household, 'folder' | 'facts'>,
  format: string,
  folders: readonly string[],
): Promise<MappingDocument | undefined> {
  const own = ['mappings', 'formats'].flatMap((name) => [
    join(household, name),
    join(dirname(household), name),
  ]);
  for (const folder of [...folders, ...own, LIBRARY]) {
    const found = (await mappingsIn(folder)).find(
      ({ file, document }) => document.mapping === format || nameOf(file) === format,
    );
    if (!found) continue;
    const stated = facts.some(({ law }) => law !== undefined);
    return stated ? found.document : (withoutLaw(found.document) as MappingDocument);
  }
  return undefined;
}

const nameOf = (file: string): string => basename(file).replace(/(\.mapping)?\.json$/, '');

async function mappingsIn(folder: string) {
  if (!existsSync(folder)) return [];
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const read = files.map(async (name) => {
    const file = join(folder, name);
    const document = JSON.parse(await readFile(file, 'utf8')) as Partial<MappingDocument>;
    return { file, document };
  });
  const all = await Promise.all(read);
  return all.filter(isMapping);
}

function isMapping(one: {
  readonly file: string;
  readonly document: Partial<MappingDocument>;
}): one is { readonly file: string; readonly document: MappingDocument } {
  return typeof one.document.mapping === 'string';
}

function withoutLaw(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutLaw);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([name]) => name !== 'law');
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutLaw(inner)]));
}
