import type { XmlElement } from '../../wire/xml-elements.ts';
import { holdBack } from './scene.ts';
import type { Scene } from './scene.ts';

/** What an element says, whatever the order of its elements. */
export function contentOf(element: XmlElement): string {
  if (element.children.length === 0) return JSON.stringify([element.name, element.text.trim()]);
  return JSON.stringify([element.name, element.children.map(contentOf).sort()]);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Elements with a key of their own each, numbered by what they say where they share one. */
export function keyed(
  elements: readonly XmlElement[],
  keyOf: (element: XmlElement) => string,
): readonly (readonly [key: string, element: XmlElement])[] {
  const counts = new Map<string, number>();
  const inOrder = [...elements].sort((a, b) => compare(contentOf(a), contentOf(b)));
  return inOrder.map((element) => {
    const key = keyOf(element);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return [count === 1 ? key : `${key}-${count}`, element] as const;
  });
}

interface Distinguish {
  readonly keyOf: (element: XmlElement) => string;
  /** Of two with one key the later moment holds (OP033x1); without it none can be preferred. */
  readonly momentOf?: (element: XmlElement) => string;
}

/**
 * One element per key. A repetition says nothing; of several versions the latest holds; versions
 * of which none is the latest contradict each other, and all of them are held back.
 */
export function distinct(
  elements: readonly XmlElement[],
  { keyOf, momentOf = () => '' }: Distinguish,
  scene: Scene,
): readonly XmlElement[] {
  const groups = new Map<string, XmlElement[]>();
  for (const element of elements) {
    const key = keyOf(element);
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  }
  return [...groups.values()].flatMap((group) => latestOf(group, momentOf, scene));
}

function latestOf(
  group: readonly XmlElement[],
  momentOf: (element: XmlElement) => string,
  scene: Scene,
): readonly XmlElement[] {
  const latest = group.map(momentOf).sort(compare).at(-1);
  const candidates = new Set(group.filter((element) => momentOf(element) === latest));
  const [chosen] = candidates;
  if (!chosen) return [];
  const agree = new Set([...candidates].map(contentOf)).size === 1;
  for (const element of group) {
    if (!agree && candidates.has(element))
      holdBack(scene, element, 'invalid-value', 'two versions of this contradict each other');
    else if (element !== chosen) scene.ignored.push(element.place);
  }
  return agree ? [chosen] : [];
}
