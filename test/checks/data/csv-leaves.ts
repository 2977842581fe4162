import type { Leaf } from './leaves.ts';

const SEPARATORS = [';', ',', '\t', '|'] as const;

/** The records of a CSV text: quotes around cells, doubled inside; lines without text are none. */
export function csvRecords(text: string): readonly (readonly string[])[] {
  const separator = separatorOf(text);
  const records: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  const endRecord = () => {
    cells.push(cell);
    if (cells.length > 1 || cell !== '') records.push(cells);
    [cells, cell] = [[], ''];
  };
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charAt(i);
    if (quoted && sign === '"' && text.charAt(i + 1) === '"') {
      cell += '"';
      i += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (quoted) cell += sign;
    else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') endRecord();
    else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || cells.length > 0) endRecord();
  return records;
}

/** The one that the first line holds most of. */
function separatorOf(text: string): string {
  const [line = ''] = text.split('\n', 1);
  const counts = SEPARATORS.map((sign) => line.split(sign).length - 1);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Places by column name and, for files without a header, by column number. */
export function csvLeaves(text: string): readonly Leaf[] {
  const records = csvRecords(text);
  const [header = []] = records;
  return records.slice(1).flatMap((cells, r) =>
    cells.flatMap((value, c) => {
      const name = (header[c] ?? '').trim();
      const record = `record ${r + 2}`;
      return value.trim() === ''
        ? []
        : [{ places: [`${record}, ${name}`, `${record}, ${c + 1}`], name, value }];
    }),
  );
}
