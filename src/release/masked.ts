import type { Json } from '../plan/fact.ts';
import { CANONICALS } from './canonicals.ts';
import { shapeOf, type ElementShape, type Shape } from './shapes.ts';

/** A resource or element while it is built up. */
export type Draft = Record<string, Json>;

const MASK = { extension: [{ url: CANONICALS.dataAbsentReason, valueCode: 'masked' }] } as const;

/**
 * Puts the constant mask on every required element that is not there (DECISION 5): the shape is the
 * same whether the source had a value, and whether it was withheld.
 * @param draft the element built so far; changed in place
 * @param shape the elements of its type
 */
export function maskRequired(draft: Draft, shape: Shape): void {
  for (const element of shape.required) if (!isPresent(draft, element)) mask(draft, element);
}

/**
 * Masks one element: on a primitive through its `_name` sibling, on a complex type in the element
 * (FHIR R4, json.html#primitive). A choice of type is masked as a string where it can be
 * one.
 */
export function mask(draft: Draft, element: ElementShape): void {
  const form = element.forms.find(({ type }) => type === 'string') ?? element.forms[0];
  if (!form) return;
  if (shapeOf(form.type)) draft[form.name] = element.repeats ? [MASK] : MASK;
  else draft[`_${form.name}`] = MASK;
}

/** True when the element has a value in one of its forms. */
export function isPresent(draft: Draft, element: ElementShape): boolean {
  return element.forms.some((form) => draft[form.name] !== undefined);
}
