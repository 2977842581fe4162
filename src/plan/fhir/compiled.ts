import { fhirDefinitions } from './definitions.ts';
import type { ElementRow, TypeRow } from './definitions.ts';
import { primitiveChecks } from './primitives.ts';
import type { PrimitiveCheck } from './primitives.ts';

/** A value set, ready to ask: bare codes, and `system|code` pairs. */
export interface CompiledBinding {
  readonly codes: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
}

/** One element as the validator and the mappings use it. */
export interface CompiledElement {
  readonly name: string;
  readonly type: string;
  readonly many: boolean;
  readonly required: boolean;
  readonly primitive?: PrimitiveCheck;
  /** The members of a complex element; undefined for primitives and whole resources. */
  readonly complex: () => CompiledType | undefined;
  readonly binding?: CompiledBinding;
  readonly targets?: ReadonlySet<string>;
  readonly choice?: string;
}

export interface CompiledType {
  readonly name: string;
  readonly resource: boolean;
  readonly elements: ReadonlyMap<string, CompiledElement>;
  readonly required: readonly string[];
  /** Base names of required choices. */
  readonly needs: readonly string[];
}

function compileBinding(name: string): CompiledBinding {
  const systems = Object.entries(fhirDefinitions.valueSets[name] ?? {});
  return {
    codes: new Set(systems.flatMap(([, codes]) => codes)),
    pairs: new Set(systems.flatMap(([system, codes]) => codes.map((code) => `${system}|${code}`))),
  };
}

const bindings = new Map(
  Object.keys(fhirDefinitions.valueSets).map((name) => [name, compileBinding(name)]),
);

function compileElement(name: string, row: ElementRow): CompiledElement {
  const primitive = primitiveChecks.get(row.type);
  const binding = row.binding === undefined ? undefined : bindings.get(row.binding);
  return {
    name,
    type: row.type,
    many: row.many === true,
    required: row.min !== undefined,
    complex: () => types.get(row.type),
    ...(primitive ? { primitive } : {}),
    ...(binding ? { binding } : {}),
    ...(row.targets ? { targets: new Set(row.targets) } : {}),
    ...(row.choice === undefined ? {} : { choice: row.choice }),
  };
}

function compileType(name: string, row: TypeRow): CompiledType {
  const elements = new Map(
    Object.entries(row.elements).map(([key, element]) => [key, compileElement(key, element)]),
  );
  if (row.kind === 'resource')
    elements.set('resourceType', compileElement('resourceType', { type: 'code', min: 1 }));
  return {
    name,
    resource: row.kind === 'resource',
    elements,
    required: [...elements.values()].filter((e) => e.required).map((e) => e.name),
    needs: row.needs ?? [],
  };
}

const types: ReadonlyMap<string, CompiledType> = new Map(
  Object.entries(fhirDefinitions.types).map(([name, row]) => [name, compileType(name, row)]),
);

/** The definition of a resource type, datatype or backbone (`Goal.target`); undefined = unknown. */
export function fhirType(name: string): CompiledType | undefined {
  return types.get(name);
}
