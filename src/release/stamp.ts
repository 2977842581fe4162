import type { Meta, Resource } from '@medplum/fhirtypes';
import type { Fact } from '../plan/fact.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { CANONICALS } from './canonicals.ts';

/** What the meta of a released resource is made from: visible things only. */
export interface Stamp {
  /** When the newest visible fact of the resource was stated; 0 when there is none. */
  readonly since: Instant;
  /** Labels of the visible facts. */
  readonly labels: readonly string[];
  /** Ids of the source organisations that may be named. */
  readonly sources: readonly string[];
  readonly profile?: string;
}

/** Collects the stamp of a resource from its visible facts. */
export function stampOf(facts: readonly Fact[], sources: readonly string[]): Stamp {
  const labels = new Set(facts.flatMap((fact) => fact.labels));
  return { since: newest(facts), labels: [...labels].sort(), sources: [...sources].sort() };
}

/** The newest instant at which one of these facts was stated. */
export function newest(facts: readonly Fact[]): Instant {
  return facts.reduce((latest, fact) => Math.max(latest, fact.since), 0);
}

/**
 * Completes a resource with its id and meta. The version is a keyed hash of what is released, under a key
 * of the recipient: it changes when and only when this recipient's view changes, and two recipients
 * cannot compare theirs.
 * @param body the resource's own elements in R4's order
 */
export function stampResource(
  { type, id, body }: { readonly type: string; readonly id: string; readonly body: object },
  stamp: Stamp,
  tag: (...parts: readonly string[]) => string,
): Resource {
  const meta = metaOf(stamp);
  const unversioned = { resourceType: type, id, meta, ...body };
  const versionId = tag('version', JSON.stringify(unversioned));
  return { ...unversioned, meta: { versionId, ...meta } } as unknown as Resource;
}

function metaOf({ since, labels, sources, profile }: Stamp): Meta {
  return {
    ...(since === 0 ? {} : { lastUpdated: new Date(since).toISOString() }),
    ...(profile === undefined ? {} : { profile: [profile] }),
    ...codings('security', CANONICALS.dataCategory, labels),
    ...codings('tag', CANONICALS.organisation, sources),
  };
}

function codings(name: 'security' | 'tag', system: string, codes: readonly string[]) {
  return codes.length === 0 ? {} : { [name]: codes.map((code) => ({ system, code })) };
}
