import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import type { Enforcer } from 'casbin';
import { MODEL_TEXT } from '../../src/policies/model.ts';
import type { Cell, Condition, PolicyTable, Rule } from '../../src/policies/policy.ts';

/** The circumstances of one (subject, category) pair, as far as a condition can see them. */
export interface Context {
  readonly secrecy: boolean;
  readonly gdpr: boolean;
  readonly objection: boolean;
  readonly restriction: boolean;
  readonly team: boolean;
  readonly involved: boolean;
  readonly emergency: boolean;
  readonly law?: string;
  /** Youngest and oldest possible age in whole years; absent without a birth date. */
  readonly ages?: readonly [youngest: number, oldest: number];
  readonly level?: number;
}

/**
 * The meaning of a condition as text: the reading that plain Casbin gets. Written apart from the
 * parser on purpose, so that a mistake in reading conditions shows as a difference.
 */
export function holds(cond: string, eft: string, basis: string, ctx: Context): boolean {
  const grounded = basis !== 'consent' || eft === 'deny' || ctx.gdpr;
  return grounded && cond.split(' & ').every((term) => textHolds(term, eft === 'deny', ctx));
}

function textHolds(term: string, isDeny: boolean, ctx: Context): boolean {
  const [, name, operator, value = ''] = /^(law|age|level)(!=|=|>=|<)(.+)$/.exec(term) ?? [];
  if (name === 'law') return ctx.law ? (ctx.law === value) === (operator === '=') : isDeny;
  if (name !== undefined) {
    const possible = name === 'age' ? ctx.ages : ctx.level && [ctx.level];
    if (!possible) return isDeny;
    const fits = possible.map((each) => each >= Number(value) === (operator === '>='));
    return isDeny ? fits.includes(true) : !fits.includes(false);
  }
  const plain: Record<string, unknown> = { ...ctx, always: true, consent: ctx.secrecy };
  return plain[term] === true;
}

/** The same meaning over parsed terms: the reading that the table is judged by. */
export function ruleHolds(rule: Rule, basis: string, ctx: Context): boolean {
  if (basis === 'consent' && rule.eft === 'allow' && !ctx.gdpr) return false;
  return rule.cond.every((condition) => termHolds(condition, rule.eft, ctx));
}

function termHolds(condition: Condition, eft: Rule['eft'], ctx: Context): boolean {
  if (condition.term === 'law') {
    return ctx.law === undefined
      ? eft === 'deny'
      : (ctx.law === condition.statute) === condition.equals;
  }
  if (condition.term === 'age') return boundHolds(condition, eft, ctx.ages);
  if (condition.term === 'level') {
    return boundHolds(condition, eft, ctx.level === undefined ? undefined : [ctx.level]);
  }
  return { ...ctx, always: true, consent: ctx.secrecy }[condition.term];
}

function boundHolds(
  { atLeast, bound }: { readonly atLeast: boolean; readonly bound: number },
  eft: Rule['eft'],
  possible: readonly number[] | undefined,
): boolean {
  if (!possible) return eft === 'deny';
  const fits = (value: number) => (atLeast ? value >= bound : value < bound);
  return eft === 'deny' ? possible.some(fits) : possible.every(fits);
}

/** Plain Casbin on rows exactly as they are offered: nothing of ours in between but `holds`. */
export async function plainCasbin(
  rows: readonly (readonly string[])[],
  model = MODEL_TEXT,
): Promise<Enforcer> {
  const text = rows.map((row) => row.join(', ')).join('\n');
  const enforcer = await newEnforcer(newModelFromString(model), new StringAdapter(text));
  await enforcer.addFunction('holds', holds);
  return enforcer;
}

export function askCasbin(enforcer: Enforcer, cell: Cell, ctx: Context): boolean {
  const { role, kind, purpose, category, basis, act } = cell;
  return enforcer.enforceSync(role, kind, purpose, category, basis, act, ctx);
}

export function askTable(table: PolicyTable, cell: Cell, ctx: Context): boolean {
  const holding = table
    .applicableRules(cell)
    .filter((rule) => ruleHolds(rule, cell.basis, ctx))
    .map((rule) => rule.eft);
  return holding.includes('allow') && !holding.includes('deny');
}

/** Everything speaks for it, nothing against it. */
export const FAVOURABLE: Context = {
  secrecy: true,
  gdpr: true,
  objection: false,
  restriction: false,
  team: true,
  involved: true,
  emergency: true,
  law: 'wgs',
  ages: [17, 17],
  level: 4,
};

/** Nothing is known and nobody agreed to anything. */
export const BARE: Context = {
  secrecy: false,
  gdpr: false,
  objection: false,
  restriction: false,
  team: false,
  involved: false,
  emergency: false,
};
