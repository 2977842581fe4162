import { fhirDefinitions } from '../plan/fhir/definitions.ts';
import type { ElementRow, TypeRow } from '../plan/fhir/definitions.ts';

/** One way to write an element: a choice of type has several (`valueString`, `valueQuantity`). */
export interface Form {
  readonly name: string;
  readonly type: string;
  /** Types that a reference may lead to; absent = any. */
  readonly targets?: readonly string[];
}

/** One element of a type, as far as it may leave. */
export interface ElementShape {
  readonly name: string;
  readonly forms: readonly Form[];
  readonly required: boolean;
  readonly repeats: boolean;
}

/** A name that may be written in a type, and where it stands in R4's order. */
export interface Written {
  readonly element: ElementShape;
  readonly form: Form;
  readonly order: number;
}

/** A resource type, backbone element or data type, as far as it may leave. */
export interface Shape {
  /** In R4's order. */
  readonly elements: readonly ElementShape[];
  readonly required: readonly ElementShape[];
  readonly written: ReadonlyMap<string, Written>;
}

/**
 * What never comes from a source: `meta` is the gateway's own, narrative and contained resources repeat
 * other values, extensions and ids of elements are not known to be safe.
 */
const NEVER: ReadonlySet<string> = new Set(['Narrative', 'Resource', 'Extension', 'Meta']);
const NEVER_IN_RESOURCE: ReadonlySet<string> = new Set(['implicitRules', 'language']);

/** A reference has its target only: a display or an identifier would name what may be withheld. */
const OF_REFERENCE: ReadonlySet<string> = new Set(['reference']);

const SHAPES: ReadonlyMap<string, Shape> = new Map(
  Object.entries(fhirDefinitions.types).map(([type, row]) => [type, shapeFrom(type, row)]),
);

/** The elements that may leave in this type; undefined for a primitive type. */
export function shapeOf(type: string): Shape | undefined {
  return SHAPES.get(type);
}

/** The element of this type with this name; a choice of type by its bare name (`value`). */
export function elementNamed(type: string, name: string): ElementShape | undefined {
  return shapeOf(type)?.elements.find((element) => element.name === name);
}

function shapeFrom(type: string, { kind, elements, needs = [] }: TypeRow): Shape {
  const shape = new Map<string, ElementShape & { forms: Form[] }>();
  for (const [written, row] of Object.entries(elements)) {
    if (kind === 'resource' && NEVER_IN_RESOURCE.has(written)) continue;
    if (!mayLeave(type, written, row)) continue;
    const name = row.choice ?? written;
    const form = {
      name: written,
      type: row.type,
      ...(row.targets ? { targets: row.targets } : {}),
    };
    const choice = shape.get(name);
    if (choice) choice.forms.push(form);
    else {
      const required = row.min !== undefined || needs.includes(name);
      shape.set(name, { name, forms: [form], required, repeats: row.many === true });
    }
  }
  return indexed([...shape.values()]);
}

function indexed(elements: readonly ElementShape[]): Shape {
  const forms = elements.flatMap((element) => element.forms.map((form) => ({ element, form })));
  return {
    elements,
    required: elements.filter((element) => element.required),
    written: new Map(forms.map((one, order) => [one.form.name, { ...one, order }])),
  };
}

function mayLeave(type: string, name: string, row: ElementRow): boolean {
  if (type === 'Reference') return OF_REFERENCE.has(name);
  return name !== 'id' && !NEVER.has(row.type);
}

/** The type as it stands in the name of a choice: `valueString`. */
export function capitalised(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}
