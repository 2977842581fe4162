import { scanInto, XmlFault, type XmlBuild } from '../scan-xml.ts';
import { describeXmlIssue, parseXmlElements } from '../xml.ts';
import type { XmlElement } from '../xml-elements.ts';
import {
  attribute,
  fault,
  parts,
  TypeReader,
  unknown,
  XSD,
  type Definition,
  type SchemaFile,
} from './read-types.ts';
import { qualified, type QualifiedName, type Schemas, type Type, type TypeUse } from './schema.ts';
import { SchemaFault } from './schema-fault.ts';

/** Far more than the largest schema of a message. */
const MAX_NODES = 200_000;

/**
 * Reads the schemas of one folder, file name → content. Imports and includes lead to a file of that
 * folder by its plain name: nothing is ever fetched. Read is what schemas of messages are made of;
 * everything else is refused, so that nothing of a schema is passed over.
 * @throws SchemaFault naming the file, the line and what is wrong
 */
export function readSchemas(files: ReadonlyMap<string, Uint8Array>): Schemas {
  const elements = new Map<QualifiedName, Definition>();
  const definitions = new Map<QualifiedName, Definition>();
  for (const [name, bytes] of files) {
    const file = openFile(name, bytes);
    for (const element of parts(file.root)) {
      if (element.name === 'element') define(elements, { element, file });
      else if (['simpleType', 'complexType'].includes(element.name))
        define(definitions, { element, file });
      else checkReference(element, file, files);
    }
  }
  const reader = new TypeReader(definitions);
  const types = new Map<QualifiedName, Type>();
  for (const [name, definition] of definitions) types.set(name, reader.read(definition));
  const roots = new Map<QualifiedName, TypeUse>();
  for (const [name, definition] of elements) roots.set(name, reader.typeOf(definition));
  const used = [...roots.values(), ...[...types.values()].flatMap(usesOf)];
  for (const use of used)
    if (typeof use === 'string' && !types.has(use))
      throw new SchemaFault('the folder', `the type ${use} is used and not defined`);
  return { roots, types };
}

function define(all: Map<QualifiedName, Definition>, definition: Definition): void {
  const { element, file } = definition;
  const name = attribute(element, 'name');
  if (name === undefined) throw unknown(element, file);
  if (all.has(qualified(file.namespace, name))) throw fault(element, file, 'this is defined twice');
  all.set(qualified(file.namespace, name), definition);
}

function openFile(name: string, bytes: Uint8Array): SchemaFile {
  const parsed = parseXmlElements(bytes, MAX_NODES);
  if (!parsed.ok) throw new SchemaFault(name, describeXmlIssue(parsed.issue));
  const root = parsed.value;
  if (root.name !== 'schema' || root.namespace !== XSD)
    throw new SchemaFault(name, 'this is no XML Schema');
  if (attribute(root, 'elementFormDefault') !== 'qualified')
    throw new SchemaFault(name, 'elements must be qualified (elementFormDefault)');
  const namespace = attribute(root, 'targetNamespace');
  if (namespace === undefined) throw new SchemaFault(name, 'there is no targetNamespace');
  return { name, root, namespace, prefixes: prefixesOf(bytes) };
}

/** Prefixes declared at the root: values that name a type use them. */
function prefixesOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let first = true;
  const build: XmlBuild = {
    open: ({ ns }) => {
      if (first) for (const [prefix, uri] of Object.entries(ns)) found.set(prefix, uri);
      first = false;
    },
    text: () => undefined,
    close: () => undefined,
  };
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  try {
    scanInto(text, { maxDepth: 64, maxNodes: MAX_NODES }, () => build);
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
  }
  return found;
}

function checkReference(
  element: XmlElement,
  file: SchemaFile,
  files: ReadonlyMap<string, Uint8Array>,
): void {
  if (!['import', 'include'].includes(element.name)) throw unknown(element, file);
  const location = attribute(element, 'schemaLocation');
  if (location === undefined || !files.has(location))
    throw fault(
      element,
      file,
      'the schemaLocation must be the plain name of a file in the same folder',
    );
}

function usesOf(type: Type): readonly TypeUse[] {
  if (type.kind === 'simple' || !type.content) return [];
  const open = [type.content];
  const uses: TypeUse[] = [];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind !== 'element') open.push(...at.particles);
    else if (typeof at.type === 'string') uses.push(at.type);
    else uses.push(...usesOf(at.type));
  }
  return uses;
}
