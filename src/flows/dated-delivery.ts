import { opaqueDossier, type SettledDelivery } from '../plan/settle.ts';
import { momentsToKeep, withoutSuperseded } from '../plan/supersede.ts';
import type { MappedDelivery } from '../plan/delivery.ts';
import type { Instant } from '../vocabulary/instant.ts';
import type { DossierMoments, PushPlans } from './ports.ts';

/** A delivery whose source says as of which moments it speaks, beside what is held of it. */
export interface DatedDelivery {
  /** What no later word was said about before. */
  readonly current: MappedDelivery;
  /** What is kept with it once it is stored; undefined when the source states no moments. */
  keep(settled: SettledDelivery, now: Instant): DossierMoments | undefined;
}

/** Which opaque dossiers' moments have to be looked up for a delivery. */
export function datedDossiers(
  { asOf }: MappedDelivery,
  source: string,
  opaque: (...parts: readonly string[]) => string,
): readonly string[] {
  return [...(asOf?.keys() ?? [])].map((dossier) => opaqueDossier(source, dossier, opaque));
}

/** Puts a delivery in the order of its source's own moments, not of its arrival. */
export function datedDelivery(
  delivery: MappedDelivery,
  { moments }: Pick<PushPlans, 'moments'>,
  { source, opaque }: { source: string; opaque: (...parts: readonly string[]) => string },
): DatedDelivery {
  const own = (dossier: string) => opaqueDossier(source, dossier, opaque);
  const momentOf = (dossier: string) => moments.get(own(dossier));
  const current = withoutSuperseded(delivery, momentOf);
  const keep = (settled: SettledDelivery, now: Instant): DossierMoments | undefined => {
    if (!current.asOf) return undefined;
    const stored = new Set<string>();
    for (const dossiers of settled.plans.values())
      for (const [dossier, facts] of dossiers) if (facts.length > 0) stored.add(dossier);
    const isStored = (dossier: string) => stored.has(own(dossier));
    const kept = momentsToKeep(current, { isStored, momentOf, now });
    return { org: source, asOf: new Map([...kept].map(([key, moment]) => [own(key), moment])) };
  };
  return { current, keep };
}
