import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PageFiles } from '../../portal/onboarding/onboarding-html.ts';
import { STYLESHEET } from '../../portal/onboarding/stylesheet.ts';
import { flatName, pageModules, ROOT } from './page-modules.ts';

/** One file that the page loads. */
export interface ServedFile {
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
}

/** Everything that the page loads, under a version that changes when anything in it does. */
export interface Served {
  readonly version: string;
  readonly files: ReadonlyMap<string, ServedFile>;
  readonly page: PageFiles;
}

const SCRIPTS = join(ROOT, 'dist/src/portal/onboarding');
const PAGE = join(SCRIPTS, 'onboarding-page.js');
const WORKER = join(SCRIPTS, 'preview-worker.js');
const READY_MAPPINGS = join(ROOT, 'examples/mappings');
const READY_NAME = /^([a-z0-9][a-z0-9-]{0,62})\.json$/;

let made: Served | undefined;

/** Collected at the first request, once per process. */
export function servedFiles(): Served {
  made ??= collect();
  return made;
}

function collect(): Served {
  const ready = readyMappings();
  const texts = new Map([
    ...pageModules([PAGE, WORKER]),
    ...ready.map(({ file, text }) => [file, `export default ${JSON.stringify(text)};\n`] as const),
  ]);
  const files = new Map<string, ServedFile>([
    ...[...texts].map(([name, text]) => [name, served(text, 'text/javascript')] as const),
    ['page.css', served(STYLESHEET, 'text/css')],
  ]);
  const hash = createHash('sha256');
  for (const [name, { bytes }] of [...files].sort()) hash.update(name).update(bytes);
  const version = hash.digest('hex').slice(0, 16);
  const at = (name: string): string => `/onboarding/files/${version}/${name}`;
  const page: PageFiles = {
    script: at(flatName(PAGE)),
    worker: at(flatName(WORKER)),
    style: at('page.css'),
    ready: ready.map(({ name, file }) => ({ name, url: at(file) })),
  };
  return { version, files, page };
}

function served(text: string, type: string): ServedFile {
  const bytes = Buffer.from(text, 'utf8');
  return { mediaType: `${type}; charset=utf-8`, bytes, gzipped: gzipSync(bytes) };
}

/** The library of mappings, where it was installed. */
function readyMappings() {
  const names = readdirSync(READY_MAPPINGS).flatMap((file) => READY_NAME.exec(file)?.[1] ?? []);
  return names.sort().map((name) => ({
    name,
    file: `mapping.${name}.js`,
    text: readFileSync(join(READY_MAPPINGS, `${name}.json`), 'utf8'),
  }));
}
