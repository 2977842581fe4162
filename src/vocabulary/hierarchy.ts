/** A child → parent link between two codes of one list. */
export type Link = readonly [child: string, parent: string];

/** A closed list of codes with broader/narrower relations; a code may have several parents. */
export interface Hierarchy {
  /** True when the code occurs in the list. Unknown codes are refused everywhere. */
  knows(code: string): boolean;
  /** The code itself and everything above it; empty for an unknown code. */
  selfAndAncestors(code: string): ReadonlySet<string>;
  /** Number of links on the longest way to a root (DECISION 8: specificity); 0 for a root. */
  depth(code: string): number;
  /** Every code, in order of first appearance. */
  readonly codes: readonly string[];
}

/**
 * Builds a hierarchy from its links.
 * @param links child → parent pairs; a root appears as a parent only
 * @param loose codes that belong to the list without any link
 * @throws RangeError when the links contain a cycle
 */
export function buildHierarchy(links: readonly Link[], loose: readonly string[] = []): Hierarchy {
  const parents = collectParents(links, loose);
  const ancestors = new Map<string, ReadonlySet<string>>();
  const depths = new Map<string, number>();
  for (const code of parents.keys()) walk(code, { parents, ancestors, depths, open: new Set() });
  const none: ReadonlySet<string> = new Set();
  return {
    knows: (code) => parents.has(code),
    selfAndAncestors: (code) => ancestors.get(code) ?? none,
    depth: (code) => depths.get(code) ?? 0,
    codes: [...parents.keys()],
  };
}

function collectParents(links: readonly Link[], loose: readonly string[]) {
  const parents = new Map<string, string[]>();
  const enter = (code: string) => parents.get(code) ?? parents.set(code, []).get(code) ?? [];
  for (const [child, parent] of links) {
    enter(parent);
    enter(child).push(parent);
  }
  loose.forEach(enter);
  return parents;
}

interface Walk {
  parents: ReadonlyMap<string, readonly string[]>;
  ancestors: Map<string, ReadonlySet<string>>;
  depths: Map<string, number>;
  open: Set<string>;
}

function walk(code: string, state: Walk): ReadonlySet<string> {
  const done = state.ancestors.get(code);
  if (done) return done;
  if (state.open.has(code)) throw new RangeError(`the code ${code} is its own ancestor`);
  state.open.add(code);
  const all = new Set([code]);
  let depth = 0;
  for (const parent of state.parents.get(code) ?? []) {
    for (const ancestor of walk(parent, state)) all.add(ancestor);
    depth = Math.max(depth, (state.depths.get(parent) ?? 0) + 1);
  }
  state.open.delete(code);
  state.ancestors.set(code, all);
  state.depths.set(code, depth);
  return all;
}
