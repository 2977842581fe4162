import type { Element, Json } from '../fact.ts';
import type { Issue, Members } from './issue.ts';
import { fhirType } from './compiled.ts';
import { validatePart } from './validate.ts';

type Draft = Record<string, unknown>;

/**
 * Checks the elements of one fact as a part of a resource: well formed, of the required value sets,
 * and complete inside (top-level elements that other facts fill may be missing).
 * @param type resource type that the fact writes to
 */
export function validateElements(type: string, elements: readonly Element[]): readonly Issue[] {
  return validatePart(assemble(type, elements));
}

/** The elements in one resource; references become literal ones, for the check only. */
function assemble(type: string, elements: readonly Element[]): Members {
  const resource: Draft = { resourceType: type };
  const keys = new Map<string, unknown>();
  for (const { path, value } of elements) {
    const [name = '', second] = path;
    if (second === undefined) resource[name] = literal(value);
    else write(resource, path, { value: literal(value), keys });
  }
  return resource;
}

interface Writing {
  readonly value: unknown;
  /** Path up to and with a key → the item it means. */
  readonly keys: Map<string, unknown>;
}

function write(resource: Draft, path: readonly string[], { value, keys }: Writing): void {
  let at = resource;
  for (let i = 0; i < path.length; i += 1) {
    const name = path[i] ?? '';
    const keyed = path[i + 1]?.startsWith('#') === true;
    const last = i + (keyed ? 2 : 1) >= path.length;
    if (keyed) {
      i += 1;
      at = itemOf(at, name, { path: path.slice(0, i + 1).join('\u0000'), keys, last, value });
    } else if (last) at[name] = value;
    else at = (at[name] ??= {}) as Draft;
  }
}

interface Item extends Writing {
  readonly path: string;
  readonly last: boolean;
}

function itemOf(at: Draft, name: string, { path, keys, last, value }: Item): Draft {
  const list = (at[name] ??= []) as unknown[];
  const known = keys.get(path);
  if (known !== undefined) return known as Draft;
  const item = last ? value : {};
  keys.set(path, item);
  list.push(item);
  return item as Draft;
}

function literal(value: Json): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(literal);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, Json]) => [
      name,
      name === 'reference' && typeof member === 'string' ? literalTarget(member) : literal(member),
    ]),
  );
}

function literalTarget(target: string): string {
  if (/^(member|person):/.test(target)) return 'Patient/x';
  const type = /^(?:local|frame):([A-Za-z]+)/.exec(target)?.[1];
  return type !== undefined && fhirType(type) ? `${type}/x` : target;
}
