import { policyIssue } from './policy-issues.ts';
import type { PolicyIssue } from './policy-issues.ts';

/** A row as offered, with the line it stood on. */
export interface OfferedRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows that could be read, and why others could not. */
export interface OfferedRows {
  readonly rows: readonly OfferedRow[];
  readonly issues: readonly PolicyIssue[];
}

/** Far above any real policy (a thousand rules is 100 kB), far below what would hurt. */
const MAX_CHARACTERS = 4_000_000;
const MAX_ROWS = 20_000;

/**
 * Cuts a policy text into rows: one per line, columns separated by commas, spaces around a column
 * dropped, lines that begin with `#` and empty lines skipped. There are no quotes: no code needs one.
 */
export function rowsOfText(text: string): OfferedRows {
  if (text.length > MAX_CHARACTERS) return tooLarge();
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, content: content.replace(/^[ \t]+/, '') }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'))
    .map(({ line, content }) => ({ line, cells: content.split(',').map(withoutPadding) }));
  return rows.length > MAX_ROWS ? tooLarge() : { rows, issues: [] };
}

/** Takes rows that are lists already; anything that is not a list of texts is an issue. */
export function rowsOfLists(offered: readonly unknown[]): OfferedRows {
  if (offered.length > MAX_ROWS) return tooLarge();
  const rows: OfferedRow[] = [];
  const issues: PolicyIssue[] = [];
  for (const [index, cells] of offered.entries()) {
    const line = index + 1;
    if (isListOfTexts(cells)) rows.push({ line, cells });
    else issues.push(policyIssue('not-a-row', { line }));
  }
  return { rows, issues };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((cell) => typeof cell === 'string')
  );
}

function withoutPadding(cell: string): string {
  return cell.replace(/^[ \t]+|[ \t]+$/g, '');
}

function tooLarge(): OfferedRows {
  return { rows: [], issues: [policyIssue('too-large', { line: 0 })] };
}
