import { ACTS, LEGAL_BASES } from '../vocabulary/bases.ts';
import type { Act, LegalBasis } from '../vocabulary/bases.ts';
import { parseCondition } from './condition.ts';
import { policyIssue } from './policy-issues.ts';
import type { PolicyIssue, PolicyIssueCode } from './policy-issues.ts';
import { CODE } from './policy-links.ts';
import type { LinkedCodes } from './policy-links.ts';
import type { OfferedRow } from './policy-rows.ts';
import type { Condition, Rule } from './policy.ts';

/** What a rule may name. */
export interface CodesOfVersion {
  readonly linked: LinkedCodes;
  /** Statutes of the product; undefined when any statute that looks like a code will do. */
  readonly statutes: { knows(code: string): boolean } | undefined;
}

type Fault = PolicyIssueCode | undefined;

const RULE_ID = /^[A-Za-z0-9.-]{1,64}$/;
const RULE_COLUMNS = 10;

/**
 * Reads one `p` row: exactly ten columns, each held against its own closed list.
 * @param order place among the rules of the version, from 0
 */
export function readRule(
  { line, cells }: OfferedRow,
  codes: CodesOfVersion,
  order: number,
): Rule | { readonly refused: readonly PolicyIssue[] } {
  if (cells.length !== RULE_COLUMNS) return { refused: [policyIssue('column-count', { line })] };
  const columns = namedColumns(cells);
  const { basis, act, eft } = columns;
  const cond = parseCondition(columns.condition);
  const refused = faultsOf(columns, cond, codes).flatMap((fault, index) => {
    if (fault === undefined) return [];
    return [policyIssue(cells[index] === '' ? 'empty-value' : fault, { line, column: index + 1 })];
  });
  if (refused.length > 0 || !cond || !isBasis(basis) || !isAct(act) || !isEffect(eft)) {
    return { refused };
  }
  const { id, role, org, purpose, cat } = columns;
  const terms = Object.freeze(cond);
  return Object.freeze({ id, role, org, purpose, cat, basis, act, cond: terms, eft, order });
}

function namedColumns(cells: readonly string[]) {
  const at = (index: number) => cells[index] ?? '';
  const matched = { role: at(2), org: at(3), purpose: at(4), cat: at(5), basis: at(6), act: at(7) };
  return { id: at(1), ...matched, condition: at(8), eft: at(9) };
}

/** One entry per column of the row, in its order. */
function faultsOf(
  columns: ReturnType<typeof namedColumns>,
  cond: readonly Condition[] | undefined,
  codes: CodesOfVersion,
): readonly Fault[] {
  return [
    undefined,
    RULE_ID.test(columns.id) ? undefined : 'bad-id',
    codeFault(columns.role, codes.linked.g),
    codeFault(columns.org, codes.linked.g4),
    codeFault(columns.purpose, codes.linked.g2),
    codeFault(columns.cat, codes.linked.g3),
    basisFault(columns.basis, columns.eft),
    isAct(columns.act) ? undefined : 'unknown-act',
    conditionFault(cond, codes),
    isEffect(columns.eft) ? undefined : 'unknown-effect',
  ];
}

function codeFault(code: string, linked: ReadonlySet<string>): Fault {
  if (!CODE.test(code)) return 'bad-code';
  return linked.has(code) ? undefined : 'not-linked';
}

/** An allow answers for one basis; `*` in an allow would release on a basis nobody weighed. */
function basisFault(basis: string, eft: string): Fault {
  if (!isBasis(basis)) return 'unknown-basis';
  return basis === '*' && eft === 'allow' ? 'allow-any-basis' : undefined;
}

function conditionFault(cond: readonly Condition[] | undefined, codes: CodesOfVersion): Fault {
  if (!cond) return 'unknown-condition';
  const stranger = cond.some(
    (each) => each.term === 'law' && codes.statutes?.knows(each.statute) === false,
  );
  return stranger ? 'unknown-statute' : undefined;
}

function isBasis(value: string): value is LegalBasis | '*' {
  return value === '*' || LEGAL_BASES.some((basis) => basis === value);
}

function isAct(value: string): value is Act {
  return ACTS.some((act) => act === value);
}

function isEffect(value: string): value is Rule['eft'] {
  return value === 'allow' || value === 'deny';
}
