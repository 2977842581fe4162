import type { Fate, Fates, Finding } from './judge.ts';

/** What became of one body at the doors. */
export interface BodyResult {
  readonly outcome: 'whole' | 'part' | 'held' | 'refused';
  /** The door that took it or refused it. */
  readonly adapter: string;
  readonly facts: number;
  readonly fates: Readonly<Record<Fate, number>>;
  /** Why it was refused, or why values were held back: code or text, with how often. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Values that cannot be right, with what became of them. */
  readonly defects: readonly string[];
  readonly findings: readonly Finding[];
}

/** Nothing became of anything. */
export const NO_FATES = { mapped: 0, kept: 0, held: 0, ignored: 0, lost: 0 } as const;

/** How many values had which fate. */
export function countFates(fates: Fates): Readonly<Record<Fate, number>> {
  const counts: Record<Fate, number> = { ...NO_FATES };
  for (const fate of fates.values()) counts[fate] += 1;
  return counts;
}

/** How often each text is there. */
export function counted(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}
