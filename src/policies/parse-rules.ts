import { policyIssue } from './policy-issues.ts';
import type { PolicyIssue } from './policy-issues.ts';
import {
  hierarchiesOf,
  isLinkType,
  linkedCodes,
  readLinks,
  shapeIssues,
  vocabularyIssues,
} from './policy-links.ts';
import type { KnownCodes, PolicyLink } from './policy-links.ts';
import { readRule } from './read-rule.ts';
import type { CodesOfVersion } from './read-rule.ts';
import { rowsOfLists, rowsOfText } from './policy-rows.ts';
import type { OfferedRow, OfferedRows } from './policy-rows.ts';
import type { Hierarchies, Rule } from './policy.ts';

declare const parsedBrand: unique symbol;

/** A policy version that passed every check. Nothing else can be compiled. */
export interface ParsedPolicy {
  readonly [parsedBrand]: true;
  readonly ok: true;
  /** In the order of the file. */
  readonly rules: readonly Rule[];
  readonly links: readonly PolicyLink[];
  readonly hierarchies: Hierarchies;
}

/** A version that is refused as a whole, with every reason that was found. */
export interface RefusedPolicy {
  readonly ok: false;
  readonly issues: readonly PolicyIssue[];
}

export interface ParseOptions {
  /** Refuses codes, links and statutes that are not the product's own. The gateway always asks so. */
  readonly knownCodes?: KnownCodes;
}

/**
 * Reads a policy version from text: one row per line, columns separated by commas, `#` for comment.
 * @returns the version, or everything that is wrong with it; it never throws on bad input
 */
export function parsePolicyText(
  text: string,
  options: ParseOptions = {},
): ParsedPolicy | RefusedPolicy {
  return parse(rowsOfText(text), options);
}

/**
 * Reads a policy version from rows: `p` and nine columns, or `g`, `g2`, `g3`, `g4` with child and
 * parent. Rows may come straight from JSON: anything that is not a list of texts is an issue.
 */
export function parsePolicyRows(
  rows: readonly unknown[],
  options: ParseOptions = {},
): ParsedPolicy | RefusedPolicy {
  return parse(rowsOfLists(rows), options);
}

const MAX_ISSUES = 200;

function parse(offered: OfferedRows, { knownCodes }: ParseOptions): ParsedPolicy | RefusedPolicy {
  const issues = [...offered.issues, ...typeIssues(offered.rows)];
  const links = readLinks(offered.rows, issues);
  issues.push(...shapeIssues(links));
  if (knownCodes) issues.push(...vocabularyIssues(links, knownCodes));
  const rules = readRules(
    offered.rows,
    { linked: linkedCodes(links), statutes: knownCodes?.statutes },
    issues,
  );
  if (!offered.rows.some(({ cells }) => cells[0] === 'p')) {
    issues.push(policyIssue('no-rules', { line: 0 }));
  }
  if (issues.length > 0) return refused(issues);
  return Object.freeze({
    ok: true,
    rules: Object.freeze(rules),
    links: Object.freeze(links.map((link) => Object.freeze(link))),
    hierarchies: hierarchiesOf(links),
  }) as ParsedPolicy;
}

function refused(issues: readonly PolicyIssue[]): RefusedPolicy {
  const inOrder = issues.toSorted((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
  return { ok: false, issues: inOrder.slice(0, MAX_ISSUES) };
}

/** A row whose type is not known would be skipped by Casbin without a word. */
function typeIssues(rows: readonly OfferedRow[]): PolicyIssue[] {
  return rows
    .filter(({ cells }) => cells[0] !== 'p' && !isLinkType(cells[0]))
    .map(({ line }) => policyIssue('unknown-row-type', { line, column: 1 }));
}

function readRules(
  rows: readonly OfferedRow[],
  codes: CodesOfVersion,
  issues: PolicyIssue[],
): Rule[] {
  const rules: Rule[] = [];
  const ids = new Set<string>();
  for (const row of rows) {
    if (row.cells[0] !== 'p') continue;
    const rule = readRule(row, codes, rules.length);
    if ('refused' in rule) issues.push(...rule.refused);
    else if (ids.has(rule.id)) {
      issues.push(policyIssue('duplicate-id', { line: row.line, column: 2 }));
    } else rules.push(rule);
    ids.add(row.cells[1] ?? '');
  }
  return rules;
}
