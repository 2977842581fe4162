import type { Fact } from '../plan/fact.ts';

/** What a release is made from, of a fact that may be seen. */
export type VisibleFact = Pick<Fact, keyof typeof READ>;

/** Statute and places decide and explain; they are not released. */
const READ = {
  id: true,
  source: true,
  labels: true,
  subjects: true,
  dossier: true,
  resource: true,
  elements: true,
  since: true,
  mapping: true,
} as const;

/** All of it but the values, in a fixed order. */
export function visibleHead(fact: VisibleFact): readonly unknown[] {
  return HEAD.map((name) => fact[name]);
}
const HEAD = Object.keys(READ).filter((name) => name !== 'elements') as readonly Exclude<
  keyof typeof READ,
  'elements'
>[];
