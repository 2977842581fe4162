import { describeInvariant } from './invariant-texts.ts';
import { fhirType } from './compiled.ts';
import type { CompiledElement, CompiledType } from './compiled.ts';
import { invariants } from './invariants.ts';
import { isMembers } from './issue.ts';
import type { Issue, IssueCode, Members } from './issue.ts';
import { referencedType } from './references.ts';

/** Deeper than any resource of the plan: refused rather than walked. */
const MAX_DEPTH = 40;
const MAX_ISSUES = 50;

interface Walk {
  readonly issues: Issue[];
  readonly place: (string | number)[];
  /** The outermost resource: contained ids live there. */
  readonly root: Members;
  /** Top-level elements may be missing: only a part of a resource is looked at. */
  readonly partial: boolean;
}

/**
 * Checks one resource against FHIR R4 4.0.1: structure, unknown elements, cardinality, primitive
 * formats, required bindings, reference targets and the invariants of severity error.
 * @param resource a parsed JSON value
 * @returns what is wrong, at most 50 issues; empty = valid
 * @see https://hl7.org/fhir/R4/validation.html
 */
export function validateResource(resource: unknown): readonly Issue[] {
  return validate(resource, false);
}

/**
 * As {@link validateResource}, but top-level elements may be missing: for the elements of a single
 * fact, which fill one part of a resource.
 */
export function validatePart(resource: unknown): readonly Issue[] {
  return validate(resource, true);
}

function validate(resource: unknown, partial: boolean): readonly Issue[] {
  const root = isMembers(resource) ? resource : {};
  const walk: Walk = { issues: [], place: [], root, partial };
  visitResource(resource, walk);
  return walk.issues;
}

