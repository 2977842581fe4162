export type CsvSeparator = ';' | ',' | '\t' | '|';
const SEPARATORS: readonly CsvSeparator[] = [';', ',', '\t'];
/** Stands in names too: only what holds none of the others is separated by it. */
const LAST_SEPARATOR: CsvSeparator = '|';

export type CsvFaultCode =
  | 'quote'
  | 'line-end'
  | 'separator-unclear'
  | 'too-many-records'
  | 'too-many-cells'
  | 'cell-too-long'
  | 'ragged'
  | 'unnamed-column'
  | 'duplicate-column'
  | 'forbidden-column'
  | 'no-records';

/** Thrown inside the reader only. */
export class CsvFault extends Error {
  readonly code: CsvFaultCode;
  /** From 1, the header included. */
  readonly record: number;

  constructor(code: CsvFaultCode, record: number) {
    super(code);
    this.code = code;
    this.record = record;
  }
}

/** Bounds on one CSV text; what goes over them is refused before anything is built. */
export interface CsvLimits {
  readonly maxRecords: number;
  readonly maxCells: number;
  /** Characters in one cell, its quotes included. */
  readonly maxCell: number;
}

/** How a text that passed the scan is written. */
export interface CsvNotation {
  readonly separator: CsvSeparator;
  readonly newline: '\n' | '\r\n';
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Checks a whole CSV text (RFC 4180, with a separator of choice) without building anything: quotes
 * stand around a whole cell and are doubled inside, and all records end in the same way.
 * @throws CsvFault at the first record that two readers could take for two things
 */
export function scanCsv(
  text: string,
  declared: CsvSeparator | undefined,
  limits: CsvLimits,
): CsvNotation {
  const separator = declared ?? sniff(text);
  const scan = new Scan(text, separator, limits);
  while (!scan.atEnd()) scan.record();
  return { separator, newline: scan.newline ?? '\n' };
}

/** The one separator that the header holds outside quotes; a header of one column needs none. */
function sniff(text: string): CsvSeparator {
  const seen = new Set<string>();
  let quoted = false;
  for (const character of headerOf(text)) {
    if (character === '"') quoted = !quoted;
    else if (!quoted) seen.add(character);
  }
  const [first, second] = SEPARATORS.filter((separator) => seen.has(separator));
  if (second !== undefined) throw new CsvFault('separator-unclear', 1);
  return first ?? (seen.has(LAST_SEPARATOR) ? LAST_SEPARATOR : ';');
}

function headerOf(text: string): string {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) quoted = !quoted;
    else if (unit === LF && !quoted) return text.slice(0, at);
  }
  return text;
}

class Scan {
  newline: '\n' | '\r\n' | undefined;
  private readonly text: string;
  private readonly separator: number;
  private readonly limits: CsvLimits;
  private at = 0;
  private number = 1;
  private cells = 0;

  constructor(text: string, separator: CsvSeparator, limits: CsvLimits) {
    this.text = text;
    this.separator = separator.charCodeAt(0);
    this.limits = limits;
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Steps over one record and the end of its line; an empty line is no record. */
  record(): void {
    const start = this.at;
    this.cell();
    while (this.text.charCodeAt(this.at) === this.separator) {
      this.at += 1;
      this.cell();
    }
    const empty = this.at === start;
    this.lineEnd();
    if (!empty) this.number += 1;
    // One more for the record that `number` counts from 1.
    if (this.number > this.limits.maxRecords + 1) throw this.fault('too-many-records');
  }

  private cell(): void {
    this.cells += 1;
    if (this.cells > this.limits.maxCells) throw this.fault('too-many-cells');
    const start = this.at;
    if (this.text.charCodeAt(start) === QUOTE) this.quotedCell();
    else this.bareCell();
    if (this.at - start > this.limits.maxCell) throw this.fault('cell-too-long');
  }

  private quotedCell(): void {
    let close = this.text.indexOf('"', this.at + 1);
    while (close >= 0 && this.text.charCodeAt(close + 1) === QUOTE)
      close = this.text.indexOf('"', close + 2);
    if (close < 0) throw this.fault('quote');
    this.at = close + 1;
    const next = this.text.charCodeAt(this.at);
    const ends = Number.isNaN(next) || next === this.separator || next === LF || next === CR;
    if (!ends) throw this.fault('quote');
  }

  private bareCell(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const unit = this.text.charCodeAt(this.at);
      if (unit === this.separator || unit === LF || unit === CR) return;
      if (unit === QUOTE) throw this.fault('quote');
    }
  }

  private lineEnd(): void {
    if (this.atEnd()) return;
    const crlf = this.text.charCodeAt(this.at) === CR;
    if (crlf && this.text.charCodeAt(this.at + 1) !== LF) throw this.fault('line-end');
    const newline = crlf ? '\r\n' : '\n';
    this.newline ??= newline;
    if (this.newline !== newline) throw this.fault('line-end');
    this.at += newline.length;
  }

  private fault(code: CsvFaultCode): CsvFault {
    return new CsvFault(code, this.number);
  }
}
