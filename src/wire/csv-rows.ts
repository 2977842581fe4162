import { FORBIDDEN_NAMES } from './placed-tree.ts';
import { CsvFault } from './scan-csv.ts';

/** Column name → text; empty cells are left out. */
export type Row = Readonly<Record<string, string>>;

/** No mapping can name a longer column. */
const MAX_NAME = 200;

/** A line without any text is no record. */
export function isBlankLine(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === '';
}

/**
 * The columns that a header names.
 * @param repeated true to number a name that is there again: `naam (2)`
 * @throws CsvFault when two have one name, or one may not be used
 */
export function columnsOf(
  header: readonly string[],
  record: number,
  repeated = false,
): readonly string[] {
  const written = header.map((name) => name.trim());
  const names = repeated ? numbered(written) : written;
  const named = names.filter((name) => name !== '');
  if (named.length === 0) throw new CsvFault('no-records', record);
  if (new Set(named).size < named.length) throw new CsvFault('duplicate-column', record);
  const bad = (name: string) => FORBIDDEN_NAMES.has(name) || name.length > MAX_NAME;
  if (named.some(bad)) throw new CsvFault('forbidden-column', record);
  return names;
}

function numbered(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return name === '' || count === 1 ? name : `${name} (${count})`;
  });
}

/** One record by its columns; null when it is empty. @throws CsvFault when it is longer or shorter than the header */
export function rowOf(
  cells: readonly string[],
  columns: readonly string[],
  record: number,
): Row | null {
  if (cells.length !== columns.length) throw new CsvFault('ragged', record);
  const row: Record<string, string> = {};
  let filled = false;
  for (const [i, cell] of cells.entries()) {
    if (cell.trim() === '') continue;
    const name = columns[i] ?? '';
    if (name === '') throw new CsvFault('unnamed-column', record);
    // Names that mean something to an object were refused in the header.
    row[name] = cell;
    filled = true;
  }
  return filled ? row : null;
}
