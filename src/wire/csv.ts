import papaparse from 'papaparse';
import { readBlocks } from './csv-blocks.ts';
import type { CsvBlocks } from './csv-blocks.ts';
import { columnsOf, isBlankLine, rowOf } from './csv-rows.ts';
import { segmentsOf } from './placed-tree.ts';
import type { PlacedTree } from './placed-tree.ts';
import { CsvFault, scanCsv } from './scan-csv.ts';
import type { CsvFaultCode, CsvLimits, CsvSeparator } from './scan-csv.ts';
import { decodeUtf8 } from './utf8.ts';

/** What the sender and the reader agreed on; what is left out is found out from the header. */
export interface CsvOptions {
  readonly separator?: CsvSeparator | undefined;
  /** False: the first record holds values, and columns are called `1`, `2`, … Default true. */
  readonly header?: boolean | undefined;
  /** True: a column name that is there again is called `naam (2)`, `naam (3)`, … */
  readonly repeated?: boolean | undefined;
  /** Set when the text is no single table. */
  readonly blocks?: CsvBlocks | undefined;
}

/** Room for the export of a whole organisation. */
const CSV_LIMITS: CsvLimits = { maxRecords: 200_000, maxCells: 2_000_000, maxCell: 1_000_000 };

/** Which record is wrong, and how. Never contains any of the text. */
export interface CsvIssue {
  readonly code: CsvFaultCode | 'not-utf8';
  /** From 1, the header included; a line without any text is no record. */
  readonly record: number;
}

export type StrictCsv =
  ({ readonly ok: true } & PlacedTree) | { readonly ok: false; readonly issue: CsvIssue };

/**
 * Reads one CSV text (RFC 4180; `;` or tab instead of the comma as well) as a list with an object
 * per record after the header, column name → text. Empty cells are left out, a record of only
 * empty cells is null. UTF-8 only, a byte order mark is allowed; a record that is longer or shorter
 * than the header is refused, because its values may stand in the wrong columns.
 *
 * One scan checks the notation; papaparse then takes the text apart.
 */
export function parseStrictCsv(
  bytes: Uint8Array,
  options: CsvOptions = {},
  limits: CsvLimits = CSV_LIMITS,
): StrictCsv {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { ok: false, issue: { code: 'not-utf8', record: 1 } };
  try {
    return read(text.startsWith('\uFEFF') ? text.slice(1) : text, options, limits);
  } catch (fault) {
    if (!(fault instanceof CsvFault)) throw fault;
    return { ok: false, issue: { code: fault.code, record: fault.record } };
  }
}

function read(
  text: string,
  options: CsvOptions,
  limits: CsvLimits,
): { readonly ok: true } & PlacedTree {
  const { separator, header = true, repeated, blocks } = options;
  const lines = takeApart(text, separator, limits);
  if (blocks) return { ok: true, ...readBlocks(lines, blocks, repeated) };
  const records = lines.filter((cells) => !isBlankLine(cells));
  const [first] = records;
  if (!first) throw new CsvFault('no-records', 1);
  const columns = header ? columnsOf(first, 1, repeated) : first.map((_, i) => String(i + 1));
  const before = header ? 1 : 0;
  const value = records.slice(before).map((cells, i) => rowOf(cells, columns, i + before + 1));
  return { ok: true, value, placeOf: (pointer: string) => placeOf(pointer, before) } as const;
}

function takeApart(
  text: string,
  declared: CsvSeparator | undefined,
  limits: CsvLimits,
): readonly (readonly string[])[] {
  const { separator: delimiter, newline } = scanCsv(text, declared, limits);
  const { data, errors } = papaparse.parse<string[]>(text, { delimiter, newline });
  const [error] = errors;
  if (error) throw new CsvFault('quote', (error.row ?? 0) + 1);
  return data;
}

function placeOf(pointer: string, before: number): string {
  const [index, column] = segmentsOf(pointer);
  if (index === undefined) return '';
  const record = `record ${Number(index) + before + 1}`;
  return column === undefined ? record : `${record}, ${column}`;
}

/** One English sentence about an issue, for an error document or a terminal. */
export function describeCsvIssue({ code, record }: CsvIssue): string {
  return `record ${record}: ${TEXTS[code]}`;
}

const TEXTS: Record<CsvIssue['code'], string> = {
  'not-utf8': 'the text is not valid UTF-8',
  quote: 'quotes stand around a whole cell and are doubled inside it',
  'line-end': 'all records must end in the same way, with LF or with CR LF',
  'separator-unclear': 'the header holds several separators: declare one in the mapping',
  'too-many-records': 'the text holds too many records',
  'too-many-cells': 'the text holds too many cells',
  'cell-too-long': 'this record holds a cell that is too long',
  ragged: 'this record does not have as many cells as the first one',
  'unnamed-column': 'this record has a value in a column without a name',
  'duplicate-column': 'the header names a column twice',
  'forbidden-column': 'the header holds a name that is not allowed',
  'no-records': 'there is no header',
};
