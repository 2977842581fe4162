import { segmentsOf } from '../../../wire/placed-tree.ts';
import type { XmlElement } from '../../../wire/xml-elements.ts';
import { FHIR_NAMESPACE, memberName, wrappedResource } from './fhir-elements.ts';

/** Where a value of the tree stood in the XML. */
export interface XmlSpot {
  /** XPath of local names with positions. */
  readonly place: string;
  readonly line: number;
  /** The element is of a namespace in which FHIR has nothing. */
  readonly foreign: boolean;
}

/** The children of an element by the names that they have in the tree. */
const indexes = new WeakMap<XmlElement, ReadonlyMap<string, readonly XmlElement[]>>();

function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  let index = indexes.get(element);
  if (!index) {
    const fresh = new Map<string, XmlElement[]>();
    for (const child of element.children) {
      const key = memberName(child);
      const list = fresh.get(key);
      if (list) list.push(child);
      else fresh.set(key, [child]);
    }
    indexes.set(element, fresh);
    index = fresh;
  }
  return index.get(name) ?? [];
}

/**
 * The way back from a JSON pointer in the tree of a resource to its XML. A pointer that leads
 * further than the XML goes ends at the last element on its way.
 */
export function findElement(root: XmlElement, pointer: string): XmlSpot {
  const segments = segmentsOf(pointer);
  let at = root;
  for (let i = 0; i < segments.length; i += 1) {
    const name = segments[i] ?? '';
    const children = childrenOf(at, name.startsWith('_') ? name.slice(1) : name);
    const next = segments[i + 1] ?? '';
    const numbered = isNumber(next);
    const child = children[numbered ? Number(next) : 0];
    if (!child) return spot(at, isAttribute(at, name) ? name.replace(/^@?/, '/@') : '');
    if (numbered) i += 1;
    at = wrappedResource(child) ?? child;
  }
  return spot(at, '');
}

const isNumber = (text: string): boolean => {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
};

const isAttribute = ({ attributes }: XmlElement, name: string): boolean =>
  attributes.some((each) => each.name === name.replace(/^@/, ''));

const spot = ({ place, line, namespace }: XmlElement, rest: string): XmlSpot => ({
  place: place + rest,
  line,
  foreign: namespace !== FHIR_NAMESPACE,
});
