import type { Condition } from './policy.ts';

const PLAIN = new Set<string>([
  'always',
  'consent',
  'team',
  'involved',
  'emergency',
  'objection',
  'restriction',
]);
const LAW = /^law(!?=)([a-z0-9.-]{1,64})$/;
const NUMBER = /^(age|level)(>=|<)(0|[1-9]\d{0,2})$/;
/** Whole years, and regieniveau: what a bound can sensibly be. */
const BOUNDS = { age: [0, 120], level: [1, 4] } as const;

/**
 * Reads a condition: terms of the closed list joined by `&`.
 * @returns undefined as soon as one term is not exactly one of the list: the rule cannot be used
 */
export function parseCondition(text: string): readonly Condition[] | undefined {
  const terms = text.split('&').map((term) => parseTerm(term.replace(/^ +| +$/g, '')));
  return terms.every((term) => term !== undefined) ? terms : undefined;
}

/** Writes a condition back in its one canonical spelling. */
export function formatCondition(cond: readonly Condition[]): string {
  return cond.map(formatTerm).join(' & ');
}

function parseTerm(text: string): Condition | undefined {
  if (isPlain(text)) return Object.freeze({ term: text });
  const [, operator, statute] = LAW.exec(text) ?? [];
  if (statute !== undefined) {
    return Object.freeze({ term: 'law' as const, equals: operator === '=', statute });
  }
  const [, term, comparison, digits] = NUMBER.exec(text) ?? [];
  if (term !== 'age' && term !== 'level') return undefined;
  const [lowest, highest] = BOUNDS[term];
  const bound = Number(digits);
  if (bound < lowest || bound > highest) return undefined;
  return Object.freeze({ term, atLeast: comparison === '>=', bound });
}

function isPlain(text: string): text is Exclude<Condition['term'], 'law' | 'age' | 'level'> {
  return PLAIN.has(text);
}

function formatTerm(condition: Condition): string {
  if (condition.term === 'law') return `law${condition.equals ? '=' : '!='}${condition.statute}`;
  if (condition.term !== 'age' && condition.term !== 'level') return condition.term;
  return `${condition.term}${condition.atLeast ? '>=' : '<'}${condition.bound}`;
}
