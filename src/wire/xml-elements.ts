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
  readonly element: Omit<XmlElement, 'text'>;
  readonly children: XmlElement[];
  readonly pieces: string[];
  /** How many children of each name there are so far. */
  readonly counts: Map<string, number>;
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
    this.stack.at(-1)?.pieces.push(piece);
  }

  close(): void {
    const done = this.stack.pop();
    if (!done) return;
    const element = { ...done.element, text: done.pieces.join('') };
    const parent = this.stack.at(-1);
    if (parent) parent.children.push(element);
    else this.root = element;
  }

  result(): XmlElement {
    if (this.root) return this.root;
    throw this.fault('syntax');
  }
}

function grow(tag: SaxesTagNS, parent: Growing | undefined, line: number): Growing {
  const position = (parent?.counts.get(tag.local) ?? 0) + 1;
  parent?.counts.set(tag.local, position);
  const attributes = Object.values(tag.attributes)
    .filter(({ uri }) => uri !== 'http://www.w3.org/2000/xmlns/')
    .map(({ local, uri, value }) => ({ name: local, namespace: uri, value }));
  const children: XmlElement[] = [];
  const element = {
    name: tag.local,
    namespace: tag.uri,
    attributes,
    children,
    place: parent ? `${parent.element.place}/${tag.local}[${position}]` : `/${tag.local}`,
    line,
  };
  return { element, children, pieces: [], counts: new Map() };
}

/** True for a tree that this reader made. */
export function isXmlElement(value: unknown): value is XmlElement {
  if (typeof value !== 'object' || value === null) return false;
  const { namespace, place, children } = value as Partial<Record<keyof XmlElement, unknown>>;
  return typeof namespace === 'string' && typeof place === 'string' && Array.isArray(children);
}
