import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';

/** Profiles of Nictiz, whatever release: the name of the building block, without its prefix. */
const PROFILE =
  /^http:\/\/(?:nictiz|fhir)\.nl\/fhir\/StructureDefinition\/(?:nl-core|zib)-([A-Za-z]+(?:[.-][A-Za-z]+)*)(?:\||$)/i;

/** Building blocks of which the name alone already says something sensitive. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  'LegalSituation-LegalStatus': ['safety.measure'],
  'LegalSituation-Representation': ['safety.measure'],
  LegalSituation: ['safety.measure'],
  AlcoholUse: ['domain.addiction'],
  DrugUse: ['domain.addiction'],
  TobaccoUse: ['domain.addiction'],
  FamilySituation: ['domain.domestic-relations'],
  'SOAPReport.SOAPLine': ['notes.free-text'],
};

/**
 * Labels that come of the profile that a resource claims. They only tighten: what a resource is
 * about is read from its codes, for a claim is not a fact.
 */
export function profileLabels(resource: Members): readonly string[] {
  const meta = isMembers(resource['meta']) ? resource['meta'] : {};
  return listOf(meta['profile']).flatMap((profile) => {
    const name = typeof profile === 'string' ? PROFILE.exec(profile)?.[1] : undefined;
    return (name !== undefined && Object.hasOwn(LABELS, name) ? LABELS[name] : undefined) ?? [];
  });
}
