import { fhirType } from '../../../plan/fhir/compiled.ts';
import type { CompiledType } from '../../../plan/fhir/compiled.ts';
import { isMembers } from '../../../plan/fhir/issue.ts';
import type { Members } from '../../../plan/fhir/issue.ts';
import { pointer } from '../../json-pointer.ts';
import { holdExtensions } from '../extensions.ts';
import { convertSpecial } from './convert-special.ts';
import type { Conversion, Crossing } from './conversion.ts';
import { renamed } from './stu3-systems.ts';
import { STU3_TYPES } from './stu3-tables.ts';
import type { Stu3Row } from './stu3-tables.ts';
import { stu3Type } from './stu3-types.ts';

/**
 * A resource of STU3 as R4 says the same. What R4 cannot say is held back at its place; nothing
 * is read under a name that means something else now.
 * @param place of the resource in the tree it stands in; the R4 resource stands there too
 * @see https://hl7.org/fhir/R4/diff.html
 */
export function convertResource(resource: Members, place: string, conversion: Conversion): Members {
  const type = String(resource['resourceType']);
  const becomes = STU3_TYPES[type]?.becomes ?? type;
  const members = convertMembers(resource, type, { from: place, to: place, conversion });
  return { ...members, resourceType: becomes };
}

interface Spot {
  readonly from: string;
  readonly to: string;
  readonly conversion: Conversion;
}

function convertMembers(value: Members, type: string, { from, to, conversion }: Spot): Members {
  const table = STU3_TYPES[type];
  const target = fhirType(table?.becomes ?? type);
  const draft: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const crossing: Crossing = {
      ...{ name, value: value[name], holder: value, place: from, from: pointer(from, name) },
      ...{ to, draft, conversion },
      ...(target ? { target } : {}),
    };
    const base = name.replace(/^_/, '');
    const row = table?.elements[base];
    if (row) convertRow(row, crossing);
    else if (stu3Type(type)?.elements.has(base) === true) convertSame(crossing);
    else put(`stu3:${name}`, crossing);
  }
  return draft;
}

/** The same element in both releases; parts of it may differ. */
function convertSame(crossing: Crossing): void {
  const { name, value, from, to, draft, conversion, target } = crossing;
  const part = target?.elements.get(name)?.type ?? '';
  const at = pointer(to, name);
  draft[name] = Array.isArray(value)
    ? value.map((item, i) =>
        convertValue(item, part, { from: pointer(from, i), to: pointer(at, i), conversion }),
      )
    : convertValue(value, part, { from, to: at, conversion });
}

function convertValue(value: unknown, type: string, spot: Spot): unknown {
  return isMembers(value) && type.includes('.')
    ? convertMembers(value, type, spot)
    : renamed(value);
}

function convertRow(row: Stu3Row, crossing: Crossing): void {
  const { name, value, from, conversion } = crossing;
  if (name.startsWith('_')) convertShadow(row, crossing);
  else if (row.held !== undefined) conversion.log.holdBack(from, 'unmapped', row.held);
  else if (row.special) convertSpecial(row.special, crossing);
  else if (row.concept !== undefined || row.text === true) convertToConcept(row, crossing);
  else if (row.only !== undefined) convertOnly(row.only, crossing);
  else {
    const code = typeof value === 'string' ? row.codes?.[value] : undefined;
    put(row.to ?? name, { ...crossing, value: code ?? value }, row.type);
  }
}

/** Ids and extensions of a primitive go with it only where it stays one. */
function convertShadow(row: Stu3Row, crossing: Crossing): void {
  const changed = row.special ?? row.concept ?? row.text ?? row.held;
  const { name, holder, place, conversion } = crossing;
  if (changed === undefined) put(`_${row.to ?? name.slice(1)}`, crossing);
  else holdExtensions(holder, name, { place, log: conversion.log });
}

function convertToConcept({ concept }: Stu3Row, crossing: Crossing): void {
  const { name, value, from, to, draft, conversion } = crossing;
  draft[name] =
    concept === undefined ? { text: value } : { coding: [{ system: concept, code: value }] };
  conversion.places.make(pointer(to, name), from);
}

/** A value of which R4 keeps one member, such as who asked. */
function convertOnly(member: string, crossing: Crossing): void {
  const { name, value, from, to, draft, conversion } = crossing;
  if (!isMembers(value)) {
    put(name, crossing);
    return;
  }
  for (const other of Object.keys(value)) {
    const place = pointer(from, other);
    if (other === 'extension') holdExtensions(value, other, { place: from, log: conversion.log });
    else if (other === 'id') conversion.log.ignore(place);
    else if (other !== member)
      conversion.log.holdBack(place, 'unmapped', 'R4 has no place for this');
  }
  if (value[member] === undefined) return;
  draft[name] = renamed(value[member]);
  conversion.places.move(pointer(to, name), pointer(from, member));
}

/** Under its R4 name, in a list where R4 has one. */
function put(name: string, crossing: Crossing, type = ''): void {
  const { value, from, to, draft, conversion, target } = crossing;
  const many = isMany(target, name) && !Array.isArray(value);
  const place = pointer(to, name);
  const into = many ? pointer(place, 0) : place;
  if (into !== from) conversion.places.move(into, from);
  const one = Array.isArray(value)
    ? value.map(renamed)
    : convertValue(value, type, { from, to: into, conversion });
  draft[name] = many ? [one] : one;
}

function isMany(target: CompiledType | undefined, name: string): boolean {
  return target?.elements.get(name.replace(/^_/, ''))?.many === true;
}
