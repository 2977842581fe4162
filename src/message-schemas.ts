import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageSchemas } from './adapters/ijw/ijw-adapter.ts';
import { readSchemas } from './wire/xsd/read-schemas.ts';
import type { Schemas } from './wire/xsd/schema.ts';
import { SchemaFault } from './wire/xsd/schema-fault.ts';

/** The schema files of one folder, by name: plain data, from which every thread makes its own. */
export interface SchemaFolder {
  readonly path: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads the official schemas of messages from a folder and the folders in it.
 * @returns the schemas by the namespace of the message they are about
 * @throws SchemaFault when the folder cannot be read, holds none, or one is broken or unknown
 */
export async function readMessageSchemas(folder: string): Promise<MessageSchemas> {
  return schemasIn(await readSchemaFolders(folder));
}

/**
 * The files from which {@link schemasIn} makes schemas.
 * @throws SchemaFault when the folder cannot be read, or holds none
 */
export async function readSchemaFolders(folder: string): Promise<readonly SchemaFolder[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => {
    throw new SchemaFault(folder, 'the folder cannot be read');
  });
  const files = entries.filter((entry) => entry.isFile() && /\.xsd$/i.test(entry.name));
  const paths = [...new Set(files.map(({ parentPath }) => parentPath))];
  if (paths.length === 0) throw noneIn(folder);
  return Promise.all(paths.map(readFolder));
}

async function readFolder(path: string): Promise<SchemaFolder> {
  const names = (await readdir(path)).filter((name) => /\.xsd$/i.test(name)).sort();
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name, await readFile(join(path, name)));
  return { path, files };
}

/**
 * The schemas by the namespace of the message they are about; each folder by itself, for the basic
 * schemas of the standards have the same name.
 * @throws SchemaFault when one is broken or unknown, or none is about a message
 */
export function schemasIn(folders: readonly SchemaFolder[]): MessageSchemas {
  const found = new Map<string, Schemas>();
  for (const { path, files } of folders) {
    const schemas = readSchemas(files);
    for (const root of schemas.roots.keys()) {
      const namespace = root.slice(1, root.indexOf('}'));
      const other = found.get(namespace);
      if (other && other !== schemas)
        throw new SchemaFault(path, 'two folders hold the same schema');
      found.set(namespace, schemas);
    }
  }
  if (found.size === 0) throw noneIn(folders[0]?.path ?? '');
  return found;
}

function noneIn(folder: string): SchemaFault {
  return new SchemaFault(folder, 'there is no schema of a message in it');
}
