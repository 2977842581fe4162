import type { XmlElement } from '../../../wire/xml-elements.ts';

/** The namespace of every element of FHIR but narrative (https://hl7.org/fhir/R4/xml.html). */
export const FHIR_NAMESPACE = 'http://hl7.org/fhir';
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const XHTML = 'http://www.w3.org/1999/xhtml';

/** The member that an element becomes; what is of another namespace is never taken for one of FHIR. */
export function memberName({ name, namespace }: XmlElement): string {
  const known = namespace === FHIR_NAMESPACE && name !== 'resourceType';
  return known ? name : `{${namespace}}${name}`;
}

/** The narrative itself: XHTML, of which nothing is read. */
export const isNarrative = ({ name, namespace }: XmlElement): boolean =>
  name === 'div' && namespace === XHTML;

/** The resource in a wrapper (`entry.resource`, `contained`): its one child, named after its type. */
export function wrappedResource({ name, children }: XmlElement): XmlElement | undefined {
  const [only] = children;
  const wraps = (name === 'resource' || name === 'contained') && children.length === 1;
  return wraps && only && isResource(only) ? only : undefined;
}

const isResource = ({ name, namespace }: XmlElement): boolean =>
  namespace === FHIR_NAMESPACE && /^[A-Z]/.test(name);

/** Attribute of that name without a namespace. */
export function attribute(element: XmlElement, name: string): string | undefined {
  for (const each of element.attributes)
    if (each.name === name && each.namespace === '') return each.value;
  return undefined;
}

const NONE: readonly string[] = [];

/** Names of attributes that FHIR does not know there; hints for schema validators are no content. */
export function strangeAttributes(
  { attributes }: XmlElement,
  known: readonly string[],
): readonly string[] {
  const strange = ({ name, namespace }: XmlElement['attributes'][number]): boolean =>
    namespace !== SCHEMA_INSTANCE && !(namespace === '' && known.includes(name));
  return attributes.some(strange) ? attributes.filter(strange).map(({ name }) => `@${name}`) : NONE;
}
