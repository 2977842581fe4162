import type { Json, JsonObject } from '../plan/fact.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { CANONICALS } from './canonicals.ts';
import type { Draft } from './masked.ts';
import { capitalised, type ElementShape, type Form, type Shape } from './shapes.ts';
import { inOrderOfContent, shapeElement, shapeElements, type Resolve } from './shape-value.ts';
import type { SourceTree } from './source-tree.ts';

/** One source's part of one resource, and what may be said about where it comes from. */
export interface SourcePart {
  readonly grown: SourceTree;
  readonly resolve: Resolve;
  /** Reference to the Organization, absent when the recipient may not know of its involvement. */
  readonly sourceReference?: string;
}

/** A value for an element that can hold one only. */
interface Candidate {
  readonly form: Form;
  readonly value: Json;
  readonly since: Instant;
  readonly sourceReference?: string;
}

interface Collected {
  readonly lists: Map<ElementShape, Json[]>;
  readonly single: Map<ElementShape, Candidate[]>;
}

/**
 * Puts the parts of several sources into one resource (DECISION 5): repeating elements carry the items of
 * each; where single values differ, the newest shows and the others stand beside it in an extension.
 * Values are never merged. In R4's order of elements, so that equal content gives equal bytes.
 * @param tagItems true when items say which source they come from (resources of several sources)
 */
export function combineSources(
  shape: Shape,
  parts: readonly SourcePart[],
  tagItems: boolean,
): Draft {
  const [only] = parts;
  if (only && parts.length === 1 && !tagItems) {
    const alone = takeAlone(shape, only);
    if (alone) return alone;
  }
  const collected: Collected = { lists: new Map(), single: new Map() };
  for (const part of parts) collect(shape, part, { collected, tagItems });
  const draft: Draft = {};
  for (const element of shape.elements) {
    const items = collected.lists.get(element);
    if (items) draft[element.name] = parts.length > 1 ? inOrderOfContent(items) : items;
    const candidates = collected.single.get(element);
    if (candidates) settle(draft, candidates);
  }
  return draft;
}

/** The short way: one source that contradicts nothing. */
function takeAlone(shape: Shape, { grown, resolve }: SourcePart): Draft | undefined {
  if (grown.overruled.length > 0) return undefined;
  const draft: Draft = {};
  let last: ElementShape | undefined;
  for (const { element, form, value } of shapeElements(shape, grown.tree, resolve)) {
    if (element === last) return undefined;
    draft[form.name] = value;
    last = element;
  }
  return draft;
}

function collect(
  shape: Shape,
  part: SourcePart,
  { collected, tagItems }: { readonly collected: Collected; readonly tagItems: boolean },
): void {
  const { grown, resolve, sourceReference } = part;
  const said = sourceReference === undefined ? {} : { sourceReference };
  for (const { element, form, value } of shapeElements(shape, grown.tree, resolve)) {
    if (element.repeats) {
      const tagged = (value as readonly Json[]).map((item) =>
        tagItems ? withSource(item, sourceReference) : item,
      );
      append(collected.lists, element, tagged);
    } else {
      const since = grown.since.get(form.name) ?? 0;
      append(collected.single, element, [{ form, value, since, ...said }]);
    }
  }
  for (const { name, value, since } of grown.overruled) {
    const known = shape.written.get(name);
    if (!known || known.element.repeats) continue;
    const { element, form } = known;
    const shaped = shapeElement(element, form, value, resolve);
    if (shaped !== undefined) {
      append(collected.single, element, [{ form, value: shaped, since, ...said }]);
    }
  }
}

function append<T>(lists: Map<ElementShape, T[]>, element: ElementShape, items: readonly T[]) {
  const list = lists.get(element);
  if (list) list.push(...items);
  else lists.set(element, [...items]);
}

/** The newest value shows, equally new ones by content; every other value once, as an extension. */
function settle(draft: Draft, candidates: readonly Candidate[]): void {
  const [first, ...more] = candidates.length > 1 ? distinct(candidates) : candidates;
  if (!first) return;
  const { name } = first.form;
  draft[name] = first.value;
  const others = more.filter((other) => !other.form.type.includes('.')).map(otherValue);
  if (others.length === 0) return;
  if (isObject(first.value)) draft[name] = { extension: others, ...first.value };
  else draft[`_${name}`] = { extension: others };
}

/** Newest first; of the same value the newest, of equals the one whose source is known. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const rows = candidates.map((candidate) => ({
    candidate,
    text: `${candidate.form.name} ${JSON.stringify(candidate.value)}`,
    source: candidate.sourceReference ?? '~',
  }));
  rows.sort(
    (a, b) =>
      b.candidate.since - a.candidate.since ||
      compare(a.text, b.text) ||
      compare(a.source, b.source),
  );
  const seen = new Set<string>();
  return rows.flatMap(({ candidate, text }) => {
    if (seen.has(text)) return [];
    seen.add(text);
    return [candidate];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function otherValue({ form, value, since, sourceReference }: Candidate): JsonObject {
  const stated = { url: 'since', valueInstant: new Date(since).toISOString() };
  return {
    extension: [
      { url: 'value', [`value${capitalised(form.type)}`]: value },
      stated,
      ...sourceOf('source', sourceReference),
    ],
    url: CANONICALS.otherValue,
  };
}

function withSource(item: Json, sourceReference: string | undefined): Json {
  if (sourceReference === undefined || !isObject(item)) return item;
  return { extension: [...sourceOf(CANONICALS.source, sourceReference)], ...item };
}

function sourceOf(url: string, reference: string | undefined): readonly JsonObject[] {
  return reference === undefined ? [] : [{ url, valueReference: { reference } }];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
