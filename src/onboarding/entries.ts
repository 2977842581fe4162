import { parseFieldPath } from '../adapters/mapping/field-path.ts';

/** Longest path that a mapping may hold. */
const MAX_PATH = 200;

/** Names as a mapping writes them: `naam/voornaam`; undefined when it cannot write them. */
export function pathText(names: readonly string[]): string | undefined {
  if (names.length === 0) return '.';
  const text = names.map((n) => n.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const read = text.length > MAX_PATH ? undefined : parseFieldPath(text);
  return read?.up === 0 && read.names.join('/') === names.join('/') ? text : undefined;
}

/**
 * A fact that holds one value as text, for its source alone until somebody chooses labels.
 * @param path the value, seen from its item
 * @param around the paths of the lists from the file to its item: they and the numbers of the items
 *   tell the value from its namesakes
 */
export function textFact(
  path: string,
  around: readonly string[],
): Readonly<Record<string, unknown>> {
  const { length } = around;
  const numbers = around.map((_, i) => `{${'^'.repeat(length - 1 - i)}#}`);
  const name = path === '.' ? (around.at(-1) ?? path) : path;
  const lists = around.map((each) => each.replace(/^\//, '')).filter((each) => each !== '');
  return {
    resource: {
      type: 'Observation',
      key: [...[...lists, path].map(keyText), ...numbers].join('/'),
    },
    labels: ['unclassified'],
    elements: {
      status: { const: 'final' },
      'code.text': { const: name },
      subject: { subject: true },
      valueString: path,
    },
  };
}

/** Braces would begin a field. */
function keyText(name: string): string {
  return name.replaceAll('{', '~(').replaceAll('}', '~)');
}
