import type { Meta, Resource } from '@medplum/fhirtypes';
import type { VisibleFact } from './visible-fact.ts';
import type { Instant } from '../vocabulary/instant.ts';
import { CANONICALS } from './canonicals.ts';
import { keepText } from './resource-text.ts';

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
export function stampOf(facts: readonly VisibleFact[], sources: readonly string[]): Stamp {
  const labels = new Set<string>();
  for (const fact of facts) for (const label of fact.labels) labels.add(label);
  return { since: newest(facts), labels: [...labels].sort(), sources: [...sources].sort() };
}

/** The newest instant at which one of these facts was stated. */
export function newest(facts: readonly VisibleFact[]): Instant {
  let latest = 0;
  for (const { since } of facts) if (since > latest) latest = since;
  return latest;
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
  const resource = Object.assign({ resourceType: type, id, meta }, body);
  const text = JSON.stringify(resource);
  const version = tag('version', text);
  meta.versionId = version;
  const made = resource as unknown as Resource;
  keepText(made, withVersion(text, version));
  return made;
}

const NO_VERSION = '"versionId":""';

/** Type and id are all that stands before the empty version: the first one found is it. */
function withVersion(text: string, version: string): string {
  const end = text.indexOf(NO_VERSION) + NO_VERSION.length;
  return `${text.slice(0, end - 2)}${JSON.stringify(version)}${text.slice(end)}`;
}

/** The version is filled in when everything else is there: it is hashed as empty. */
function metaOf({ since, labels, sources, profile }: Stamp): Meta {
  const meta: Meta = { versionId: '' };
  if (since > 0) meta.lastUpdated = new Date(since).toISOString();
  if (profile !== undefined) meta.profile = [profile];
  if (labels.length > 0) meta.security = codings(CANONICALS.dataCategory, labels);
  if (sources.length > 0) meta.tag = codings(CANONICALS.organisation, sources);
  return meta;
}

function codings(system: string, codes: readonly string[]) {
  return codes.map((code) => ({ system, code }));
}
