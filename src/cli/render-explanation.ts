import type { ExplainedFact, Explanation } from '../flows/flows.ts';
import { REASON_TERMS } from '../vocabulary/reason-terms.ts';

/** Of an entry of the record: what a reader wants to know first. */
interface Entry {
  readonly kind?: string;
  readonly outcome?: string;
  readonly instant?: string;
  readonly act?: string;
  readonly purpose?: string;
  readonly policyVersion?: string;
  readonly actor?: { readonly organisation?: string; readonly role?: string };
}

const VERSION_SHOWN = 12;

/**
 * A past decision on one screen: facts of the same labels that met the same fate for the same
 * reasons are one line.
 * @param each also every fact on a line of its own, by its place in the source
 */
export function renderExplanation(explanation: Explanation, each = false): string[] {
  const { plan, seq, entry, refused, facts, consistent } = explanation;
  const released = facts.filter(({ permitted }) => permitted);
  const withheld = facts.filter(({ permitted }) => !permitted);
  return [
    `Entry ${seq} of plan ${plan}: ${questionOf(entry as Entry)}`,
    consistent
      ? '  Decided again from the record: the same facts.'
      : '  Decided again from the record: NOT the same facts as the record says.',
    ...(refused === null ? [] : ['', `Refused as a whole: ${reasonText(refused)}`]),
    ...section(`Released: ${released.length} of ${facts.length} facts`, released),
    ...section(`Withheld: ${withheld.length}`, withheld),
    ...(each ? ['', 'Every fact', ...facts.map(factLine)] : []),
    '',
    `--facts shows every fact by its place, --json every rule that was tried.`,
  ];
}

/** What was asked, by whom, when and under which rules. */
function questionOf({ kind, outcome, instant, act, purpose, policyVersion, actor }: Entry): string {
  const asked = [actor?.organisation, actor?.role, purpose, act].filter(Boolean).join(', ');
  const version = policyVersion?.slice(0, VERSION_SHOWN);
  return [
    [kind, outcome, instant].filter(Boolean).join(', '),
    ...(asked === '' ? [] : [`\n  asked by ${asked}`]),
    ...(version === undefined ? [] : [`\n  under policy ${version}`]),
  ].join('');
}

function section(title: string, facts: readonly ExplainedFact[]): string[] {
  const counts = new Map<string, number>();
  for (const fact of facts) {
    const line = `${fact.labels.join(' + ').padEnd(44)} ${whyOf(fact)}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return ['', title, ...lines.map(([line, count]) => `${String(count).padStart(5)}  ${line}`)];
}

/** The reason with the rules or blocks that decided. */
function whyOf(fact: ExplainedFact): string {
  const tried = fact.pairs.flatMap((pair) => pair.tried);
  const rules = fact.permitted
    ? tried.flatMap(({ allowedBy }) => allowedBy)
    : tried.flatMap(({ deniedBy }) => deniedBy);
  const near = fact.permitted
    ? []
    : tried.flatMap(({ nearMisses }) =>
        nearMisses.map(({ rule, reason }) => `${rule} (${reason})`),
      );
  return [
    reasonText(fact.reason),
    ...named('by', [...rules, ...fact.blocks]),
    ...(rules.length === 0 ? named('nearest', near) : []),
  ].join(', ');
}

function named(word: string, all: readonly string[]): readonly string[] {
  return all.length === 0 ? [] : [`${word} ${[...new Set(all)].sort().join(' ')}`];
}

function reasonText(code: string): string {
  return REASON_TERMS.display(code, 'en');
}

function factLine(fact: ExplainedFact): string {
  const { source, places, labels, permitted } = fact;
  const [first = ''] = places;
  const more = places.length > 1 ? ` (and ${places.length - 1} more)` : '';
  const fate = permitted ? 'released' : 'withheld';
  return `  ${fate}  ${source} ${first}${more}: ${labels.join(' + ')}; ${whyOf(fact)}`;
}
