import type { XmlElement } from '../xml-elements.ts';
import {
  qualified,
  type Occurs,
  type Particle,
  type QualifiedName,
  type Type,
  type TypeUse,
} from './schema.ts';
import { SchemaFault } from './schema-fault.ts';
import { BUILT_IN, restricted, type Facet, type SimpleType } from './simple-types.ts';

export const XSD = 'http://www.w3.org/2001/XMLSchema';

/** One file of schemas. */
export interface SchemaFile {
  readonly name: string;
  readonly root: XmlElement;
  readonly namespace: string;
  readonly prefixes: ReadonlyMap<string, string>;
}

/** Something that is defined by name, not read yet. */
export interface Definition {
  readonly element: XmlElement;
  readonly file: SchemaFile;
}

const MAX_DERIVATIONS = 20;

/** Reads definitions on demand: a type may be used before it is defined. */
export class TypeReader {
  readonly #definitions: ReadonlyMap<QualifiedName, Definition>;

  constructor(definitions: ReadonlyMap<QualifiedName, Definition>) {
    this.#definitions = definitions;
  }

  /** A `simpleType` or `complexType`. */
  read({ element, file }: Definition, depth = 0): Type {
    if (depth > MAX_DERIVATIONS)
      throw fault(element, file, 'types derive from each other endlessly');
    if (element.name === 'simpleType')
      return { kind: 'simple', simple: this.#simple({ element, file }, depth) };
    allow(element, file, ['name']);
    const [content, ...others] = parts(element);
    if (others.length > 0) throw unknown(others[0] ?? element, file);
    return { kind: 'complex', content: content && this.#particle(content, file) };
  }

  /** The type of an element: by name, or written inside it. */
  typeOf({ element, file }: Definition): TypeUse {
    const [inside, ...others] = parts(element);
    const named = attribute(element, 'type');
    if (others.length > 0 || (inside && named !== undefined)) throw unknown(element, file);
    if (named !== undefined) {
      const name = resolved(named, element, file);
      const builtIn = name.startsWith(`{${XSD}}`)
        ? BUILT_IN.get(name.slice(XSD.length + 2))
        : undefined;
      return builtIn ? { kind: 'simple', simple: builtIn } : name;
    }
    if (!inside || !['simpleType', 'complexType'].includes(inside.name))
      throw fault(element, file, 'an element must have a type');
    return this.read({ element: inside, file });
  }

  #simple({ element, file }: Definition, depth: number): SimpleType {
    allow(element, file, ['name']);
    const [restriction, ...others] = parts(element);
    if (restriction?.name !== 'restriction' || others.length > 0) throw unknown(element, file);
    allow(restriction, file, ['base']);
    const base = this.#base(
      resolved(attribute(restriction, 'base') ?? '', restriction, file),
      {
        element: restriction,
        file,
      },
      depth,
    );
    const facets = parts(restriction).map((facet): Facet => {
      allow(facet, file, ['value']);
      if (parts(facet).length > 0) throw unknown(facet, file);
      return { name: facet.name, value: attribute(facet, 'value') ?? '' };
    });
    try {
      return restricted(base, facets);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw fault(restriction, file, error.message);
    }
  }

  #base(name: QualifiedName, at: Definition, depth: number): SimpleType {
    if (name.startsWith(`{${XSD}}`)) {
      const builtIn = BUILT_IN.get(name.slice(XSD.length + 2));
      if (builtIn) return builtIn;
    }
    const definition = this.#definitions.get(name);
    const type = definition && this.read(definition, depth + 1);
    if (type?.kind === 'simple') return type.simple;
    throw fault(at.element, at.file, 'the base of this type is not known here');
  }

  #particle(element: XmlElement, file: SchemaFile): Particle {
    const occurs = occursOf(element, file);
    if (element.name === 'sequence' || element.name === 'choice') {
      allow(element, file, ['minOccurs', 'maxOccurs']);
      const particles = parts(element).map((each) => this.#particle(each, file));
      return { kind: element.name, particles, ...occurs };
    }
    const name = attribute(element, 'name');
    if (element.name !== 'element' || name === undefined) throw unknown(element, file);
    allow(element, file, ['name', 'type', 'minOccurs', 'maxOccurs']);
    const type = this.typeOf({ element, file });
    return { kind: 'element', name, namespace: file.namespace, type, ...occurs };
  }
}

/** Children that say something: what is only written for people is left out. */
export const parts = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter(({ name, namespace }) => namespace !== XSD || name !== 'annotation');

export const attribute = ({ attributes }: XmlElement, of: string): string | undefined =>
  attributes.find(({ name, namespace }) => name === of && namespace === '')?.value;

/** Nothing of a schema is passed over: what is not known here refuses it. */
function allow(element: XmlElement, file: SchemaFile, names: readonly string[]): void {
  const isKnown = element.namespace === XSD && element.text.trim() === '';
  if (!isKnown || element.attributes.some(({ name }) => !names.includes(name)))
    throw unknown(element, file);
}

function resolved(text: string, element: XmlElement, file: SchemaFile): QualifiedName {
  const [prefix, name] = text.includes(':') ? text.split(':') : ['', text];
  const namespace = file.prefixes.get(prefix ?? '');
  if (namespace === undefined || !name)
    throw fault(element, file, 'a prefix is not declared at the root');
  return qualified(namespace, name);
}

const MAX_OCCURS = 1_000_000;

function occursOf(element: XmlElement, file: SchemaFile): Occurs {
  const count = (of: string): number => {
    const text = attribute(element, of) ?? '1';
    if (text === 'unbounded' && of === 'maxOccurs') return Infinity;
    if (!/^\d{1,7}$/.test(text) || Number(text) > MAX_OCCURS)
      throw fault(element, file, `${of} is no number`);
    return Number(text);
  };
  return { min: count('minOccurs'), max: count('maxOccurs') };
}

export function fault({ line }: XmlElement, file: SchemaFile, what: string): SchemaFault {
  return new SchemaFault(`${file.name}, line ${line}`, what);
}

export const unknown = (element: XmlElement, file: SchemaFile): SchemaFault =>
  fault(element, file, `${element.name} is used in a way that is not known here`);
