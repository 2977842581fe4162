import type { Json, JsonObject } from '../plan/fact.ts';
import { keepInvariants } from './implied-elements.ts';
import { maskRequired, type Draft } from './masked.ts';
import { shapeOf, type ElementShape, type Form, type Shape } from './shapes.ts';
import { KeyedItems, type Tree } from './source-tree.ts';

/**
 * Where a placeholder leads in this release (`Type/id`), or undefined when the recipient may not know
 * that its target exists.
 */
export type Resolve = (placeholder: string) => string | undefined;

/** One top-level element as one source gives it. */
export interface ShapedElement {
  readonly element: ElementShape;
  readonly form: Form;
  /** Its place in R4's order of elements. */
  readonly order: number;
  /** A list when the element repeats. */
  readonly value: Json;
}

/**
 * Takes from a source's tree what R4 knows in this type (an allow-list: a name that is not in the shape is
 * not looked at), with references led to their targets. In R4's order.
 */
export function shapeElements(
  { written }: Shape,
  tree: { readonly [name: string]: Tree },
  resolve: Resolve,
): ShapedElement[] {
  const shaped: ShapedElement[] = [];
  let [ordered, last] = [true, -1];
  for (const name of Object.keys(tree)) {
    const known = written.get(name);
    if (!known) continue;
    const value = shapeElement(known.element, known.form, tree[name], resolve);
    if (value === undefined) continue;
    shaped.push({ element: known.element, form: known.form, order: known.order, value });
    if (known.order < last) ordered = false;
    last = known.order;
  }
  return ordered ? shaped : shaped.sort((a, b) => a.order - b.order);
}

/** The value of one element in one form; undefined when nothing of it can leave. */
export function shapeElement(
  element: ElementShape,
  form: Form,
  value: Tree | undefined,
  resolve: Resolve,
): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (!element.repeats) {
    return value instanceof KeyedItems ? undefined : shapeOne(form, value, resolve);
  }
  const items = shapeItems(form, value, resolve);
  return items.length > 0 ? items : undefined;
}

/** Keyed items are put in the order of what they show, so that no key and no hidden item decides it. */
function shapeItems(form: Form, value: Tree, resolve: Resolve): readonly Json[] {
  const keyed = value instanceof KeyedItems;
  const whole = Array.isArray(value) ? (value as readonly Tree[]) : [value];
  const shaped: Json[] = [];
  for (const item of keyed ? value.items.values() : whole) {
    const one = shapeOne(form, item, resolve);
    if (one !== undefined) shaped.push(one);
  }
  return keyed ? inOrderOfContent(shaped, true) : shaped;
}

/**
 * Sorts items by their JSON text.
 * @param once true to give equal items once: a source that says the same twice says it once
 */
export function inOrderOfContent(items: readonly Json[], once = false): readonly Json[] {
  if (items.length < 2) return items;
  const texts = items.map((item) => ({ item, text: JSON.stringify(item) }));
  texts.sort((a, b) => (a.text < b.text ? -1 : 1));
  const kept = once ? texts.filter(({ text }, i) => text !== texts[i - 1]?.text) : texts;
  return kept.map(({ item }) => item);
}

function shapeOne(form: Form, value: Tree, resolve: Resolve): Json | undefined {
  const { type } = form;
  if (type === 'Reference') return shapeReference(form, value, resolve);
  const shape = shapeOf(type);
  if (!shape) return isPrimitive(value) ? value : undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return shapeObject({ type, shape }, value as { readonly [name: string]: Tree }, resolve);
}

function isPrimitive(value: Tree): value is string | number | boolean {
  return typeof value === 'string'
    ? value !== ''
    : typeof value === 'number' || typeof value === 'boolean';
}

/**
 * An element that is empty after its parts were left out is left out itself. Of a choice of type the first
 * form stays.
 */
function shapeObject(
  { type, shape }: { readonly type: string; readonly shape: Shape },
  value: { readonly [name: string]: Tree },
  resolve: Resolve,
): Json | undefined {
  const shaped = shapeElements(shape, value, resolve);
  if (shaped.length === 0) return undefined;
  const draft: Draft = {};
  let last: ElementShape | undefined;
  for (const { element, form, value: part } of shaped) {
    if (element !== last) draft[form.name] = part;
    last = element;
  }
  maskRequired(draft, shape);
  keepInvariants(draft, type);
  return Object.keys(draft).length > 0 ? draft : undefined;
}

/**
 * Only the target, and only when it is in this release and of a type that may stand here; never a display
 * or an identifier.
 */
function shapeReference({ targets }: Form, value: Tree, resolve: Resolve): JsonObject | undefined {
  const target = (value as { readonly reference?: unknown } | null)?.reference;
  const reference = typeof target === 'string' ? resolve(target) : undefined;
  if (reference === undefined) return undefined;
  const type = reference.slice(0, reference.indexOf('/'));
  return targets === undefined || targets.includes(type) ? { reference } : undefined;
}
