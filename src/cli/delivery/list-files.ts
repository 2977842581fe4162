import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasMediaType } from '../media-type.ts';
import { UsageError } from '../usage-error.ts';

/** The files of a delivery, in the order in which they are sent. */
export interface ListedFiles {
  readonly files: readonly string[];
  /** Found in a folder and of no kind that can be sent. */
  readonly passedOver: readonly string[];
}

/**
 * Every file that was named, and of every folder the files in it and below it, in the order of their
 * names. Hidden ones are passed over silently, those of an unknown kind, and links into folders or to nothing, by name.
 * @throws UsageError for what is not there
 */
export async function listFiles(paths: readonly string[]): Promise<ListedFiles> {
  const files: string[] = [];
  const passedOver: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => {
      throw new UsageError(`${path} is not there, or cannot be read`);
    });
    if (!found.isDirectory()) files.push(path);
    else
      for (const file of await filesBelow(path))
        ((await isFile(file)) && hasMediaType(file) ? files : passedOver).push(file);
  }
  return { files: [...new Set(files)], passedOver };
}

/** Also of a link; one that leads nowhere is none. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  // By code units, not by the language of the machine: everywhere the same order.
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(path)));
    // A link is followed to a file, and not into a folder, which may hold this one.
    else files.push(path);
  }
  return files;
}
