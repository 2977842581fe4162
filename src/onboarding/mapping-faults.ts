import type { MappingIssue } from '../adapters/mapping/check.ts';
import { PLAN_RESOURCE_TYPES } from '../plan/fact.ts';
import { fhirType } from '../plan/fhir/compiled.ts';
import { CATEGORIES } from '../vocabulary/categories.ts';
import { STATUTES } from '../vocabulary/statutes.ts';
import { segmentsOf } from '../wire/placed-tree.ts';
import type { MappingFault } from './example-preview.ts';
import type { MappingText } from './mapping-text.ts';
import { valueAt } from './mapping-text.ts';
import { nearWords } from './near-words.ts';

/** Members that a mapping may have somewhere. */
const MEMBERS = [
  ...['mapping', 'version', 'about', 'format', 'csv', 'xml', 'separator', 'header', 'namespaces'],
  ...['law', 'involvement', 'dates', 'decimals', 'codes', 'ignore', 'people', 'items', 'each'],
  ...['when', 'dossier', 'subjects', 'tighten', 'facts', 'resource', 'labels', 'elements'],
  ...['needs', 'required', 'otherwise', 'identifier', 'bsn', 'key', 'of', 'all', 'values', 'field'],
  ...['is', 'in', 'by', 'find', 'get', 'const', 'text', 'reference', 'frame', 'person', 'subject'],
  ...['date', 'precision', 'unknown', 'type'],
];

/** What is wrong with a mapping, in the order of its lines. */
export function mappingFaults(
  issues: readonly MappingIssue[],
  text: MappingText,
): readonly MappingFault[] {
  return issues
    .map((issue) => ({
      at: text.at(issue.place),
      text: issue.text,
      near: meantBy(issue, text.document),
    }))
    .sort((a, b) => a.at.line - b.at.line);
}

/** Words that the writer of a mapping may have meant where an issue is. */
export function meantBy({ place, text }: MappingIssue, document: unknown): readonly string[] {
  const segments = segmentsOf(place);
  const value = valueAt(document, segments);
  const element = /^(\S+) has no element (\S+)$/.exec(text);
  if (element)
    return nearWords(element[2] ?? '', fhirType(element[1] ?? '')?.elements.keys() ?? []);
  if (text === 'is not known here') return nearWords(segments.at(-1) ?? '', MEMBERS);
  if (typeof value !== 'string') return [];
  if (text === 'is not a data category') return nearWords(value, CATEGORIES.codes);
  if (text.startsWith('is not a statute')) return nearWords(value, STATUTES.codes);
  return text.startsWith('is not a resource type') ? nearWords(value, PLAN_RESOURCE_TYPES) : [];
}
