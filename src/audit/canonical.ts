import type { EntryBody } from './entry.ts';

/**
 * The one text of an entry that is stored and hashed: JSON without white space, members in the
 * order of their UTF-16 code units, absent members left out (RFC 8785 for the values that entries
 * hold: strings, integers, lists and objects).
 * @throws RangeError when a number is not a safe integer
 */
export function canonicalText(body: EntryBody): string {
  return canonical(body);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError('an entry holds whole numbers only');
  }
  return JSON.stringify(value);
}

function canonicalObject(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
