import type { Leaf } from './leaves.ts';

/** A tag, or what is none: comments, CDATA, declarations. */
const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<(\/?)([^\s/>]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

interface Open {
  readonly name: string;
  readonly place: string;
  readonly counts: Map<string, number>;
  children: number;
  text: string;
  readonly attributes: readonly Leaf[];
}

/** Values of elements and attributes by local names and positions; namespaces are no content. */
export function xmlLeaves(text: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const stack: Open[] = [];
  let end = 0;
  for (const tag of text.matchAll(MARKUP)) {
    const [whole, cdata, closing, qualified, attributes = '', empty] = tag;
    const top = stack.at(-1);
    if (top) top.text += decoded(text.slice(end, tag.index)) + (cdata ?? '');
    end = tag.index + whole.length;
    if (qualified === undefined) continue;
    if (closing === '/') finish(stack.pop(), leaves);
    else {
      stack.push(opened(qualified, attributes, top));
      if (empty === '/') finish(stack.pop(), leaves);
    }
  }
  if (stack.length > 0) throw new Error('an element is not closed');
  return leaves;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function opened(qualified: string, attributes: string, parent: Open | undefined): Open {
  const name = localName(qualified);
  const number = (parent?.counts.get(name) ?? 0) + 1;
  parent?.counts.set(name, number);
  if (parent) parent.children += 1;
  const place = parent ? `${parent.place}/${name}[${number}]` : `/${name}`;
  return {
    name,
    place,
    counts: new Map(),
    children: 0,
    text: '',
    attributes: [...attributes.matchAll(ATTRIBUTE)].flatMap((found) => attributeLeaf(found, place)),
  };
}

/** Declarations of namespaces and hints for validators (`xsi:`) are no content. */
function attributeLeaf(found: RegExpMatchArray, place: string): readonly Leaf[] {
  const [, qualified = '', double, single] = found;
  if (/^(xmlns(:|$)|xsi:)/.test(qualified)) return [];
  const name = localName(qualified);
  const value = decoded(double ?? single ?? '');
  return value.trim() === '' ? [] : [{ places: [`${place}/@${name}`], name, value }];
}

function finish(element: Open | undefined, leaves: Leaf[]): void {
  if (!element) return;
  const { name, place, attributes, children } = element;
  const value = element.text.trim();
  const places = children > 0 ? [`${place}/text()`] : [place, `${place}/text()`];
  // FHIR writes a value as an attribute of the element that it is the value of.
  const shown = attributes.map((leaf) =>
    leaf.name === 'value' ? { ...leaf, places: [...leaf.places, place], name } : leaf,
  );
  leaves.push(...shown, ...(value === '' ? [] : [{ places, name, value }]));
}

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
};

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, named) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(String(hex), 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return NAMED[String(named)] ?? whole;
  });
}
