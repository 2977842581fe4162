import type { LabelSource, LabelView } from './example-preview.ts';
import type { MappingText } from './mapping-text.ts';

const UNCLASSIFIED = 'unclassified';

/**
 * By which line of the mapping a fact has its labels.
 * @param rule place of the fact rule, or of the item rule around a value that no rule names
 */
export function labelSources(
  labels: readonly string[],
  rule: string,
  text: MappingText,
): readonly LabelView[] {
  return labels.map((code) => {
    const { pointer, source } =
      inRule(code, `${rule}/labels`, text) ??
      tightened(code, rule, text) ??
      marked(code, '', text) ??
      left(rule, text);
    return { code, source, at: text.at(pointer) };
  });
}

interface Origin {
  readonly pointer: string;
  readonly source: LabelSource;
}

function inRule(code: string, list: string, text: MappingText): Origin | undefined {
  const rules = listOf(text.value(list));
  const exact = rules.indexOf(code);
  if (exact >= 0) return { pointer: `${list}/${exact}`, source: 'rule' };
  for (const [i, rule] of rules.entries()) {
    const pointer = `${list}/${i}`;
    if (codesOf(rule, text).includes(code)) return { pointer, source: 'code' };
    const found =
      memberOf(rule, 'find') === undefined ? undefined : inRule(code, `${pointer}/labels`, text);
    if (found) return { ...found, source: 'code' };
  }
  return undefined;
}

/** By the item of the rule, or one around it. */
function tightened(code: string, rule: string, text: MappingText): Origin | undefined {
  for (let at = rule; at.includes('/items/'); at = at.slice(0, at.lastIndexOf('/'))) {
    const tighten = text.value(`${at}/tighten`);
    const known = codesOf(tighten, text);
    if (known.includes(code) || (tighten !== undefined && code === UNCLASSIFIED))
      return {
        pointer: `${at}/tighten`,
        source: known.includes(code) ? 'tightened' : 'unknown-code',
      };
  }
  return undefined;
}

/** By an item elsewhere: its mark goes with its values, whoever reads them. */
function marked(code: string, item: string, text: MappingText): Origin | undefined {
  const pointer = `${item}/tighten`;
  if (codesOf(text.value(pointer), text).includes(code)) return { pointer, source: 'tightened' };
  for (const i of listOf(text.value(`${item}/items`)).keys()) {
    const found = marked(code, `${item}/items/${i}`, text);
    if (found) return found;
  }
  return undefined;
}

/** Unclassified is what is left when nothing gave a label. */
function left(rule: string, text: MappingText): Origin {
  const rules = listOf(text.value(`${rule}/labels`));
  const coded = rules.findIndex((each) => typeof each === 'object');
  return coded < 0
    ? { pointer: rule, source: 'none' }
    : { pointer: `${rule}/labels/${coded}`, source: 'unknown-code' };
}

/** What the codes of a label rule can mean. */
function codesOf(rule: unknown, text: MappingText): readonly unknown[] {
  const codes = memberOf(rule, 'codes');
  const table = typeof codes === 'string' ? memberOf(text.value('/codes'), codes) : codes;
  return typeof table === 'object' && table !== null ? Object.values(table) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
