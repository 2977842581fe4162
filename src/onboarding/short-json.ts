const WIDTH = 96;

/** JSON as a person writes a mapping: what fits on a line stands on one. */
export function shortJson(value: unknown, indent = ''): string {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= WIDTH)
    return line;
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const entries = Object.entries(value).map(([name, each]) => {
    const text = shortJson(each, inner);
    return inner + (list ? text : `${JSON.stringify(name)}: ${text}`);
  });
  const [open, close] = list ? ['[', ']'] : ['{', '}'];
  return `${open}\n${entries.join(',\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const members = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}: ${oneLine(each)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
