import { replaced, within, type Node } from './message-kinds.ts';

/** A message with one thing wrong, and which element has to be named for it. */
export interface Mutant {
  readonly title: string;
  readonly root: Node;
  /** The elements that complaints may name: what is wrong, and where something is missing. */
  readonly named: readonly Node[];
}

/** Draws: a number below another. */
export type Draw = (below: number) => number;

const titled =
  (title: string) =>
  (root: Node, ...named: readonly Node[]): Mutant => ({
    title,
    root,
    named,
  });

/** Everything that can be done wrong to one element of a message. */
export function mutantsOf(root: Node, draw: Draw): readonly Mutant[] {
  const all = within(root);
  const [element, parent] = all[draw(all.length)] ?? [root, root];
  const kind = element.kind();
  const instead = (...by: readonly Node[]) => replaced(root, element, ...by);
  const put = (title: string, changed: Node): Mutant => titled(title)(instead(changed), changed);
  const mutants = [
    put('an attribute', { ...element, attributes: ' x="1"' }),
    put('nothing at all', {
      ...element,
      attributes: ' xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    }),
    put('another namespace', { ...element, namespace: other(element) }),
    ...(kind.repeats ? [] : [twice(root, element)]),
    ...(kind.optional || isOneOfMany(element, parent) ? [] : [without(root, element, parent)]),
    unknown(root, element, parent),
  ];
  if (!kind.leaf) return [...mutants, put('text beside elements', { ...element, text: 'tekst' })];
  const { bad } = kind.leaf;
  const inner: Node = { ...element, name: 'Iets', children: [] };
  return [
    ...mutants,
    put('a text it may not have', { ...element, text: bad[draw(bad.length)] ?? '' }),
    put('an element in a text', { ...element, children: [inner] }),
  ];
}

const other = ({ namespace }: Node): Node['namespace'] =>
  namespace === 'base' ? 'message' : 'base';

const isOneOfMany = (element: Node, parent: Node): boolean =>
  parent.children.filter(({ name }) => name === element.name).length > 1;

function twice(root: Node, element: Node): Mutant {
  const again = { ...element };
  return titled('once too often')(replaced(root, element, element, again), again);
}

/** The parent is another node when something in it changes: it is found again by its name. */
function without(root: Node, element: Node, parent: Node): Mutant {
  const rest = { ...parent, children: parent.children.filter((child) => child !== element) };
  const changed = parent === root ? rest : replaced(root, parent, rest);
  return titled('missing')(changed, rest);
}

function unknown(root: Node, element: Node, parent: Node): Mutant {
  const renamed = { ...element, name: element.name.toLowerCase() };
  const changed = {
    ...parent,
    children: parent.children.map((child) => (child === element ? renamed : child)),
  };
  const whole = parent === root ? changed : replaced(root, parent, changed);
  return titled('an unknown name')(whole, renamed, changed);
}
