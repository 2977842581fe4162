import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MessageSchemas } from './adapters/ijw/ijw-adapter.ts';
import { readSchemas } from './wire/xsd/read-schemas.ts';
import type { Schemas } from './wire/xsd/schema.ts';
import { SchemaFault } from './wire/xsd/schema-fault.ts';

/**
 * Reads the official schemas of messages from a folder and the folders in it: each folder by
 * itself, for the basic schemas of the standards have the same name.
 * @returns the schemas by the namespace of the message they are about
 * @throws SchemaFault when the folder cannot be read, holds none, or one is broken or unknown
 */
export async function readMessageSchemas(folder: string): Promise<MessageSchemas> {
  const found = new Map<string, Schemas>();
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => {
    throw new SchemaFault(folder, 'the folder cannot be read');
  });
  const files = entries.filter((entry) => entry.isFile() && /\.xsd$/i.test(entry.name));
  for (const path of new Set(files.map(({ parentPath }) => parentPath)))
    for (const [namespace, schemas] of await readFolder(path)) {
      if (found.has(namespace)) throw new SchemaFault(path, 'two folders hold the same schema');
      found.set(namespace, schemas);
    }
  if (found.size === 0) throw new SchemaFault(folder, 'there is no schema of a message in it');
  return found;
}

async function readFolder(path: string): Promise<ReadonlyMap<string, Schemas>> {
  const names = (await readdir(path)).filter((name) => /\.xsd$/i.test(name)).sort();
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(basename(name), await readFile(join(path, name)));
  const schemas = readSchemas(files);
  const namespaces = [...schemas.roots.keys()].map((root) => root.slice(1, root.indexOf('}')));
  return new Map(namespaces.map((namespace) => [namespace, schemas]));
}
