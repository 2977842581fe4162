import type { MappedDossier, MappedFact } from '../../plan/delivery.ts';
import { targetsIn } from '../../plan/references.ts';
import type { Entry } from './bundle-index.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { mapResource } from './map-resource.ts';
import type { Scene } from './map-rows.ts';

/** As for every adapter: a Bundle or text of more is sent in parts. */
export const MAX_FACTS = 50_000;

/** Resources that are mapped between two stops. */
const RESOURCES_AT_ONCE = 32;

/**
 * The dossiers of the resources of one delivery. Practitioners come last: they are known by those
 * whom the facts that name them are about.
 * @returns undefined when they hold more facts than one delivery may: then nothing of it counts
 */
export function* mapEntries(
  entries: readonly Entry[],
  scene: Scene,
): Generator<undefined, readonly MappedDossier[] | undefined> {
  const dossiers: MappedDossier[] = [];
  const taking: Taking = { dossiers, log: scene.log, facts: 0 };
  const practitioners: Entry[] = [];
  for (const [i, entry] of entries.entries()) {
    if (i % RESOURCES_AT_ONCE === 0) yield;
    if (entry.type === 'Practitioner') practitioners.push(entry);
    else add(taking, entry, mapResource(entry, scene));
    if (taking.facts > MAX_FACTS) return undefined;
  }
  const clients = clientsOfPractitioners(dossiers);
  for (const entry of practitioners)
    add(taking, entry, mapResource(entry, scene, [...(clients.get(entry.key) ?? [])]));
  return taking.facts > MAX_FACTS ? undefined : dossiers;
}

interface Taking {
  readonly dossiers: MappedDossier[];
  readonly log: DeliveryLog;
  /** So far. */
  facts: number;
}

/** A resource of which everything was held back leaves the dossier as it was. */
function add(taking: Taking, entry: Entry, facts: readonly MappedFact[] | undefined): void {
  const { dossiers, log } = taking;
  taking.facts += facts?.length ?? 0;
  const shared = entry.type === 'Practitioner' ? ({ shared: true } as const) : {};
  if (facts) dossiers.push({ key: entry.key, facts, ...shared });
  else log.held.push(entry.key);
}

function clientsOfPractitioners(dossiers: readonly MappedDossier[]): Map<string, Set<string>> {
  const clients = new Map<string, Set<string>>();
  for (const { elements, subjects } of dossiers.flatMap((d) => d.facts))
    for (const target of elements.flatMap(({ value }) => targetsIn(value))) {
      if (!target.startsWith('local:Practitioner/')) continue;
      const key = target.slice('local:'.length);
      const known = clients.get(key) ?? new Set();
      subjects.forEach((subject) => known.add(subject));
      clients.set(key, known);
    }
  return clients;
}
