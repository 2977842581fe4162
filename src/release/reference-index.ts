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
    for (const { source, resource } of facts) {
      const local = `local:${type}/${resource.key}`;
      targets.set(
        type === 'Patient' ? `member:${resource.key}` : `${source} ${local}`,
        `${type}/${id}`,
      );
    }
  }
  return (source) => (placeholder) =>
    targets.get(placeholder.startsWith('local:') ? `${source} ${placeholder}` : placeholder);
}
