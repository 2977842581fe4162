import type { PolicyRows } from './plain-policy-table.ts';

/** The code and everything above it, by the rows of one type (`g`, `g2`, `g3`, `g4`). */
export function up(rows: PolicyRows, type: string, code: string): ReadonlySet<string> {
  return new Set([code, ...parents(rows, type, code).flatMap((one) => [...up(rows, type, one)])]);
}

/** The longest way to a root. */
export function depth(rows: PolicyRows, type: string, code: string): number {
  return Math.max(0, ...parents(rows, type, code).map((one) => 1 + depth(rows, type, one)));
}

/** True when some row of the type names the code. */
export function isCode(rows: PolicyRows, type: string, code: string): boolean {
  return rows.some((row) => row[0] === type && (row[1] === code || row[2] === code));
}

function parents(rows: PolicyRows, type: string, code: string): readonly string[] {
  return rows.filter((row) => row[0] === type && row[1] === code).map((row) => row[2]!);
}
