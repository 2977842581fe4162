import { readMapping } from '../../src/adapters/mapping/read-mapping.ts';
import type { MappedDelivery, MappedFact } from '../../src/plan/delivery.ts';

type Rule = Record<string, unknown>;

/** A mapping of rows of clients, to which tests add what they are about. */
export const mappingOf = (item: Rule, more: Rule = {}): Rule => ({
  mapping: 'test-json',
  version: '1.0.0',
  items: [{ each: '/rows', dossier: 'row/{nr}', subjects: [{ identifier: '{client}' }], ...item }],
  ...more,
});

/** An Observation with the elements given. */
export const observation = (elements: Rule, more: Rule = {}): Rule => ({
  resource: { type: 'Observation', key: 'o' },
  labels: ['domain.housing'],
  elements: { status: { const: 'final' }, 'code.text': { const: 'iets' }, ...elements },
  ...more,
});

export function runMapping(document: unknown, body: unknown): MappedDelivery {
  const read = readMapping(document);
  if (!read.ok) throw new Error(JSON.stringify(read.issues, null, 1));
  const delivery = read.adapter.read(body);
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  return delivery;
}

export const factsOfMapping = (document: unknown, body: unknown): readonly MappedFact[] =>
  runMapping(document, body).dossiers.flatMap((d) => d.facts);

export const issuesOf = (document: unknown): readonly string[] => {
  const read = readMapping(document);
  return read.ok ? [] : read.issues.map((issue) => `${issue.place} ${issue.text}`);
};

/** One row of a client with a number. */
export const row = (more: Rule = {}): Rule => ({ nr: 1, client: 'C1', ...more });
export const rows = (...all: Rule[]): Rule => ({ rows: all });

/** The value that a fact gives to an element, by the dotted path without keys. */
export const valueAt = (fact: MappedFact | undefined, path: string): unknown =>
  fact?.elements.find((e) => e.path.filter((s) => !s.startsWith('#')).join('.') === path)?.value;
