import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { compilePolicy } from '../../src/policies/compile.ts';
import type { CompiledPolicy } from '../../src/policies/compiled-policy.ts';
import { parsePolicyRows } from '../../src/policies/parse-rules.ts';
import type { ParsedPolicy } from '../../src/policies/parse-rules.ts';

export type Rows = readonly (readonly string[])[];

/** A file of the project, wherever the suite was compiled to. */
export function projectFile(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

/** The rows of a policy text, read as simply as can be. */
export function rowsOf(text: string): Rows {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').map((cell) => cell.trim()));
}

export function parsed(rows: Rows): ParsedPolicy {
  const policy = parsePolicyRows(rows);
  if (!policy.ok) throw new Error(JSON.stringify(policy.issues));
  return policy;
}

export async function compiled(rows: Rows): Promise<CompiledPolicy> {
  return compilePolicy(parsed(rows));
}

/** Codes of the issues for which rows are refused; fails when they are accepted. */
export function refusalOf(rows: readonly unknown[]): readonly string[] {
  const policy = parsePolicyRows(rows);
  expect(policy.ok).toBe(false);
  return policy.ok ? [] : policy.issues.map((issue) => issue.code);
}

/** The smallest set of levels that rules can be written on. */
export const LEVELS: Rows = [
  ['g', 'therapist', 'anyone'],
  ['g2', 'treatment', 'any-purpose'],
  ['g3', 'health', 'any-category'],
  ['g4', 'care', 'any-organisation'],
];

const EVERYONE = ['anyone', 'any-organisation', 'any-purpose', 'any-category'] as const;

/** An allow for everyone, on which the hazards try to lose a refusal. */
export const ALLOW = ['p', 'A1', ...EVERYONE, 'consent', 'read', 'always', 'allow'];
export const DENY = ['p', 'D1', ...EVERYONE, '*', 'read', 'always', 'deny'];
