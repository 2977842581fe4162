import { fhirType } from '../../../plan/fhir/compiled.ts';
import { primitiveChecks } from '../../../plan/fhir/primitives.ts';
import type { BookElement, BookType, TypeBook } from '../type-book.ts';
import { STU3_TYPES } from './stu3-tables.ts';
import type { Stu3Row, Stu3Type } from './stu3-tables.ts';

function elementOf({ type, many }: Stu3Row): BookElement {
  const primitive = primitiveChecks.get(type);
  return { type, many: many === true, ...(primitive ? { primitive } : {}) };
}

/** The type in R4 without what only R4 has, with what STU3 has in its place. */
function typeOf(name: string, { becomes, elements, absent = [] }: Stu3Type): BookType {
  const all = new Map<string, BookElement>(fhirType(becomes)?.elements);
  for (const only of absent) all.delete(only);
  for (const [element, row] of Object.entries(elements)) all.set(element, elementOf(row));
  return { name, elements: all };
}

const differing = new Map(
  Object.entries(STU3_TYPES).map(([name, type]) => [name, typeOf(name, type)]),
);

/** The types of FHIR STU3 as far as the plan needs them: those that differ, else those of R4. */
export const stu3Type: TypeBook = (name) => differing.get(name) ?? fhirType(name);

/** Whether resources of this type are taken over from STU3. */
export const isTakenFromStu3 = (type: string): boolean =>
  Object.hasOwn(STU3_TYPES, type) && !type.includes('.');
