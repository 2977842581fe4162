/** What is wrong at one place of a resource. The text names the rule, never a value. */
export interface Issue {
  /** JSON pointer inside the resource, e.g. `/target/0/measure`. */
  readonly place: string;
  readonly code: IssueCode;
  readonly text: string;
}

export const ISSUE_CODES = [
  'structure',
  'unknown-element',
  'cardinality',
  'required',
  'value',
  'code',
  'reference',
  'invariant',
] as const;
export type IssueCode = (typeof ISSUE_CODES)[number];

/** A JSON object whose members are not yet known. */
export type Members = Readonly<Record<string, unknown>>;

/** True for a JSON object (not null, not an array). */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list: itself when it is one, empty when absent. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}
