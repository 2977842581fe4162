import { baseOf } from './bundle-index.ts';
import type { Entry } from './bundle-index.ts';
import type { DeliveryLog } from './delivery-log.ts';

/** Resources that occur once, and keys (`Type/id`) that several servers gave. */
export interface OnePerKey {
  readonly entries: readonly Entry[];
  readonly ambiguous: ReadonlySet<string>;
}

/**
 * Every resource once. One that occurs again counts once; where it says something else nobody knows
 * which of them holds, and all are held back. Resources of different servers that have one type and
 * id are different ones, and nobody knows which of them is meant by it.
 */
export function onePerKey(found: readonly Entry[], log: DeliveryLog): OnePerKey {
  const groups = new Map<string, Entry[]>();
  for (const entry of found) {
    const same = groups.get(entry.key);
    if (same) same.push(entry);
    else groups.set(entry.key, [entry]);
  }
  const ambiguous = new Set([...groups].flatMap(([key, same]) => (ofServers(same) > 1 ? key : [])));
  const entries = [...groups].flatMap(([key, same]) => {
    if (same.length === 1) return same;
    return ambiguous.has(key) ? held(same, TWO_SERVERS, log) : oneOf(same, log);
  });
  return { entries, ambiguous };
}

const TWO_SERVERS =
  'resources of different servers have this type and id: send what each server has by itself';
const TWO_WORDS = 'this resource occurs twice and says different things';

const ofServers = (same: readonly Entry[]): number =>
  new Set(same.flatMap((entry) => baseOf(entry) ?? [])).size;

function oneOf(same: readonly Entry[], log: DeliveryLog): readonly Entry[] {
  const [first, ...again] = same;
  if (!first) return [];
  const text = JSON.stringify(first.resource);
  if (again.some(({ resource }) => JSON.stringify(resource) !== text))
    return held(same, TWO_WORDS, log);
  again.forEach(({ place }) => log.ignore(place));
  return [first];
}

function held(same: readonly Entry[], text: string, log: DeliveryLog): readonly Entry[] {
  for (const { place } of same) log.holdBack(place, 'invalid-resource', text);
  same.slice(0, 1).forEach(({ key }) => log.held.push(key));
  return [];
}
