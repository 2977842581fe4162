import { segmentsOf } from './placed-tree.ts';

/**
 * The XPath, with positions, of a place in the tree that the XML reader made: the root without a
 * position, every other element with its number among the siblings of that name.
 */
export function xmlPlaceOf(root: unknown, pointer: string): string {
  const segments = segmentsOf(pointer);
  let at = root;
  let path = '';
  segments.forEach((segment, i) => {
    const parent = at;
    at = memberOf(parent, segment);
    if (Array.isArray(parent)) path += `[${Number(segment) + 1}]`;
    else if (segment === '#text') path += isMixed(parent) ? '/text()' : '';
    else path += `/${segment}${numbered(segment, i) && !Array.isArray(at) ? '[1]' : ''}`;
  });
  return path;
}

function numbered(name: string, depth: number): boolean {
  return depth > 0 && !name.startsWith('@');
}

/** Whether an element has children beside its text. */
function isMixed(element: unknown): boolean {
  return (
    typeof element === 'object' &&
    element !== null &&
    Object.keys(element).some((name) => name !== '#text' && !name.startsWith('@'))
  );
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
