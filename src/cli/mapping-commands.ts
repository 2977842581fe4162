import { readFile } from 'node:fs/promises';
import { GatewayError } from '../flows/gateway-error.ts';
import { lineOfPlace } from '../wire/json-lines.ts';
import { segmentsOf } from '../wire/placed-tree.ts';
import { describeJsonIssue, parseStrictJson } from '../wire/strict-json.ts';
import type { Launcher, Preview, ReadyMapping } from './launcher.ts';
import { renderPreview } from './render-preview.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Checks a mapping file on this machine and names every line that is wrong; nothing is sent. */
export async function checkMappingCommand(
  file: string,
  launcher: Launcher,
  terminal: Terminal,
): Promise<ExitCode> {
  const mapping = await readMappingFile(file, launcher);
  if (!('faults' in mapping)) {
    terminal.print(`${file}: mapping ${mapping.name} can be registered`);
    return EXIT.done;
  }
  for (const fault of mapping.faults) terminal.complain(`${file}, ${fault}`);
  return EXIT.refused;
}

export interface PreviewOptions {
  readonly mapping: string;
  readonly dossier: string;
  readonly json?: boolean | undefined;
}

/**
 * Shows what a mapping makes of a dossier file, place by place, without a gateway.
 * @returns `refused` when the mapping is wrong, the file unreadable, or a value held back
 */
export async function previewCommand(
  options: PreviewOptions,
  launcher: Launcher,
  terminal: Terminal,
): Promise<ExitCode> {
  const mapping = await readMappingFile(options.mapping, launcher);
  if ('faults' in mapping) {
    for (const fault of mapping.faults) terminal.complain(`${options.mapping}, ${fault}`);
    return EXIT.refused;
  }
  const preview = previewOf(mapping, await readBytes(options.dossier));
  if ('faults' in preview) {
    for (const fault of preview.faults) terminal.complain(`${options.dossier}, ${fault}`);
    return EXIT.refused;
  }
  if (options.json) terminal.print(JSON.stringify(preview, null, 2));
  else for (const line of renderPreview(preview)) terminal.print(line);
  return preview.quarantined.length === 0 ? EXIT.done : EXIT.refused;
}

interface Faulty {
  readonly faults: readonly string[];
}

async function readMappingFile(file: string, launcher: Launcher): Promise<ReadyMapping | Faulty> {
  const bytes = await readBytes(file);
  const parsed = parseStrictJson(bytes);
  if (!parsed.ok) return { faults: [describeJsonIssue(parsed.issue)] };
  const mapping = await launcher.readMapping(parsed.value);
  if (!isFaults(mapping)) return mapping;
  const text = bytes.toString('utf8');
  const faults = mapping.map(({ place, text: what }) => ({
    line: lineOfPlace(text, segmentsOf(place)),
    what: place === '' ? what : `${place} ${what}`,
  }));
  return {
    faults: faults.sort((a, b) => a.line - b.line).map(({ line, what }) => `line ${line}: ${what}`),
  };
}

function isFaults<T extends object>(mapping: ReadyMapping | readonly T[]): mapping is readonly T[] {
  return Array.isArray(mapping);
}

function previewOf(mapping: ReadyMapping, body: Uint8Array): Preview | Faulty {
  try {
    return mapping.preview(body);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { faults: error.issues.map(({ place, text }) => (place ? `${place}: ${text}` : text)) };
  }
}

function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
}
