import { SaxesParser } from 'saxes';
import type { SaxesAttributeNS, SaxesTagNS } from 'saxes';
import { FORBIDDEN_NAMES } from './placed-tree.ts';

export interface XmlOptions {
  /**
   * Prefix → namespace: names in these namespaces are `prefix:name` (`name` for the prefix ''), all
   * others `{namespace}name`. Left out: local names, whatever the namespace.
   */
  readonly namespaces?: Readonly<Record<string, string>> | undefined;
}

/** Bounds on one XML text. */
export interface XmlLimits {
  /** The root has depth 1. */
  readonly maxDepth: number;
  /** Elements and attributes; as many character and entity references again. */
  readonly maxNodes: number;
}

export type XmlFaultCode =
  | 'syntax'
  | 'document-type'
  | 'processing-instruction'
  | 'declaration'
  | 'too-deep'
  | 'too-many-nodes'
  | 'duplicate-attribute'
  | 'forbidden-name';

/** Thrown inside the reader only. */
export class XmlFault extends Error {
  readonly code: XmlFaultCode;
  readonly line: number;
  readonly column: number;

  constructor(code: XmlFaultCode, { line, column }: { line: number; column: number }) {
    super(code);
    this.code = code;
    this.line = line;
    this.column = column;
  }
}

/** They tell a validator what to do; `xmlns` itself is no content either. */
const NO_CONTENT: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/XMLSchema-instance',
  'http://www.w3.org/2000/xmlns/',
]);

/** They name a schema for whoever wants to validate (https://www.w3.org/TR/xml-model/); not followed. */
const SCHEMA_HINTS: ReadonlySet<string> = new Set(['xml-model']);

/** What grows while a text is read. */
export interface XmlBuild {
  /** @param line of the start tag's end, from 1 */
  open(tag: SaxesTagNS, line: number): void;
  text(piece: string): void;
  close(): void;
}

/** Makes the fault to throw at the place where the reading is. */
export type MakeFault = (code: XmlFaultCode) => XmlFault;

/**
 * Reads a whole XML text into plain values.
 * @throws XmlFault at the first thing that is wrong
 */
export function scanXml(text: string, options: XmlOptions, limits: XmlLimits): unknown {
  return scanInto(text, limits, (fault) => new Build(options, fault)).result();
}

/**
 * Reads a whole XML text into what the caller builds of it.
 * @throws XmlFault at the first thing that is wrong
 */
export function scanInto<B extends XmlBuild>(
  text: string,
  limits: XmlLimits,
  begin: (fault: MakeFault) => B,
): B {
  const { parser, build } = prepare(text, limits, begin);
  parser.write(text).close();
  return build;
}

/** So many characters of a text are read between two places to stop at. */
const PIECE = 16 * 1024;

/**
 * The same in pieces of work.
 * @throws XmlFault at the first thing that is wrong
 */
export function* scanInSteps<B extends XmlBuild>(
  text: string,
  limits: XmlLimits,
  begin: (fault: MakeFault) => B,
): Generator<undefined, B> {
  const { parser, build } = prepare(text, limits, begin);
  for (let at = 0; at < text.length; at += PIECE) {
    parser.write(text.slice(at, at + PIECE));
    yield;
  }
  parser.close();
  return build;
}

function prepare<B extends XmlBuild>(
  text: string,
  limits: XmlLimits,
  begin: (fault: MakeFault) => B,
): { readonly parser: SaxesParser<{ xmlns: true }>; readonly build: B } {
  const parser = new SaxesParser({ xmlns: true });
  const fault = (code: XmlFaultCode) =>
    new XmlFault(code, { line: parser.line, column: parser.column + 1 });
  const build = begin(fault);
  parser.on('error', () => {
    throw fault('syntax');
  });
  parser.on('doctype', () => {
    throw fault('document-type');
  });
  parser.on('processinginstruction', ({ target }) => {
    if (!SCHEMA_HINTS.has(target)) throw fault('processing-instruction');
  });
  parser.on('xmldecl', ({ version, encoding = 'utf-8' }) => {
    if (version !== '1.0' || encoding.toLowerCase() !== 'utf-8') throw fault('declaration');
  });
  if (hasMore(text, '&', limits.maxNodes)) throw fault('too-many-nodes');
  const counting = count(limits, fault);
  // Before they are gathered for their element: one element may hold millions.
  parser.on('attribute', () => counting.node());
  parser.on('opentag', (tag) => {
    counting.open();
    build.open(tag, parser.line);
  });
  parser.on('text', (piece) => build.text(piece));
  parser.on('cdata', (piece) => build.text(piece));
  parser.on('closetag', () => {
    counting.close();
    build.close();
  });
  return { parser, build };
}

