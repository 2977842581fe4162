import type { MappedFact } from './delivery.ts';
import type { Element, Json, JsonObject } from './fact.ts';

const PERSON = 'person:';

/** Rewrites the target of every reference in the elements; undefined leaves the fact unusable. */
export type Retarget = (target: string) => string | undefined;

/** Everyone a fact is about or refers to, as the source names them. */
export function identifiersIn(fact: MappedFact): readonly string[] {
  const found = new Set([...fact.subjects, ...(fact.alongside ?? [])]);
  if ('person' in fact.resource) found.add(fact.resource.person);
  for (const { value } of fact.elements)
    for (const target of targetsIn(value))
      if (target.startsWith(PERSON)) found.add(target.slice(PERSON.length));
  return [...found];
}

/** Every target of a `{ reference }` in a value. */
export function targetsIn(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(targetsIn);
  const members = value as JsonObject;
  const own = typeof members['reference'] === 'string' ? [members['reference']] : [];
  return [...own, ...Object.values(members).flatMap(targetsIn)];
}

/**
 * The elements with every reference led elsewhere.
 * @returns undefined when one of them leads nowhere
 */
export function retargeted(
  elements: readonly Element[],
  retarget: Retarget,
): readonly Element[] | undefined {
  const all: Element[] = [];
  for (const { path, value } of elements) {
    const led = lead(value, retarget);
    if (led === undefined) return undefined;
    all.push({ path, value: led });
  }
  return all;
}

function lead(value: Json, retarget: Retarget): Json | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => lead(item, retarget));
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  const members: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value as JsonObject)) {
    const led =
      name === 'reference' && typeof member === 'string'
        ? retarget(member)
        : lead(member, retarget);
    if (led === undefined) return undefined;
    members[name] = led;
  }
  return members;
}

/**
 * What an adapter's target is in a plan: a member, the same source's thing under an opaque key, or a frame.
 * @param member id of a person in the plan; undefined leaves the fact unusable
 */
export function placeholderOf(
  target: string,
  member: (name: string) => string | undefined,
  key: (type: string, own: string) => string,
): string | undefined {
  const colon = target.indexOf(':');
  const scheme = target.slice(0, colon);
  const rest = target.slice(colon + 1);
  if (scheme === 'frame') return target;
  if (scheme === 'person') {
    const id = member(rest);
    return id === undefined ? undefined : `member:${id}`;
  }
  if (scheme !== 'local') return undefined;
  const type = rest.slice(0, rest.indexOf('/'));
  return `local:${type}/${key(type, rest.slice(type.length + 1))}`;
}