function report(walk: Walk, code: IssueCode, text: string): void {
  if (walk.issues.length >= MAX_ISSUES) return;
  const place = walk.place.map((s) => `/${String(s).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  walk.issues.push({ place: place.join(''), code, text });
}

function visitResource(value: unknown, walk: Walk): void {
  if (!isMembers(value)) {
    report(walk, 'structure', 'a resource is a JSON object');
    return;
  }
  const name = value['resourceType'];
  const type = typeof name === 'string' ? fhirType(name) : undefined;
  if (type?.resource) visitComplex(value, type, walk);
  else report(walk, 'structure', 'resourceType is missing or not a type this gateway knows');
}

function visitComplex(value: Members, type: CompiledType, walk: Walk): void {
  if (walk.place.length > MAX_DEPTH) {
    report(walk, 'structure', 'nested too deeply');
    return;
  }
  const before = walk.issues.length;
  const chosen = visitMembers(value, type, walk);
  if (!walk.partial || walk.place.length > 0) missing(value, type, chosen, walk);
  if (type.name === 'Reference') checkReferenceShape(value, walk);
  if (walk.issues.length === before) checkInvariants(value, type, walk);
}

/** Walks the members and gives back which choices were made. */
function visitMembers(value: Members, type: CompiledType, walk: Walk): ReadonlySet<string> {
  const chosen = new Set<string>();
  const names = Object.keys(value);
  if (names.length === 0) report(walk, 'structure', 'an object is never empty');
  for (const name of names) {
    walk.place.push(name);
    const shadow = name.startsWith('_');
    const element = type.elements.get(shadow ? name.slice(1) : name);
    if (!element || (shadow && !element.primitive))
      report(walk, 'unknown-element', `${type.name} has no element of this name`);
    else if (shadow) visitShadow(value[name], element, walk);
    else {
      if (element.choice !== undefined) choose(element.choice, chosen, walk);
      visitElement(value, element, walk);
    }
    walk.place.pop();
  }
  return chosen;
}

function choose(choice: string, chosen: Set<string>, walk: Walk): void {
  if (chosen.has(choice)) report(walk, 'cardinality', `only one of ${choice}[x] may be given`);
  chosen.add(choice);
}

function missing(
  value: Members,
  type: CompiledType,
  chosen: ReadonlySet<string>,
  walk: Walk,
): void {
  for (const name of type.required)
    if (!Object.hasOwn(value, name) && !Object.hasOwn(value, `_${name}`))
      report(walk, 'required', `${type.name}.${name} is required`);
  for (const choice of type.needs)
    if (!chosen.has(choice) && !Object.keys(value).some((name) => name.startsWith(`_${choice}`)))
      report(walk, 'required', `${type.name}.${choice}[x] is required`);
}

function visitElement(parent: Members, element: CompiledElement, walk: Walk): void {
  const value = parent[element.name];
  if (!element.many) {
    if (Array.isArray(value)) report(walk, 'cardinality', 'at most one value, not a list');
    else visitValue(value, element, walk);
    return;
  }
  if (!Array.isArray(value)) {
    report(walk, 'cardinality', 'this element is a list');
    return;
  }
  const items = value as readonly unknown[];
  if (items.length === 0) report(walk, 'structure', 'a list is never empty');
  const shadows = parent[`_${element.name}`];
  items.forEach((item, index) => {
    walk.place.push(index);
    if (item !== null || !hasShadow(shadows, index)) visitValue(item, element, walk);
    walk.place.pop();
  });
}

function hasShadow(shadows: unknown, index: number): boolean {
  return Array.isArray(shadows) && isMembers((shadows as readonly unknown[])[index]);
}

/** The `_name` beside a primitive: its id and extensions. */
function visitShadow(value: unknown, element: CompiledElement, walk: Walk): void {
  const type = fhirType('Element');
  const items = element.many && Array.isArray(value) ? (value as readonly unknown[]) : [value];
  for (const item of items) {
    if (item === null && element.many) continue;
    if (isMembers(item) && type) visitComplex(item, type, walk);
    else report(walk, 'structure', 'expected id and extensions of a primitive');
  }
}

function visitValue(value: unknown, element: CompiledElement, walk: Walk): void {
  if (element.primitive) {
    if (!element.primitive(value)) report(walk, 'value', `not a well-formed ${element.type}`);
    else if (element.binding && !element.binding.codes.has(value as string))
      report(walk, 'code', 'not a code of the required value set');
    return;
  }
  if (element.type === 'Resource') {
    visitNested(value, walk);
    return;
  }
  const type = element.complex();
  if (!type || !isMembers(value)) {
    report(walk, 'structure', `expected an object of type ${element.type}`);
    return;
  }
  visitComplex(value, type, walk);
  if (element.binding) checkCoded(value, element, walk);
  if (element.targets) checkTarget(value, element.targets, walk);
}

/** A resource inside another one: whatever is optional on the outside is required again. */
function visitNested(value: unknown, walk: Walk): void {
  const contained = walk.place.includes('contained');
  visitResource(value, contained || !isMembers(value) ? walk : { ...walk, root: value });
}

/** Required bindings on Coding and CodeableConcept: at least one coding of the set. */
function checkCoded(value: Members, element: CompiledElement, walk: Walk): void {
  const coding = element.type === 'Coding' ? [value] : value['coding'];
  if (coding === undefined && value['text'] === undefined) return;
  const codings: readonly unknown[] = Array.isArray(coding) ? coding : [];
  const known = codings.some(
    (c) =>
      isMembers(c) && element.binding?.pairs.has(`${String(c['system'])}|${String(c['code'])}`),
  );
  if (!known) report(walk, 'code', 'no coding of the required value set');
}

function checkTarget(value: Members, targets: ReadonlySet<string>, walk: Walk): void {
  const reference = value['reference'];
  const named = typeof reference === 'string' ? referencedType(reference) : undefined;
  const type = named ?? value['type'];
  if (typeof type === 'string' && !targets.has(type))
    report(walk, 'reference', `may refer to ${[...targets].join(', ')}`);
}

function checkReferenceShape(value: Members, walk: Walk): void {
  const reference = value['reference'];
  if (typeof reference !== 'string') return;
  const named = referencedType(reference);
  if (named === null) report(walk, 'reference', 'not a literal reference');
  else if (reference.startsWith('#') && !isContained(reference.slice(1), walk.root))
    report(walk, 'reference', 'refers to a contained resource that is not there');
}

function isContained(id: string, root: Members): boolean {
  const contained = root['contained'];
  if (id === '') return true;
  return Array.isArray(contained) && contained.some((c) => isMembers(c) && c['id'] === id);
}

function checkInvariants(value: Members, type: CompiledType, walk: Walk): void {
  const found = invariants.get(type.name);
  if (found)
    for (const { key, holds } of found)
      if (!holds(value)) report(walk, 'invariant', describeInvariant(key));
  if (type.resource && value['contained'] !== undefined) checkContained(value, walk);
}

/** dom-2, dom-4, dom-5: what is contained has no life of its own. */
function checkContained(value: Members, walk: Walk): void {
  for (const item of value['contained'] as readonly unknown[]) {
    const meta = isMembers(item) ? item['meta'] : undefined;
    const nested = isMembers(item) && item['contained'] !== undefined;
    const own =
      isMembers(meta) &&
      ['versionId', 'lastUpdated', 'security'].some((k) => meta[k] !== undefined);
    if (nested || own) report(walk, 'invariant', 'dom-2, dom-4 or dom-5 does not hold');
  }
}
