import type { MappedFact } from '../adapters/delivery.ts';
import type { Explained } from '../adapters/mapping/read-mapping.ts';
import type { PlacedTree } from '../wire/placed-tree.ts';
import type { Json, JsonObject } from '../plan/fact.ts';
import type { FactView, ResourceView } from './example-preview.ts';
import { labelSources } from './label-sources.ts';
import type { MappingText } from './mapping-text.ts';
import { cut } from './outline.ts';

const MAX_PLACES = 20;

interface Around {
  readonly explained: Explained;
  readonly text: MappingText;
  readonly placeOf: PlacedTree['placeOf'];
}

/** A fact as a supplier looks at it: where it goes, with which labels and by which lines. */
export function factView(
  { dossier, fact }: { readonly dossier: string; readonly fact: MappedFact },
  number: number,
  { explained, text, placeOf }: Around,
): FactView {
  const { labels, subjects, law, otherwise, places, elements } = fact;
  const rule = explained.ruleOf.get(fact) ?? '';
  return {
    number,
    dossier: cut(dossier),
    resource: resourceView(fact, dossier),
    elements: elements.map(({ path, value }) => ({
      path: pathOf(path),
      value: valueText(value),
    })),
    labels: labelSources(labels, rule, text),
    subjects: subjects.map(cut),
    ...(law === undefined ? {} : { law }),
    places: places.slice(0, MAX_PLACES).map(placeOf),
    rule: text.at(rule),
    ...(otherwise === undefined
      ? {}
      : { otherwise: { resource: resourceView(otherwise, dossier), labels: otherwise.labels } }),
  };
}

/** The key is shown as the mapping wrote it: without the dossier put before it. */
export function resourceView({ resource }: MappedFact, dossier: string): ResourceView {
  const { type } = resource;
  if ('person' in resource) return { type, person: cut(resource.person) };
  if (resource.key === '') return { type };
  const { key } = resource;
  return { type, key: cut(key.startsWith(`${dossier}/`) ? key.slice(dossier.length + 1) : key) };
}

/** The path as a mapping writes it: keys between brackets. */
export function pathOf(path: readonly string[]): string {
  return path
    .map((step) => (step.startsWith('#') ? `[${step.slice(1)}]` : `.${step}`))
    .join('')
    .slice(1);
}

function valueText(value: Json): string {
  const target = referenceIn(value);
  return cut(target === undefined ? JSON.stringify(value) : `→ ${target}`);
}

function referenceIn(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { reference } = value as JsonObject;
  return typeof reference === 'string' ? reference : undefined;
}
