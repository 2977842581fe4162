import fc from 'fast-check';
import type { StandardName } from '../../src/adapters/ijw/message-types.ts';

/** An element of a message that was drawn. */
export interface Node {
  readonly name: string;
  readonly namespace: 'message' | 'base';
  readonly text: string;
  readonly children: readonly Node[];
  /** A function, so that a counterexample does not print it. */
  readonly kind: () => Kind;
  /** Attributes, as they are written. */
  readonly attributes?: string;
}

/** What an element may hold. */
export interface Kind {
  /** Texts that it may have, and some that it may not; absent: it has children. */
  readonly leaf?: { readonly good: fc.Arbitrary<string>; readonly bad: readonly string[] };
  readonly rows?: Readonly<Record<string, Kind>>;
  /** Namespace of the children. */
  readonly inner?: 'message' | 'base';
  readonly optional?: true;
  readonly repeats?: true;
}

export const leaf = (good: fc.Arbitrary<string>, ...bad: readonly string[]): Kind => ({
  leaf: { good, bad },
});
export const children = (
  inner: 'message' | 'base',
  rows: Readonly<Record<string, Kind>>,
): Kind => ({ inner, rows });
export const maybe = (kind: Kind): Kind => ({ ...kind, optional: true });
export const listOf = (name: string, kind: Kind): Kind =>
  children('message', { [name]: { ...kind, repeats: true } });

/** Any element of a kind. */
export function many(
  name: string,
  kind: Kind,
  namespace: Node['namespace'] = 'message',
): fc.Arbitrary<Node> {
  const { rows, inner = 'message' } = kind;
  const own = { name, namespace, kind: () => kind };
  if (kind.leaf) return kind.leaf.good.map((text) => ({ ...own, text, children: [] }));
  const drawn = Object.entries(rows ?? {}).map(([child, of]) => {
    const one = many(child, of, inner);
    if (of.repeats) return fc.array(one, { minLength: 1, maxLength: 3 });
    return of.optional ? fc.option(one, { nil: undefined }).map(listed) : one.map((each) => [each]);
  });
  return fc.tuple(...drawn).map((all) => ({ ...own, text: '', children: all.flat() }));
}

const listed = <T>(one: T | undefined): readonly T[] => (one === undefined ? [] : [one]);

/** A message as it is sent, and where each of its elements stands in it. */
export interface Written {
  readonly xml: string;
  readonly at: ReadonlyMap<Node, Place>;
}
export interface Place {
  readonly place: string;
  readonly line: number;
}

/** Writes a message with each element on a line of its own. */
export function written(root: Node, standard: StandardName, number: string): Written {
  const prefix = standard === 'ijw' ? 'jw' : 'wmo';
  const base = `http://www.istandaarden.nl/${standard}/3_2`;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  const at = new Map<Node, Place>();
  const write = (node: Node, place: string): void => {
    at.set(node, { place, line: lines.length + 1 });
    const name = `${node.namespace === 'base' ? 'b' : 'm'}:${node.name}`;
    const declared =
      node === root
        ? ` xmlns:m="${base}/${prefix}${number}/schema" xmlns:b="${base}/basisschema/schema"`
        : '';
    const start = `<${name}${declared}${node.attributes ?? ''}>${escaped(node.text)}`;
    if (node.children.length === 0) {
      lines.push(`${start}</${name}>`);
      return;
    }
    lines.push(start);
    const counts = new Map<string, number>();
    for (const child of node.children) {
      const count = (counts.get(child.name) ?? 0) + 1;
      counts.set(child.name, count);
      write(child, `${place}/${child.name}[${count}]`);
    }
    lines.push(`</${name}>`);
  };
  write(root, `/${root.name}`);
  return { xml: lines.join('\n'), at };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Every element of a tree with the one that it is in. */
export function within(node: Node): readonly (readonly [element: Node, parent: Node])[] {
  return node.children.flatMap((child) => [[child, node] as const, ...within(child)]);
}

/** The tree with one of its elements as something else: nothing, or several. */
export function replaced(node: Node, old: Node, ...by: readonly Node[]): Node {
  const own = node.children.flatMap((child) =>
    child === old ? by : [replaced(child, old, ...by)],
  );
  return { ...node, children: own };
}
