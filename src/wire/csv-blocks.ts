import { columnsOf, isBlankLine, rowOf, type Row } from './csv-rows.ts';
import { segmentsOf, type PlacedTree } from './placed-tree.ts';
import { CsvFault } from './scan-csv.ts';

/** A text of several tables, with other records before, between and behind them. */
export interface CsvBlocks {
  /** What stands in the first cell of a record with which a new group begins. */
  readonly starts?: string | undefined;
  readonly tables?: Readonly<Record<string, CsvTable>> | undefined;
}

/** How a table is known: by a line with its title above its header, or by how its header begins. */
interface CsvTable {
  readonly title?: string | undefined;
  readonly header?: readonly string[] | undefined;
}

/** Where records go that stand in no table, with columns `1`, `2`, … */
export const OTHER_RECORDS = 'records';

type Group = Record<string, Row[]>;

/** A table that is being read; without columns its header comes next. */
interface OpenTable {
  readonly name: string;
  readonly columns?: readonly string[];
  /** The header as it stands, to know it when it is repeated. */
  readonly header?: string;
}

/**
 * Reads records as a list of groups, each with a list of rows per table. A table ends with an empty
 * line, a title, another header or a new group.
 * @param repeated true to number columns of one name
 * @throws CsvFault when a row is longer than the header of its table
 */
export function readBlocks(
  lines: readonly (readonly string[])[],
  blocks: CsvBlocks,
  repeated = false,
): PlacedTree {
  const reading = new BlockReading(blocks, repeated);
  for (const cells of lines) reading.line(cells);
  const { groups, records } = reading;
  return { value: groups, placeOf: (pointer) => placeOf(pointer, records) };
}

class BlockReading {
  readonly groups: Group[] = [];
  /** Pointer of a row → its record. */
  readonly records = new Map<string, number>();
  private readonly blocks: CsvBlocks;
  private readonly repeated: boolean;
  private readonly tables: readonly (readonly [string, CsvTable])[];
  private open: OpenTable | undefined;
  private record = 0;

  constructor(blocks: CsvBlocks, repeated: boolean) {
    this.blocks = blocks;
    this.repeated = repeated;
    this.tables = Object.entries(blocks.tables ?? {});
  }

  line(cells: readonly string[]): void {
    if (!isBlankLine(cells)) this.record += 1;
    const filled = withoutEmptyEnd(cells);
    if (filled.length === 0) {
      // Between a title and its header an empty line says nothing.
      if (this.open?.columns) this.open = undefined;
      return;
    }
    if (this.isStart(filled)) {
      this.groups.push({});
      this.open = undefined;
    }
    if (!this.isHead(filled)) this.row(filled);
  }

  private isStart([first]: readonly string[]): boolean {
    const { starts } = this.blocks;
    return starts !== undefined && first === starts;
  }

  /** Whether a record is the title or header of a table, which then is open. */
  private isHead(filled: readonly string[]): boolean {
    const titled = this.tables.find(([, { title }]) => filled.length === 1 && filled[0] === title);
    if (titled) {
      this.open = { name: titled[0] };
      return true;
    }
    const header = JSON.stringify(filled);
    if (this.open && (!this.open.columns || this.open.header === header)) {
      this.open = {
        name: this.open.name,
        columns: columnsOf(filled, this.record, this.repeated),
        header,
      };
      return true;
    }
    const headed = this.tables.find(([, table]) => beginsWith(filled, table.header));
    if (!headed) return false;
    this.open = { name: headed[0], columns: columnsOf(filled, this.record, this.repeated), header };
    return true;
  }

  private row(filled: readonly string[]): void {
    const columns = this.open?.columns;
    if (columns && filled.length > columns.length) throw new CsvFault('ragged', this.record);
    const names = columns ?? filled.map((_, i) => String(i + 1));
    const cells = names.map((_, i) => filled[i] ?? '');
    this.put(this.open?.name ?? OTHER_RECORDS, rowOf(cells, names, this.record));
  }

  private put(name: string, row: Row | null): void {
    if (!row) return;
    if (this.groups.length === 0) this.groups.push({});
    const group = this.groups.length - 1;
    const rows = (this.groups[group] ??= {});
    const list = (rows[name] ??= []);
    list.push(row);
    this.records.set(`/${group}/${name}/${list.length - 1}`, this.record);
  }
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  const trimmed = cells.map((cell) => cell.trim());
  return trimmed.slice(0, trimmed.findLastIndex((cell) => cell !== '') + 1);
}

function beginsWith(filled: readonly string[], header: readonly string[] | undefined): boolean {
  return header !== undefined && header.every((name, i) => filled[i] === name);
}

/** A group or a table as a whole stands where its first row does. */
function placeOf(pointer: string, records: ReadonlyMap<string, number>): string {
  const [group, table, index, column] = segmentsOf(pointer);
  const record = records.get(`/${group ?? ''}/${table ?? ''}/${index ?? '0'}`);
  if (record !== undefined)
    return column === undefined ? `record ${record}` : `record ${record}, ${column}`;
  const first = [...records].find(([at]) => at.startsWith(`${pointer}/`));
  return pointer === '' || !first ? '' : `record ${first[1]}`;
}
