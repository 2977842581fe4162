import { isUtf8 } from 'node:buffer';
import { csvRecords } from './csv-leaves.ts';
import { recogniseJson } from './recognise-json.ts';
import { recogniseXml } from './recognise-xml.ts';
import type { BodySyntax } from './leaves.ts';

/** A text that a source could send: a whole file, or one of several in it. */
export interface Body {
  /** Which part of the file; empty for the file as a whole. */
  readonly part: string;
  readonly syntax: BodySyntax;
  readonly bytes: Uint8Array;
}

/** What a file is, by its content alone. */
export type Recognised =
  | {
      readonly kind: 'bodies';
      readonly format: string;
      readonly syntax: BodySyntax;
      /** Empty: the file as a whole is one. */
      readonly bodies: readonly Body[];
    }
  /** No source ever sends this: said with the reason. */
  | { readonly kind: 'no-source'; readonly format: string; readonly why: string };

/** Finds out what a file is; names of files and folders play no part. */
export function recognise(bytes: Buffer): Recognised {
  if (bytes.length === 0) return noSource('empty', 'there is nothing in it');
  if (!isUtf8(bytes)) return whole('broken text', 'json', bytes);
  const raw = bytes.toString('utf8');
  const text = raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
  const found =
    recogniseXml(text) ?? recogniseJson(text) ?? recogniseCsv(text) ?? document(text) ?? lump(text);
  if (found.kind === 'no-source' || found.bodies.length > 0) return found;
  return whole(found.format, found.syntax, bytes);
}

export const noSource = (format: string, why: string): Recognised => ({
  kind: 'no-source',
  format,
  why,
});

export const wholeFile = (format: string, syntax: BodySyntax): Recognised => ({
  kind: 'bodies',
  format,
  syntax,
  bodies: [],
});

function whole(format: string, syntax: BodySyntax, bytes: Buffer): Recognised {
  return { kind: 'bodies', format, syntax, bodies: [{ part: '', syntax, bytes }] };
}

function recogniseCsv(text: string): Recognised | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [header = ''] = lines;
  if (lines.length < 2 || !/^[^|].*[;,\t|]/.test(header)) return undefined;
  const rules = lines.filter((line) => /^(p|g\d?),/.test(line)).length;
  if (rules > lines.length * 0.9) return noSource('policy', 'rules of a policy, for its own door');
  const records = csvRecords(text);
  const width = records[0]?.length ?? 0;
  const even = records.filter((cells) => cells.length === width).length;
  if (width < 2 || even < records.length * 0.9) return undefined;
  if (/^id,canary,/.test(header)) return noSource('expectations', 'the facts a check must find');
  if (/^(rule|id),.*(citation|necess|source|why)/i.test(header))
    return noSource('policy notes', 'why the rules of a policy are there');
  return wholeFile('CSV', 'csv');
}

/** Texts for people: no system exports its dossiers so. */
function document(text: string): Recognised | undefined {
  if (/^Feature:|^Functionaliteit:/m.test(text)) return noSource('feature', 'scenarios for people');
  if (/^#{1,6} |^\|.*\|\s*$|^```/m.test(text)) return noSource('Markdown', 'a text for people');
  if (/licen[cs]e|copyright/i.test(text.slice(0, 2000)))
    return noSource('licence', 'terms of use, for people');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const yaml = lines.filter((line) => /^\s*(- .*|-|[\w'"&.-]+:( .*)?)$/.test(line)).length;
  if (lines.length > 2 && yaml > lines.length * 0.8)
    return noSource('YAML', 'no door takes YAML; write it as JSON');
  const words = lines.filter((line) => /^[^{}<>\[\]]*$/.test(line)).length;
  return lines.length > 0 && words > lines.length * 0.5
    ? noSource('plain text', 'no structure that a door could read')
    : undefined;
}

/** Something that looks as if it wanted to be JSON or XML, and is neither. */
function lump(text: string): Recognised {
  return /^\s*</.test(text) ? wholeFile('broken XML', 'xml') : wholeFile('broken JSON', 'json');
}
