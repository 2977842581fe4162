/** What stands at like places of an example, whatever the values are. */
export interface Shape {
  /** A value stands here at least once. */
  readonly leaf: boolean;
  readonly members: ReadonlyMap<string, Shape>;
  /** What stands in the list that is here at least once. */
  readonly entries?: Shape;
}

interface Growing {
  leaf: boolean;
  readonly members: Map<string, Growing>;
  entries?: Growing;
}

/** More different places than a mapping can name. */
const MAX_PLACES = 5_000;

/** The example has more different places than any mapping can name. */
export class TooVaried extends Error {}

/**
 * The structure of an example: all entries of a list laid over each other. An element that repeats
 * in one place and not in another (XML) is a list in both.
 * @throws TooVaried
 */
export function shapeOf(value: unknown): Shape {
  const count = { places: 0 };
  const top = grow(count);
  lay(value, top, count);
  return listsJoined(top);
}

function grow(count: { places: number }): Growing {
  count.places += 1;
  if (count.places > MAX_PLACES) throw new TooVaried('more different places than a mapping names');
  return { leaf: false, members: new Map() };
}

function lay(value: unknown, at: Growing, count: { places: number }): void {
  if (value === null || value === undefined || value === '') return;
  if (typeof value !== 'object') {
    at.leaf = true;
    return;
  }
  if (Array.isArray(value)) {
    at.entries ??= grow(count);
    for (const entry of value) lay(entry, at.entries, count);
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    const member = at.members.get(name) ?? grow(count);
    at.members.set(name, member);
    lay(inner, member, count);
  }
}

/** Where there is a list somewhere, what stands there alone is an entry too. */
function listsJoined(at: Growing): Shape {
  const { entries } = at;
  if (!entries) return { leaf: at.leaf, members: membersOf(at) };
  const alone: Growing = { leaf: at.leaf, members: at.members };
  return { leaf: false, members: new Map(), entries: listsJoined(merged(entries, alone)) };
}

function membersOf(at: Growing): ReadonlyMap<string, Shape> {
  return new Map([...at.members].map(([name, member]) => [name, listsJoined(member)]));
}

function merged(a: Growing, b: Growing): Growing {
  const members = new Map(a.members);
  for (const [name, member] of b.members) {
    const known = members.get(name);
    members.set(name, known ? merged(known, member) : member);
  }
  const entries = a.entries && b.entries ? merged(a.entries, b.entries) : (a.entries ?? b.entries);
  return { leaf: a.leaf || b.leaf, members, ...(entries && { entries }) };
}
