import { FORBIDDEN_NAMES } from '../../../wire/placed-tree.ts';
import type { XmlElement } from '../../../wire/xml-elements.ts';
import type { BookElement, BookType, TypeBook } from '../type-book.ts';
import {
  attribute,
  isNarrative,
  memberName,
  strangeAttributes,
  wrappedResource,
} from './fhir-elements.ts';
import { primitiveValue } from './primitive-value.ts';

/** Which release a resource is written in decides how its elements are read; undefined = as around it. */
export type BookFor = (resource: XmlElement) => TypeBook | undefined;

type Tree = Readonly<Record<string, unknown>>;
type Draft = Record<string, unknown>;

/** A name that no tree may hold: copying it would change what an object is. */
export class ForbiddenName extends Error {}

/** Says that there was a narrative; what it said is nobody's fact. */
const NARRATIVE = '<div xmlns="http://www.w3.org/1999/xhtml">.</div>';

/**
 * A resource in XML as the tree that its JSON would give: lists where elements repeat, texts,
 * numbers and truths as their types say, `_name` for ids and extensions of primitives. What FHIR
 * does not know there (elements, attributes, loose text) stands in the tree under a name that no
 * type has, so that the validator complains of it at its place.
 * @throws ForbiddenName
 * @see https://hl7.org/fhir/R4/xml.html
 */
export function resourceTree(resource: XmlElement, around: TypeBook, bookFor: BookFor): Tree {
  const book = bookFor(resource) ?? around;
  const type = book(resource.name);
  const draft: Draft = { resourceType: resource.name };
  if (type) addChildren(draft, resource, { type, books: { book, bookFor } });
  else addId(draft, resource);
  addStray(draft, resource, []);
  return draft;
}

interface Books {
  readonly book: TypeBook;
  readonly bookFor: BookFor;
}

/** Of a type that this gateway does not know only the id is read: it is held back by name. */
function addId(draft: Draft, { children }: XmlElement): void {
  const id = children.find((each) => memberName(each) === 'id');
  const value = id && attribute(id, 'value');
  if (value !== undefined) draft['id'] = value;
}

function complexTree(element: XmlElement, type: BookType, books: Books): Tree {
  const draft: Draft = {};
  const named = type.name === 'Extension' ? ['id', 'url'] : ['id'];
  for (const name of named) {
    const value = attribute(element, name);
    if (value !== undefined) draft[name] = value;
  }
  addChildren(draft, element, { type, books });
  addStray(draft, element, named);
  return draft;
}

interface Around {
  readonly type: BookType;
  readonly books: Books;
}

/** Children by name, in the order of their first: order between names has no meaning. */
function addChildren(draft: Draft, element: XmlElement, around: Around): void {
  if (element.children.length === 0) return;
  const groups = new Map<string, XmlElement[]>();
  for (const child of element.children) {
    if (FORBIDDEN_NAMES.has(child.name)) throw new ForbiddenName();
    const name = memberName(child);
    const group = groups.get(name);
    if (group) group.push(child);
    else groups.set(name, [child]);
  }
  for (const [name, group] of groups) addGroup(draft, name, { group, ...around });
}

interface Group extends Around {
  /** Never empty. */
  readonly group: readonly XmlElement[];
}

function addGroup(draft: Draft, name: string, { group, type, books }: Group): void {
  const element = type.elements.get(name);
  if (type.name === 'Narrative' && group.every(isNarrative)) draft['div'] = NARRATIVE;
  else if (!element) draft[name] = group.map(() => true);
  else if (element.primitive !== undefined) addPrimitives(draft, name, { group, element, books });
  else {
    const values = group.map((each) => complexValue(each, element, books));
    draft[name] = element.many || values.length > 1 ? values : values[0];
  }
}

function complexValue(element: XmlElement, { type: name }: BookElement, books: Books): unknown {
  if (name === 'Resource') {
    const resource = wrappedResource(element);
    return resource ? resourceTree(resource, books.book, books.bookFor) : {};
  }
  const type = books.book(name);
  return type ? complexTree(element, type, books) : {};
}

interface Primitives {
  readonly group: readonly XmlElement[];
  readonly element: BookElement;
  readonly books: Books;
}

/** Values beside their ids and extensions, as JSON writes them (https://hl7.org/fhir/R4/json.html). */
function addPrimitives(draft: Draft, name: string, { group, element, books }: Primitives): void {
  const shadows = group.map((each) => shadowOf(each, books));
  const values = group.map((each, i) =>
    primitiveValue(attribute(each, 'value') ?? (shadows[i] ? null : ''), element.type),
  );
  const many = element.many || group.length > 1;
  if (many || values[0] !== null) draft[name] = many ? values : values[0];
  if (shadows.some((shadow) => shadow !== null)) draft[`_${name}`] = many ? shadows : shadows[0];
}

function shadowOf(element: XmlElement, books: Books): Tree | null {
  if (hasValueOnly(element)) return null;
  const type = books.book('Element');
  const draft: Draft = {};
  const id = attribute(element, 'id');
  if (id !== undefined) draft['id'] = id;
  if (type && element.children.length > 0) addChildren(draft, element, { type, books });
  addStray(draft, element, ['id', 'value']);
  return Object.keys(draft).length === 0 ? null : draft;
}

/** As nearly all primitives are written. */
function hasValueOnly({ attributes, children, text }: XmlElement): boolean {
  const [only, second] = attributes;
  const plain = only?.name === 'value' && only.namespace === '' && !second;
  return plain && children.length === 0 && text === '';
}

/** What FHIR does not know in an element: other attributes, and text beside its children. */
function addStray(draft: Draft, element: XmlElement, known: readonly string[]): void {
  for (const name of strangeAttributes(element, known)) draft[name] = true;
  if (element.text.trim() !== '') draft['#text'] = true;
}
