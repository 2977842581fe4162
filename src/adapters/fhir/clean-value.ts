import { pointer } from '../json-pointer.ts';
import type { Json } from '../../plan/fact.ts';
import { PLAN_RESOURCE_TYPES } from '../../plan/fact.ts';
import type { CompiledElement, CompiledType } from '../../plan/fhir/compiled.ts';
import { fhirType } from '../../plan/fhir/compiled.ts';
import { isMembers } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import type { BundleIndex } from './bundle-index.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { holdExtensions, isExtending } from './extensions.ts';
import { disclosedBy } from './professionals.ts';

/** What cleaning needs to know, and what it finds out. */
export interface Cleaning {
  readonly index: BundleIndex;
  readonly log: DeliveryLog;
  /** Places of the values that were kept. */
  readonly places: string[];
  /** RelatedPersons referred to (`RelatedPerson/id`). */
  readonly relatives: Set<string>;
  /** Labels that come of whom it refers to. */
  readonly disclosed: Set<string>;
  /** Something was left out: what remains has to be checked again. */
  dropped: boolean;
}

const PLAN_TYPES: ReadonlySet<string> = new Set(PLAN_RESOURCE_TYPES);
const FRAMES: ReadonlySet<string> = new Set(['CarePlan', 'CareTeam', 'Group']);
const REFERENCE_REST: ReadonlySet<string> = new Set(['type', 'display', 'id', 'identifier']);

/**
 * The value of one element as the plan keeps it: no ids, extensions, narrative or displays, and
 * references to people and things of the delivery instead of addresses.
 * @returns undefined when nothing is left
 */
export function cleanElement(
  value: unknown,
  element: CompiledElement,
  at: { readonly place: string; readonly cleaning: Cleaning },
): Json | undefined {
  if (!Array.isArray(value)) return cleanOne(value, element, at.place, at.cleaning);
  const items: Json[] = [];
  (value as readonly unknown[]).forEach((item, i) => {
    const clean = cleanOne(item, element, pointer(at.place, i), at.cleaning);
    if (clean !== undefined) items.push(clean);
  });
  return items.length === 0 ? undefined : items;
}

function cleanOne(
  value: unknown,
  element: CompiledElement,
  place: string,
  cleaning: Cleaning,
): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (element.primitive) {
    cleaning.places.push(place);
    return value as Json;
  }
  const type = element.complex();
  if (!type || !isMembers(value)) return undefined;
  if (type.name === 'Reference') return cleanReference(value, element, { place, cleaning });
  if (type.name === 'Narrative') {
    cleaning.log.ignore(place);
    return undefined;
  }
  return cleanComplex(value, type, place, cleaning);
}

function cleanComplex(
  value: Members,
  type: CompiledType,
  place: string,
  cleaning: Cleaning,
): Json | undefined {
  const clean: Record<string, Json> = {};
  let kept = false;
  for (const name of Object.keys(value)) {
    const inner = pointer(place, name);
    if (name === 'id') cleaning.log.ignore(inner);
    else if (isExtending(name)) holdExtensions(value, name, { place, log: cleaning.log });
    else {
      const element = type.elements.get(name);
      const member = element && cleanElement(value[name], element, { place: inner, cleaning });
      if (member === undefined) continue;
      clean[name] = member;
      kept = true;
    }
  }
  if (!kept) cleaning.dropped = true;
  return kept ? clean : undefined;
}

function cleanReference(
  value: Members,
  { targets }: CompiledElement,
  { place, cleaning }: { readonly place: string; readonly cleaning: Cleaning },
): Json | undefined {
  const target = targetOf(value, targets, cleaning);
  for (const name of Object.keys(value)) {
    const inner = pointer(place, name);
    if (isExtending(name)) holdExtensions(value, name, { place, log: cleaning.log });
    else if (REFERENCE_REST.has(name) && !(target === undefined && name === 'identifier'))
      cleaning.log.ignore(inner);
    else if (target !== undefined) cleaning.places.push(inner);
    else
      cleaning.log.holdBack(inner, 'unmapped', 'refers to something that is not part of the plan');
  }
  if (target === undefined) {
    cleaning.dropped = true;
    return undefined;
  }
  return { reference: target };
}

function targetOf(
  value: Members,
  targets: ReadonlySet<string> | undefined,
  cleaning: Cleaning,
): string | undefined {
  const { reference } = value;
  const key = typeof reference === 'string' ? cleaning.index.keyOf(reference) : undefined;
  if (key === undefined) return personNamed(value, cleaning);
  const entry = cleaning.index.entry(key);
  const telling = entry ? [entry, ...cleaning.index.rolesOf(key)] : cleaning.index.rolesOf(key);
  for (const label of telling.flatMap(disclosedBy(cleaning.index))) cleaning.disclosed.add(label);
  if (!key.startsWith('PractitionerRole/')) return targetOfKey(key, cleaning);
  const practitioner = entry && cleaning.index.practitionerOf(entry);
  const allowed = targets?.has('Practitioner') ?? true;
  return practitioner !== undefined && allowed ? `local:${practitioner}` : undefined;
}

/** People by who they are, frames by what they are; other things when they are of the plan. */
function targetOfKey(key: string, { relatives }: Cleaning): string | undefined {
  const type = key.slice(0, key.indexOf('/'));
  if (type === 'RelatedPerson') relatives.add(key);
  if (type === 'Patient' || type === 'RelatedPerson') return `person:${key}`;
  if (FRAMES.has(type)) return `frame:${type}`;
  return PLAN_TYPES.has(type) ? `local:${key}` : undefined;
}

/** Where it leads to no resource, a reference names a person only by a BSN. */
function personNamed(value: Members, { index }: Cleaning): string | undefined {
  const name = index.personNamed(value);
  return name === undefined ? undefined : `person:${name}`;
}

/** The element of a type by its JSON name. */
export function elementOf(type: string, name: string): CompiledElement | undefined {
  return fhirType(type)?.elements.get(name);
}
