import data from './definitions.json' with { type: 'json' };

/** One element of a type; absent `min` = 0, absent `many` = at most one. */
export interface ElementRow {
  /** Name of a primitive, a datatype, a backbone (its path) or `Resource`. */
  readonly type: string;
  readonly min?: number;
  readonly many?: boolean;
  /** Name of the value set of a required binding. */
  readonly binding?: string;
  /** Resource types a reference may point to; absent = any. */
  readonly targets?: readonly string[];
  /** Base name of a choice such as `value[x]`: at most one of its elements. */
  readonly choice?: string;
}

export interface TypeRow {
  /** `resource`, `data` or `backbone`. */
  readonly kind: string;
  readonly elements: { [name: string]: ElementRow };
  /** Choices of which one element is required. */
  needs?: string[];
}

/** FHIR R4 as far as the plan needs it; generated, see test/support/generate-fhir-definitions.ts. */
export interface FhirDefinitions {
  readonly release: string;
  /** Primitive type → the pattern of its JSON text, '' when there is none. */
  readonly primitives: { readonly [name: string]: string };
  /** Value set → code system → codes. */
  readonly valueSets: { readonly [name: string]: { readonly [system: string]: readonly string[] } };
  readonly types: { readonly [name: string]: TypeRow };
}

/** Definitions of FHIR R4, release 4.0.1 (https://hl7.org/fhir/R4/). */
export const fhirDefinitions: FhirDefinitions = data;
