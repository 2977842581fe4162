import { finding, type Fate, type Fates, type Finding } from './judge.ts';
import { scalarText, type Leaf } from './leaves.ts';

/** What came out of the gateway, as one text to search. */
export interface Seen {
  readonly values: ReadonlySet<string>;
  readonly text: string;
}

const spaced = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Every value of released resources; texts that the gateway itself adds are in none of them. */
export function seenIn(resources: readonly unknown[]): Seen {
  const values = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
    else if (value !== null && value !== undefined) values.add(spaced(scalarText(value)));
  };
  resources.forEach(walk);
  return { values, text: [...values].join('\n') };
}

/**
 * A value is a sentence when it can be no code: letters and a space between them. Only sentences are
 * looked for, because codes, dates and numbers are written otherwise in FHIR.
 */
export function isSentence({ value }: Leaf): boolean {
  const text = spaced(value);
  return text.length >= 8 && /\p{L}\S*\s+\S*\p{L}/u.test(text) && !text.startsWith('<');
}

/**
 * What was accepted comes back to its source.
 * @param translated values that a mapping replaces by what they mean
 */
export function judgeSaid(
  fates: Fates,
  own: Seen,
  translated: ReadonlySet<string>,
): readonly Finding[] {
  return sentences(fates, ['mapped', 'kept'])
    .filter(({ value }) => !translated.has(value) && !isIn(value, own))
    .map(({ places }) => finding('not-said', places[0] ?? ''));
}

/**
 * What is set apart comes out to nobody. A value that also stands in an accepted place says nothing.
 * @param apart the fates of which nothing may be seen
 */
export function judgeUnsaid(fates: Fates, seen: Seen, apart: readonly Fate[]): readonly Finding[] {
  const rest = (['mapped', 'kept', 'held', 'ignored', 'lost'] as const).filter(
    (fate) => !apart.includes(fate),
  );
  const said = [...fates]
    .filter(([, fate]) => rest.includes(fate) && (fate === 'mapped' || fate === 'kept'))
    .map(([{ value }]) => spaced(value))
    .join('\n');
  return sentences(fates, apart)
    .filter(({ value }) => isIn(value, seen) && !said.includes(spaced(value)))
    .map(({ places }) => finding('leaked', places[0] ?? ''));
}

function sentences(fates: Fates, wanted: readonly Fate[]): readonly Leaf[] {
  return [...fates]
    .filter(([leaf, fate]) => wanted.includes(fate) && isSentence(leaf))
    .map(([leaf]) => leaf);
}

function isIn(value: string, { values, text }: Seen): boolean {
  const wanted = spaced(value);
  return values.has(wanted) || text.includes(wanted);
}
