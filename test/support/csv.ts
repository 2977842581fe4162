/** Reads comma-separated text with a header row; quoted cells may hold commas, quotes and lines. */
export function readCsv(text: string): readonly ReadonlyMap<string, string>[] {
  const [header = [], ...records] = recordsOf(text);
  return records.map((cells) => new Map(header.map((name, column) => [name, cells[column] ?? ''])));
}

function recordsOf(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let cells: string[] = [];
  const token = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;
  for (let match = token.exec(text); match?.[0]; match = token.exec(text)) {
    const [, cell = '', end] = match;
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === ',') continue;
    if (cells.length > 1 || cells[0] !== '') records.push(cells);
    cells = [];
  }
  return records;
}
