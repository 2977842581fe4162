import type { MappedFact } from '../../plan/delivery.ts';
import type { Element, Json } from '../../plan/fact.ts';
import { fhirType } from '../../plan/fhir/compiled.ts';
import { listOf } from '../../plan/fhir/issue.ts';
import { validateElements } from '../../plan/fhir/part.ts';
import { targetsIn } from '../../plan/references.ts';
import { pointer } from '../json-pointer.ts';
import type { BundleIndex, Entry } from './bundle-index.ts';
import { codesIn, labelsOfCodes } from './code-maps/known-codes.ts';
import { cleanElement, elementOf } from './clean-value.ts';
import type { Cleaning } from './clean-value.ts';
import type { DeliveryLog } from './delivery-log.ts';
import type { FactRow } from './element-tables.ts';
import { holdExtensions, isExtending } from './extensions.ts';
import { withRelatives } from './fact-draft.ts';
import type { LabelReader, StatedLabels } from './stated-labels.ts';
import { APART } from './topics.ts';

/** Everything that the mapping of one delivery shares. */
export interface Scene {
  readonly index: BundleIndex;
  readonly log: DeliveryLog;
  readonly labels: LabelReader;
  readonly law?: string;
}

/** Where the facts of one resource go and what they all have. */
export interface Target {
  readonly entry: Entry;
  readonly resource: MappedFact['resource'];
  readonly stated: StatedLabels;
  readonly subjects: readonly string[];
  /** Written with every fact: whom the resource is about. */
  readonly always: readonly Element[];
  readonly scene: Scene;
}

/** Some elements of a resource, cleaned, that make one fact. */
export interface Part {
  readonly elements: readonly Element[];
  readonly places: readonly string[];
  readonly relatives: ReadonlySet<string>;
  readonly disclosed: ReadonlySet<string>;
  /** Left out in cleaning: check before use. */
  readonly dropped: boolean;
}

const UNCLASSIFIED: FactRow = { elements: [], labels: ['unclassified'] };
const ENVELOPE: ReadonlySet<string> = new Set(['resourceType', 'id', 'meta', 'language', 'text']);

/** Element names of a type → the row they belong to; choices written out. */
export function rowIndex(type: string, rows: readonly FactRow[]): ReadonlyMap<string, FactRow> {
  const index = new Map<string, FactRow>();
  for (const row of rows)
    for (const name of row.elements)
      for (const element of fhirType(type)?.elements.values() ?? [])
        if (element.name === name || `${element.choice ?? ''}[x]` === name)
          index.set(element.name, row);
  return index;
}

/**
 * Goes through the members of a resource: what the rows name becomes facts, what they do not name
 * is unclassified, the envelope is ignored, extensions and contained resources are held back.
 * @param skip members that somebody else takes care of
 */
export function mapRows(
  target: Target,
  rows: ReadonlyMap<string, FactRow>,
  skip: ReadonlySet<string>,
): readonly MappedFact[] {
  const { entry, scene } = target;
  const together = new Map<FactRow, string[]>();
  const lists: (readonly MappedFact[])[] = [];
  for (const name of Object.keys(entry.resource)) {
    const place = pointer(entry.place, name);
    if (ENVELOPE.has(name)) scene.log.ignore(place);
    else if (skip.has(name)) continue;
    else if (name === 'contained')
      scene.log.holdBack(place, 'unmapped', 'contained resources are not taken over');
    else if (isExtending(name))
      holdExtensions(entry.resource, name, { place: entry.place, log: scene.log });
    else {
      const row = rows.get(name) ?? UNCLASSIFIED;
      if (row.each === true) lists.push(mapItems(target, row, name));
      else append(together, row, name);
    }
  }
  for (const [row, names] of together) lists.push(mapTogether(target, row, names));
  return lists.flat();
}

function append(lists: Map<FactRow, string[]>, row: FactRow, name: string): void {
  const list = lists.get(row);
  if (list) list.push(name);
  else lists.set(row, [name]);
}

function mapTogether(
  target: Target,
  row: FactRow,
  names: readonly string[],
): readonly MappedFact[] {
  const cleaning = newCleaning(target.scene);
  const elements = names.flatMap((name): Element[] => {
    const value = cleanMember(target.entry, name, cleaning);
    return value === undefined ? [] : [{ path: [name], value }];
  });
  return factOf(target, row, { ...cleaning, elements });
}

/** One fact per item; the number of the item is its key. */
function mapItems(target: Target, row: FactRow, name: string): readonly MappedFact[] {
  const place = pointer(target.entry.place, name);
  const element = elementOf(target.entry.type, name);
  return listOf(target.entry.resource[name]).flatMap((item, i) => {
    const cleaning = newCleaning(target.scene);
    const at = { place: pointer(place, i), cleaning };
    const value = element && cleanElement(item, element, at);
    const elements = value === undefined ? [] : [{ path: [name, `#${i}`], value }];
    return factOf(target, row, { ...cleaning, elements });
  });
}

/** A fresh account of one fact's values. */
export function newCleaning({ index, log }: Scene): Cleaning {
  return {
    ...{ index, log, places: [], relatives: new Set<string>(), disclosed: new Set<string>() },
    dropped: false,
  };
}

/** The cleaned value of one member of a resource. */
export function cleanMember(entry: Entry, name: string, cleaning: Cleaning): Json | undefined {
  const element = elementOf(entry.type, name);
  const place = pointer(entry.place, name);
  return element && cleanElement(entry.resource[name], element, { place, cleaning });
}

/** The fact that a part of a resource makes; nothing when nothing is left or it is not valid. */
export function factOf(target: Target, row: FactRow, part: Part): readonly MappedFact[] {
  const { scene, resource, always, stated } = target;
  if (part.elements.length === 0) return [];
  if (part.dropped && validateElements(resource.type, part.elements).length > 0) {
    for (const place of part.places)
      scene.log.holdBack(place, 'invalid-value', 'not valid R4 without what was left out of it');
    return [];
  }
  const also = personsIn(part.elements, row.about ?? []);
  const codes = APART.has(resource.type) ? labelsOfCodes(codesIn(part.elements)) : [];
  const disclosed = row.labels.includes('involvement') ? [...part.disclosed, ...codes] : codes;
  const fact: MappedFact = {
    resource,
    elements: [...always, ...part.elements],
    labels: scene.labels.labelsFor(row.labels, {
      ...stated,
      added: [...stated.added, ...disclosed],
    }),
    subjects: [...new Set([...target.subjects, ...also])],
    ...(scene.law === undefined ? {} : { law: scene.law }),
    places: part.places,
  };
  return [withRelatives(fact, [...part.relatives])];
}

function personsIn(elements: readonly Element[], names: readonly string[]): readonly string[] {
  return elements
    .filter(({ path }) => names.includes(path[0] ?? ''))
    .flatMap(({ value }) => targetsIn(value))
    .filter((target) => target.startsWith('person:'))
    .map((target) => target.slice('person:'.length));
}
