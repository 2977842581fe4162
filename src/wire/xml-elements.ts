import type { SaxesTagNS } from 'saxes';
import { scanInSteps, scanInto } from './scan-xml.ts';
import type { MakeFault, XmlBuild, XmlLimits } from './scan-xml.ts';

/** An element of a document, with where it stood. */
export interface XmlElement {
  /** Local name; prefixes have no meaning. */
  readonly name: string;
  readonly namespace: string;
  /** All character data directly inside, entities and CDATA resolved, white space as it was. */
  readonly text: string;
  /** Namespace declarations are no attributes. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** XPath of local names with positions: `/Bericht/Client[1]/Bsn[1]`; the root has no position. */
  readonly place: string;
  /** Of the end of its start tag, from 1. */
  readonly line: number;
}

interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/**
 * Reads a whole XML text into elements.
 * @throws XmlFault at the first thing that is wrong
 */
export function scanElements(text: string, limits: XmlLimits): XmlElement {
  return scanInto(text, limits, (fault) => new ElementBuild(fault)).result();
}

/**
 * The same in pieces of work.
 * @throws XmlFault at the first thing that is wrong
 */
export function* scanElementsInSteps(
  text: string,
  limits: XmlLimits,
): Generator<undefined, XmlElement> {
  return (yield* scanInSteps(text, limits, (fault) => new ElementBuild(fault))).result();
}

/** An element under construction. */
interface Growing {
  readonly element: { -readonly [member in keyof XmlElement]: XmlElement[member] };
  children: XmlElement[] | undefined;
  /** How many children of each name there are so far. */
  counts: Map<string, number> | undefined;
}

class ElementBuild implements XmlBuild {
  private readonly fault: MakeFault;
  private readonly stack: Growing[] = [];
  private root: XmlElement | undefined;

  constructor(fault: MakeFault) {
    this.fault = fault;
  }

  open(tag: SaxesTagNS, line: number): void {
    this.stack.push(grow(tag, this.stack.at(-1), line));
  }

  text(piece: string): void {
    const inside = this.stack.at(-1);
    if (inside) inside.element.text += piece;
  }

  close(): void {
    const done = this.stack.pop();
    if (!done) return;
    const { element, children } = done;
    if (children) element.children = children;
    const parent = this.stack.at(-1);
    if (parent) (parent.children ??= []).push(element);
    else this.root = element;
  }

  result(): XmlElement {
    if (this.root) return this.root;
    throw this.fault('syntax');
  }
}

const NO_CHILDREN: readonly XmlElement[] = [];
const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

function grow(tag: SaxesTagNS, parent: Growing | undefined, line: number): Growing {
  const element = {
    name: tag.local,
    namespace: tag.uri,
    text: '',
    attributes: attributesOf(tag),
    children: NO_CHILDREN,
    place: placeIn(parent, tag.local),
    line,
  };
  return { element, children: undefined, counts: undefined };
}

function placeIn(parent: Growing | undefined, name: string): string {
  if (!parent) return `/${name}`;
  const counts = (parent.counts ??= new Map<string, number>());
  const position = (counts.get(name) ?? 0) + 1;
  counts.set(name, position);
  return `${parent.element.place}/${name}[${position}]`;
}

function attributesOf({ attributes }: SaxesTagNS): readonly XmlAttribute[] {
  let found: XmlAttribute[] | undefined;
  for (const { local, uri, value } of Object.values(attributes))
    if (uri !== 'http://www.w3.org/2000/xmlns/')
      (found ??= []).push({ name: local, namespace: uri, value });
  return found ?? NO_ATTRIBUTES;
}

/** True for a tree that this reader made. */
export function isXmlElement(value: unknown): value is XmlElement {
  if (typeof value !== 'object' || value === null) return false;
  const { namespace, place, children } = value as Partial<Record<keyof XmlElement, unknown>>;
  return typeof namespace === 'string' && typeof place === 'string' && Array.isArray(children);
}
