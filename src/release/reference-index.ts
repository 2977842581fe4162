import type { ResourceKey } from '../plan/fact.ts';
import { FRAMES, type ResourceDraft } from './drafts.ts';
import type { Resolve } from './shape-value.ts';

/** Leads the placeholders of one source's facts to what is in this release. */
export type ResolveFor = (source: string) => Resolve;

/**
 * Lists what this release holds, so that a reference to anything else is left out: a recipient must not
 * learn that a target exists (DECISION 5).
 * @param planId the plan, for the frames
 * @param drafts every resource of the release but the frames
 */
export function indexReferences(planId: string, drafts: readonly ResourceDraft[]): ResolveFor {
  const targets = new Map<string, string>();
  for (const [type, suffix] of Object.entries(FRAMES)) {
    targets.set(`frame:${type}`, `${type}/${planId}.${suffix}`);
  }
  for (const { type, id, facts } of drafts) {
    const [first] = facts;
    if (!first || type in FRAMES) continue;
    const { source, resource } = first;
    const place = type === 'Patient' ? `member:${resource.key}` : localPlace(source, resource);
    targets.set(place, `${type}/${id}`);
  }
  return (source) => (placeholder) =>
    targets.get(placeholder.startsWith('local:') ? `${source} ${placeholder}` : placeholder);
}

/** Things of one source under its own key; only that source can point to them. */
function localPlace(source: string, { type, key }: ResourceKey): string {
  return `${source} local:${type}/${key}`;
}
