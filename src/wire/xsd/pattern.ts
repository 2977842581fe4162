import { parsePattern, type Node } from './parse-pattern.ts';

/** Most states of one pattern: `a{1000}` needs as many. */
const MAX_STATES = 20_000;
/** Longer texts are not matched but refused: no field of a message needs them. */
export const MAX_MATCHED = 100_000;

type State =
  | { readonly kind: 'char'; readonly is: (code: number) => boolean; next: number }
  | { readonly kind: 'split'; readonly next: number[] };

/**
 * A pattern of XML Schema as a test of a whole text. All alternatives are followed side by side, so
 * that the time is the length of the text times the size of the pattern, whatever the pattern:
 * schemas hold patterns on which a backtracking matcher never ends.
 * @throws RangeError when the pattern is of a form that is not known here, or too large
 * @see https://www.w3.org/TR/xmlschema-2/#regexs
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const states: State[] = [];
  const add = (state: State): number => {
    if (states.length >= MAX_STATES) throw new RangeError('the pattern is too large');
    return states.push(state) - 1;
  };
  const accept = add({ kind: 'split', next: [] });
  const start = build(parsePattern(pattern), accept, add);
  return (text) => run(states, { start, accept }, text);
}

type Add = (state: State) => number;

/** The states of a node, ending in `next`; returns where they begin. */
function build(node: Node, next: number, add: Add): number {
  switch (node.kind) {
    case 'char':
      return add({ kind: 'char', is: node.is, next });
    case 'sequence':
      return node.parts.reduceRight((after, part) => build(part, after, add), next);
    case 'choice':
      return add({ kind: 'split', next: node.options.map((option) => build(option, next, add)) });
    case 'repeat':
      return repeat(node, next, add);
  }
}

function repeat(
  { of, min, max }: Extract<Node, { kind: 'repeat' }>,
  next: number,
  add: Add,
): number {
  let at = next;
  if (max === undefined) {
    const loop = { kind: 'split' as const, next: [next] };
    at = add(loop);
    loop.next.push(build(of, at, add));
  } else {
    for (let i = min; i < max; i += 1)
      at = add({ kind: 'split', next: [next, build(of, at, add)] });
  }
  for (let i = 0; i < min; i += 1) at = build(of, at, add);
  return at;
}

function run(
  states: readonly State[],
  { start, accept }: { readonly start: number; readonly accept: number },
  text: string,
): boolean {
  let now = reach(states, [start]);
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const next: number[] = [];
    for (const at of now) {
      const state = states[at];
      if (state?.kind === 'char' && state.is(code)) next.push(state.next);
    }
    if (next.length === 0) return false;
    now = reach(states, next);
  }
  return now.has(accept);
}

/** Every state that can be reached without reading anything. */
function reach(states: readonly State[], from: readonly number[]): Set<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const state = states[at];
    if (state?.kind === 'split') open.push(...state.next);
  }
  return reached;
}
