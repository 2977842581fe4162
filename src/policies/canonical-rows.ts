import { formatCondition } from './condition.ts';
import type { ParsedPolicy } from './parse-rules.ts';
import type { Rule } from './policy.ts';

/**
 * The rows that Casbin gets: rebuilt from what was parsed, in one spelling, so that nothing an
 * officer typed reaches it unread. Links come first and sorted (their order means nothing); rules
 * keep the order of the file, which decides what is recorded when several allow.
 */
export function canonicalRows({ links, rules }: Pick<ParsedPolicy, 'links' | 'rules'>) {
  const linkRows = links.map(({ type, child, parent }) => [type, child, parent]);
  return {
    links: linkRows.toSorted((a, b) => (a.join() < b.join() ? -1 : 1)),
    rules: rules.map(ruleRow),
  };
}

/** One rule as Casbin's policy definition orders it, without the row type. */
export function ruleRow(rule: Rule): string[] {
  const { id, role, org, purpose, cat, basis, act, cond, eft } = rule;
  return [id, role, org, purpose, cat, basis, act, formatCondition(cond), eft];
}

/** Rows as the text that Casbin's string adapter takes. */
export function rowsAsText(rows: ReturnType<typeof canonicalRows>): string {
  const lines = [...rows.links, ...rows.rules.map((rule) => ['p', ...rule])];
  return lines.map((line) => line.join(', ')).join('\n');
}
