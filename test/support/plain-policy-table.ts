import { createHash } from 'node:crypto';
import type { Cell, Condition, PolicyTable, Rule } from '../../src/policies/policy.ts';
import { LEGAL_BASES, ACTS } from '../../src/vocabulary/bases.ts';
import { buildHierarchy } from '../../src/vocabulary/hierarchy.ts';
import type { Hierarchy, Link } from '../../src/vocabulary/hierarchy.ts';

/** A policy as rows of cells: `g`, `g2`, `g3`, `g4` with child and parent, and `p` rows. */
export type PolicyRows = readonly (readonly string[])[];

/** Rows of a policy file: comma-separated, `#` comments and empty lines left out. */
export function policyRowsOf(text: string): PolicyRows {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').map((cell) => cell.trim()));
}

/**
 * A policy table without Casbin: plain structural matching over parsed rows. An oracle for the
 * tests, so that decisions and compiled policies are checked by something independent.
 */
export function plainPolicyTable(rows: PolicyRows): PolicyTable {
  const hierarchies = {
    roles: hierarchyOf(rows, 'g'),
    purposes: hierarchyOf(rows, 'g2'),
    categories: hierarchyOf(rows, 'g3'),
    kinds: hierarchyOf(rows, 'g4'),
  };
  const rules = rows.filter(([type]) => type === 'p').map((row, order) => ruleOf(row, order));
  const covers = (hierarchy: Hierarchy, code: string, named: string) =>
    hierarchy.selfAndAncestors(code).has(named);
  const applies = (rule: Rule, cell: Cell) =>
    rule.act === cell.act &&
    (rule.basis === '*' || rule.basis === cell.basis) &&
    covers(hierarchies.roles, cell.role, rule.role) &&
    covers(hierarchies.kinds, cell.kind, rule.org) &&
    covers(hierarchies.purposes, cell.purpose, rule.purpose) &&
    covers(hierarchies.categories, cell.category, rule.cat);
  const known = new Map<string, readonly Rule[]>();
  return {
    version: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
    hierarchies,
    applicableRules: (cell) => {
      const { role, kind, purpose, category, basis, act } = cell;
      const key = [role, kind, purpose, category, basis, act].join('|');
      const found = known.get(key) ?? rules.filter((rule) => applies(rule, cell));
      known.set(key, found);
      return found;
    },
  };
}

function hierarchyOf(rows: PolicyRows, type: string): Hierarchy {
  const links = rows.filter((row) => row[0] === type).map((row): Link => [row[1]!, row[2]!]);
  return buildHierarchy(links);
}

function ruleOf(row: readonly string[], order: number): Rule {
  if (row.length !== 10) throw new RangeError(`a rule has ten cells: ${row.join(', ')}`);
  const [, id, role, org, purpose, cat, basis, act, cond, eft] = row as string[] & { length: 10 };
  return {
    id: id!,
    role: role!,
    org: org!,
    purpose: purpose!,
    cat: cat!,
    basis: basis === '*' ? '*' : oneOf(LEGAL_BASES, basis!),
    act: oneOf(ACTS, act!),
    cond: cond!.split(' & ').map(conditionOf),
    eft: oneOf(['allow', 'deny'] as const, eft!),
    order,
  };
}

const WORDS = [
  'always',
  'consent',
  'team',
  'involved',
  'emergency',
  'objection',
  'restriction',
] as const;

function conditionOf(text: string): Condition {
  const law = /^law(!?=)([a-z0-9-]+)$/.exec(text);
  if (law) return { term: 'law', equals: law[1] === '=', statute: law[2]! };
  const bound = /^(age|level)(>=|<)(\d+)$/.exec(text);
  if (bound)
    return {
      term: oneOf(['age', 'level'] as const, bound[1]!),
      atLeast: bound[2] === '>=',
      bound: Number(bound[3]),
    };
  return { term: oneOf(WORDS, text) };
}

function oneOf<T extends string>(list: readonly T[], code: string): T {
  const found = list.find((known) => known === code);
  if (found === undefined) throw new RangeError(`unknown code ${code}`);
  return found;
}
