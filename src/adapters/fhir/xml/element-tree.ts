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
type Members = [name: string, value: unknown][];

/** Says that there was a narrative; what it said is nobody's fact. */
const NARRATIVE = '<div xmlns="http://www.w3.org/1999/xhtml">.</div>';

/**
 * A resource in XML as the tree that its JSON would give: lists where elements repeat, texts,
 * numbers and truths as their types say, `_name` for ids and extensions of primitives. What FHIR
 * does not know there (elements, attributes, loose text) stands in the tree under a name that no
 * type has, so that the validator complains of it at its place.
 * @throws RangeError at a name that no tree may hold
 * @see https://hl7.org/fhir/R4/xml.html
 */
export function resourceTree(resource: XmlElement, around: TypeBook, bookFor: BookFor): Tree {
  const book = bookFor(resource) ?? around;
  const type = book(resource.name);
  const members: Members = [['resourceType', resource.name]];
  if (type) members.push(...childMembers(resource, type, { book, bookFor }));
  else members.push(...envelopeOf(resource));
  members.push(...strayMembers(resource, []));
  return Object.fromEntries(members);
}

interface Books {
  readonly book: TypeBook;
  readonly bookFor: BookFor;
}

/** Of a type that this gateway does not know only the id is read: it is held back by name. */
function envelopeOf({ children }: XmlElement): Members {
  const id = children.find((each) => memberName(each) === 'id');
  const value = id && attribute(id, 'value');
  return value === undefined ? [] : [['id', value]];
}

function complexTree(element: XmlElement, type: BookType, books: Books): Tree {
  const extension = type.name === 'Extension';
  const named = extension ? ['id', 'url'] : ['id'];
  const members: Members = named.flatMap((name): Members => {
    const value = attribute(element, name);
    return value === undefined ? [] : [[name, value]];
  });
  members.push(...childMembers(element, type, books), ...strayMembers(element, named));
  return Object.fromEntries(members);
}

/** Children by name, in the order of their first: order between names has no meaning. */
function childMembers(element: XmlElement, type: BookType, books: Books): Members {
  const groups = new Map<string, XmlElement[]>();
  for (const child of element.children) {
    const name = memberName(child);
    if (FORBIDDEN_NAMES.has(child.name)) throw new RangeError('a name that is not allowed');
    const group = groups.get(name);
    if (group) group.push(child);
    else groups.set(name, [child]);
  }
  return [...groups].flatMap(([name, group]) => groupMembers(name, group, { type, books }));
}

interface Around {
  readonly type: BookType;
  readonly books: Books;
}

function groupMembers(
  name: string,
  group: readonly XmlElement[],
  { type, books }: Around,
): Members {
  if (type.name === 'Narrative' && group.every(isNarrative)) return [['div', NARRATIVE]];
  const element = type.elements.get(name);
  if (!element) return [[name, group.map(() => true)]];
  if (element.primitive !== undefined) return primitiveMembers(name, group, { element, books });
  const values = group.map((each) => complexValue(each, element, books));
  return [[name, element.many || values.length > 1 ? values : values[0]]];
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
  readonly element: BookElement;
  readonly books: Books;
}

/** Values beside their ids and extensions, as JSON writes them (https://hl7.org/fhir/R4/json.html). */
function primitiveMembers(
  name: string,
  group: readonly XmlElement[],
  { element, books }: Primitives,
): Members {
  const shadows = group.map((each) => shadowOf(each, books));
  const values = group.map((each, i) =>
    primitiveValue(attribute(each, 'value') ?? (shadows[i] ? null : ''), element.type),
  );
  const many = element.many || group.length > 1;
  const said = values.some((value) => value !== null);
  const value: Members = said || many ? [[name, many ? values : values[0]]] : [];
  const beside: Members = shadows.some((shadow) => shadow !== null)
    ? [[`_${name}`, many ? shadows : shadows[0]]]
    : [];
  return [...value, ...beside];
}

function shadowOf(element: XmlElement, books: Books): Tree | null {
  const type = books.book('Element');
  const id = attribute(element, 'id');
  const members: Members = id === undefined ? [] : [['id', id]];
  if (type) members.push(...childMembers(element, type, books));
  members.push(...strayMembers(element, ['id', 'value']));
  return members.length === 0 ? null : Object.fromEntries(members);
}

/** What FHIR does not know in an element: other attributes, and text beside its children. */
function strayMembers(element: XmlElement, known: readonly string[]): Members {
  const names = strangeAttributes(element, known);
  const text = element.text.trim() === '' ? [] : ['#text'];
  return [...names, ...text].map((name) => [name, true]);
}