/** Each reference costs the parser as much as an element does. */
function hasMore(text: string, sign: string, most: number): boolean {
  let found = 0;
  for (let at = text.indexOf(sign); at >= 0 && found <= most; at = text.indexOf(sign, at + 1))
    found += 1;
  return found > most;
}

/** Holds a text to its bounds while it is read. */
function count({ maxDepth, maxNodes }: XmlLimits, fault: MakeFault) {
  let nodes = 0;
  let depth = 0;
  const node = (): void => {
    nodes += 1;
    if (nodes > maxNodes) throw fault('too-many-nodes');
  };
  const open = (): void => {
    node();
    depth += 1;
    if (depth > maxDepth) throw fault('too-deep');
  };
  const close = (): void => {
    depth -= 1;
  };
  return { node, open, close };
}

/** An element that is being read. */
class Frame {
  readonly name: string;
  readonly members = new Map<string, unknown>();
  readonly repeated = new Set<string>();
  readonly pieces: string[] = [];

  constructor(name: string) {
    this.name = name;
  }

  add(name: string, value: unknown): void {
    const before = this.members.get(name);
    if (this.repeated.has(name)) (before as unknown[]).push(value);
    else if (this.members.has(name)) {
      this.members.set(name, [before, value]);
      this.repeated.add(name);
    } else this.members.set(name, value);
  }

  value(): unknown {
    const text = this.pieces.join('').trim();
    if (this.members.size === 0) return text;
    if (text !== '') this.members.set('#text', text);
    return Object.fromEntries(this.members);
  }
}

/** Namespace → prefix. Names without a namespace stay as they are, unless '' stands for one. */
function prefixesOf(namespaces: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const declared = Object.entries(namespaces).map(([prefix, uri]) => [uri, prefix] as const);
  return new Map(Object.hasOwn(namespaces, '') ? declared : [['', ''], ...declared]);
}

class Build implements XmlBuild {
  private readonly prefixes: ReadonlyMap<string, string> | undefined;
  private readonly fault: MakeFault;
  private readonly top = new Frame('');
  private readonly stack: Frame[] = [];

  constructor({ namespaces }: XmlOptions, fault: MakeFault) {
    this.prefixes = namespaces && prefixesOf(namespaces);
    this.fault = fault;
  }

  open({ uri, local, attributes }: SaxesTagNS): void {
    const frame = new Frame(this.nameOf(uri, local));
    for (const attribute of Object.values(attributes)) this.attribute(attribute, frame);
    this.stack.push(frame);
  }

  text(piece: string): void {
    this.stack.at(-1)?.pieces.push(piece);
  }

  close(): void {
    const frame = this.stack.pop();
    if (frame) (this.stack.at(-1) ?? this.top).add(frame.name, frame.value());
  }

  result(): unknown {
    return this.top.value();
  }

  private attribute({ uri, local, value }: SaxesAttributeNS, frame: Frame): void {
    if (NO_CONTENT.has(uri)) return;
    const name = `@${uri === '' ? local : this.nameOf(uri, local)}`;
    if (frame.members.has(name)) throw this.fault('duplicate-attribute');
    frame.add(name, value);
  }

  private nameOf(uri: string, local: string): string {
    if (FORBIDDEN_NAMES.has(local)) throw this.fault('forbidden-name');
    if (!this.prefixes) return local;
    const prefix = this.prefixes.get(uri);
    if (prefix === undefined) return `{${uri}}${local}`;
    return prefix === '' ? local : `${prefix}:${local}`;
  }
}
