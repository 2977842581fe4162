/** Bounds on one body; readers bound it before, this holds whoever calls. */
export interface BodyBounds {
  readonly depth: number;
  readonly nodes: number;
}

/**
 * Whether a tree stays within its bounds; walks without recursion, so depth itself cannot harm.
 * @returns undefined when it does, else what is too much
 */
export function oversize(body: unknown, bounds: BodyBounds): string | undefined {
  const todo: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }];
  let nodes = 0;
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { value, depth } = next;
    nodes += 1;
    if (nodes > bounds.nodes) return `more than ${bounds.nodes} values`;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= bounds.depth) return `nested deeper than ${bounds.depth} levels`;
    for (const inner of Object.values(value)) todo.push({ value: inner, depth: depth + 1 });
  }
  return undefined;
}
