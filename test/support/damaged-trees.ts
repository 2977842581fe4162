import fc from 'fast-check';

/** Which places of a tree get which other values. */
export const damages = fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })), {
  maxLength: 4,
});

/** A copy of a tree with other values in some of its places. */
export function damaged(tree: unknown, all: readonly (readonly [number, unknown])[]): unknown {
  const copy = structuredClone(tree);
  const holders: Record<string, unknown>[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    holders.push(value as Record<string, unknown>);
    Object.values(value).forEach(walk);
  };
  walk(copy);
  for (const [at, value] of all) {
    const holder = holders[at % holders.length] ?? {};
    const names = Object.keys(holder);
    const name = names[at % Math.max(1, names.length)];
    if (name !== undefined) holder[name] = value;
  }
  return copy;
}
