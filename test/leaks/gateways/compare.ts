import type { Seen } from './gateway-world.ts';
import { LEAKS, type Leak } from './leaks.ts';
import type { Compared } from './run-scenario.ts';

/** What the low recipient could tell the two worlds by: the first difference in each answer. */
export function differences(compared: readonly Compared[]): readonly string[] {
  return compared.flatMap(({ asked, a, b }) => {
    const told = difference(a, b);
    return told === undefined ? [] : [`${asked.method} ${asked.path}: ${told}`];
  });
}

/** The leaks that this scenario shows, planted one at a time. */
export function leaksShown(compared: readonly Compared[]): readonly string[] {
  return Object.entries(LEAKS).flatMap(([name, leak]) =>
    compared.some((each) => tells(leak, each)) ? [name] : [],
  );
}

function tells(leak: Leak, { asked, a, b, knownA, knownB }: Compared): boolean {
  return difference(leak(a, knownA, asked), leak(b, knownB, asked)) !== undefined;
}

function difference(a: Seen, b: Seen): string | undefined {
  if (a.status !== b.status) return `status ${a.status} and ${b.status}`;
  const [headersA, headersB] = [JSON.stringify(a.headers), JSON.stringify(b.headers)];
  if (headersA !== headersB) return `headers ${headersA} and ${headersB}`;
  if (a.body !== b.body) return `body ${a.body} and ${b.body}`;
  const [workA, workB] = [a.statements.join(), b.statements.join()];
  return workA === workB ? undefined : `statements ${workA} and ${workB}`;
}
