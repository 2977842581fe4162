import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { startInProcess } from '../../support/composed-gateway.ts';
import type { StoreKind } from '../../support/test-store.ts';
import type { BodyResult } from './body-result.ts';
import { checkBody } from './check-body.ts';
import { DataRegion } from './data-region.ts';
import { allReaders } from './readers.ts';
import { recognise, type Body, type Recognised } from './recognise.ts';

/** One file with what it is and what became of each body in it. */
export interface FileResult {
  /** Folder right below the one that was checked. */
  readonly origin: string;
  readonly file: string;
  readonly format: string;
  /** Why no source would send it; absent for what was sent. */
  readonly noSource?: string;
  readonly bodies: readonly (BodyResult & { readonly part: string })[];
}

export interface DataOptions {
  readonly store: StoreKind;
  /** Folders with mappings, after those in the folders that are checked. */
  readonly mappings: readonly string[];
}

const LIBRARY = 'examples/mappings';

interface FoundFile {
  readonly origin: string;
  readonly file: string;
  readonly bytes: Buffer;
  readonly is: Recognised;
}

/** Sends every file of the folders through a gateway of its own and judges what became of it. */
export async function runData(
  folders: readonly string[],
  { store, mappings: places }: DataOptions,
): Promise<readonly FileResult[]> {
  const files = (await Promise.all(folders.map(filesIn))).flat();
  const mappings = await mappingsIn(files, places);
  const readers = allReaders(mappings);
  const gateway = await startInProcess(store);
  try {
    const region = new DataRegion(gateway);
    await region.setUp(
      files.reduce((sum, { is }) => sum + bodiesOf(is).length, 0),
      mappings,
    );
    const results: FileResult[] = [];
    let index = 0;
    for (const { origin, file, is } of files) {
      const bodies: FileResult['bodies'][number][] = [];
      for (const body of bodiesOf(is)) {
        bodies.push({
          part: body.part,
          ...(await checkBody(region, readers, { body, format: is.format, index })),
        });
        index += 1;
      }
      const noSource = is.kind === 'no-source' ? { noSource: is.why } : {};
      results.push({ origin, file, format: shownAs(is, bodies), bodies, ...noSource });
    }
    return results;
  } finally {
    await gateway.close();
  }
}

/** What no format of its own gives away is named after the mapping that reads it. */
function shownAs({ format }: Recognised, [first]: readonly BodyResult[]): string {
  const isRead = first !== undefined && first.outcome !== 'refused';
  return isRead && UNTOLD.has(format) ? first.adapter : format;
}

const UNTOLD: ReadonlySet<string> = new Set(['CSV', 'other JSON', 'other XML']);

const bodiesOf = (is: Recognised): readonly Body[] => (is.kind === 'bodies' ? is.bodies : []);

/** Every file below a folder, in order of name; a file by itself is its own origin. */
async function filesIn(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const walk = async (path: string): Promise<void> => {
    if ((await stat(path)).isDirectory()) {
      for (const name of (await readdir(path)).sort()) await walk(join(path, name));
      return;
    }
    const bytes = await readFile(path);
    const file = relative(folder, path);
    const [origin = ''] = file.includes('/') ? file.split('/') : ['.'];
    found.push({ origin, file, bytes, is: recognise(bytes) });
  };
  await walk(folder);
  return found;
}

/** Mappings of the library, of the folders given, and those that lie among the files themselves. */
async function mappingsIn(
  files: readonly FoundFile[],
  places: readonly string[],
): Promise<readonly unknown[]> {
  const byName = new Map<string, unknown>();
  const add = (bytes: Buffer) => {
    const is = recognise(bytes);
    if (is.format !== 'mapping') return;
    const document = JSON.parse(bytes.toString('utf8')) as { mapping: string };
    byName.set(document.mapping, document);
  };
  for (const place of [LIBRARY, ...places].filter((each) => existsSync(each)))
    for (const { bytes } of await filesIn(place)) add(bytes);
  files.filter(({ is }) => is.format === 'mapping').forEach(({ bytes }) => add(bytes));
  return [...byName.values()];
}
