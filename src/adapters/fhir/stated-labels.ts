import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { CATEGORIES } from '../../vocabulary/categories.ts';
import type { Involvement } from '../../plan/fact.ts';
import type { RowLabel } from './element-tables.ts';

/** The gateway's own code system of data categories. */
export const DATA_CATEGORY_SYSTEM = 'https://planpoort.nl/fhir/CodeSystem/data-category';
/** Life domains as Dutch suppliers name them. */
export const LIFE_DOMAIN_SYSTEM = 'https://leefgebieden.example/CodeSystem/leefgebied';
const CONFIDENTIALITY_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

/** Code system → code → category: what a source's own codes say about the subject matter. */
export type CategoryMaps = Readonly<Record<string, Readonly<Record<string, string>>>>;

const LIFE_DOMAINS: Readonly<Record<string, string>> = {
  financien: 'domain.finances',
  'werk-opleiding': 'domain.work-education',
  tijdsbesteding: 'domain.time-use',
  huisvesting: 'domain.housing',
  'huiselijke-relaties': 'domain.domestic-relations',
  'geestelijke-gezondheid': 'domain.mental-health',
  'lichamelijke-gezondheid': 'domain.physical-health',
  middelengebruik: 'domain.addiction',
  'basale-adl': 'domain.basic-adl',
  'instrumentele-adl': 'domain.instrumental-adl',
  'sociaal-netwerk': 'domain.social-network',
  'maatschappelijke-participatie': 'domain.community-participation',
  justitie: 'domain.judicial',
};

/** What a resource says about its own sensitivity. */
export interface StatedLabels {
  /** Life domains and safety categories. */
  readonly matter: readonly string[];
  /** Labels that come on top of whatever the tables say; they only tighten. */
  readonly added: readonly string[];
}

/** Reads what codings state; a code of a known system that is not known is unclassified. */
export class LabelReader {
  readonly #systems: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #involvement: string;

  /** @throws RangeError when a map names a category that is not in the vocabulary */
  constructor(maps: CategoryMaps, involvement: Involvement) {
    const systems = Object.entries({ [LIFE_DOMAIN_SYSTEM]: LIFE_DOMAINS, ...maps });
    for (const [, codes] of systems)
      for (const category of Object.values(codes))
        if (!CATEGORIES.knows(category)) throw new RangeError(`unknown category ${category}`);
    this.#systems = new Map(systems.map(([s, codes]) => [s, new Map(Object.entries(codes))]));
    this.#involvement = `participation.${involvement}`;
  }

  /** The labels that these codings state; codings of other systems say nothing. */
  read(codings: readonly unknown[]): StatedLabels {
    const matter = new Set<string>();
    const added = new Set<string>();
    for (const coding of codings) {
      if (!isMembers(coding)) continue;
      const category = this.#category(coding);
      if (category === undefined) continue;
      (isMatter(category) ? matter : added).add(category);
    }
    return { matter: [...matter], added: [...added] };
  }

  #category(coding: Members): string | undefined {
    const { system, code } = coding;
    if (typeof system !== 'string' || typeof code !== 'string') return undefined;
    if (system === DATA_CATEGORY_SYSTEM) return CATEGORIES.knows(code) ? code : 'unclassified';
    const codes = this.#systems.get(system);
    if (!codes) return undefined;
    return codes.get(code) ?? (system === LIFE_DOMAIN_SYSTEM ? 'unclassified' : undefined);
  }

  /** The labels of a row, for a resource that states these. */
  labelsFor(row: readonly RowLabel[], stated: StatedLabels): readonly string[] {
    const labels = new Set(stated.added);
    for (const label of row) {
      if (label === 'involvement') labels.add(this.#involvement);
      else if (label !== 'subject-matter') labels.add(label);
      else if (stated.matter.length === 0) labels.add('unclassified');
      else stated.matter.forEach((matter) => labels.add(matter));
    }
    return [...labels].sort();
  }
}

/** Life domains and safety categories. */
export function isMatter(category: string): boolean {
  const above = CATEGORIES.selfAndAncestors(category);
  return above.has('domain') || above.has('safety');
}

/** Codings in `meta.tag`, `category` and `code`: where sources mark what a resource is about. */
export function markedCodings(resource: Members): readonly unknown[] {
  const meta = isMembers(resource['meta']) ? resource['meta'] : {};
  const concepts = [...listOf(resource['category']), ...listOf(resource['code'])];
  return [...listOf(meta['tag']), ...concepts.flatMap(codingsOf)];
}

/** The codings of a CodeableConcept. */
export function codingsOf(concept: unknown): readonly unknown[] {
  return isMembers(concept) ? listOf(concept['coding']) : [];
}

/**
 * Labels that `meta.security` adds. It only tightens: a category of ours is added, an unknown one
 * is unclassified, and what the source itself calls restricted stays with the source.
 */
export function securityLabels(resource: Members): readonly string[] {
  const meta = isMembers(resource['meta']) ? resource['meta'] : {};
  return listOf(meta['security']).flatMap((coding) => {
    if (!isMembers(coding)) return [];
    const { system, code } = coding;
    if (system === DATA_CATEGORY_SYSTEM)
      return [typeof code === 'string' && CATEGORIES.knows(code) ? code : 'unclassified'];
    const restricted = system === CONFIDENTIALITY_SYSTEM && (code === 'R' || code === 'V');
    return restricted ? ['unclassified'] : [];
  });
}
