import type { JsonObject } from '../plan/fact.ts';
import type { VisibleFact } from './visible-fact.ts';
import { CANONICALS } from './canonicals.ts';
import type { Draft } from './masked.ts';
import { newest } from './stamp.ts';

/** A resource of the gateway's own making, before its meta is put on it. */
export interface OwnResource {
  readonly type: 'Organization' | 'EpisodeOfCare' | 'Provenance';
  readonly id: string;
  readonly body: Draft;
  /** The visible facts it speaks of. */
  readonly facts: readonly VisibleFact[];
}

/** What may be said about where visible facts come from. */
export interface AttributionScene {
  /** Visible facts whose source may be named. */
  readonly nameable: readonly VisibleFact[];
  /** Organisations that are named otherwise (the coordinating one). */
  readonly alsoNamed: readonly string[];
  readonly nameOf: (organisation: string) => string;
  /** Logical id of a resource of the gateway's own making. */
  readonly idOf: (type: OwnResource['type'], ...parts: readonly string[]) => string;
  /** `Type/id` of the resource a fact writes to. */
  readonly referenceTo: (fact: VisibleFact) => string;
  /** `Patient/id` of a member who is in this release. */
  readonly patient: (member: string) => string | undefined;
}

/**
 * Says which organisations visible facts come from, as far as the recipient may know: an Organization
 * each, an EpisodeOfCare per member they hold something about, and a Provenance per source and mapping.
 */
export function attribute(scene: AttributionScene): OwnResource[] {
  const bySource = groupBy(scene.nameable, (fact) => fact.source);
  for (const organisation of scene.alsoNamed) {
    if (!bySource.has(organisation)) bySource.set(organisation, []);
  }
  return [...bySource].flatMap(([source, facts]) => [
    organization(scene, source, facts),
    ...episodes(scene, source, facts),
    ...provenances(scene, source, facts),
  ]);
}

function organization(
  scene: AttributionScene,
  source: string,
  facts: readonly VisibleFact[],
): OwnResource {
  const identifier = [{ system: CANONICALS.organisation, value: source }];
  const body = { identifier, name: scene.nameOf(source) };
  return { type: 'Organization', id: scene.idOf('Organization', source), body, facts };
}

/** Involvement (DESIGN 2): nothing more than that the organisation holds something about this member. */
function episodes(
  scene: AttributionScene,
  source: string,
  facts: readonly VisibleFact[],
): OwnResource[] {
  const bySubject = new Map<string, VisibleFact[]>();
  for (const fact of facts) {
    for (const subject of fact.subjects) {
      const about = bySubject.get(subject);
      if (about) about.push(fact);
      else bySubject.set(subject, [fact]);
    }
  }
  return [...bySubject].flatMap(([member, about]) => {
    const reference = scene.patient(member);
    if (reference === undefined) return [];
    const body = {
      status: 'active',
      patient: { reference },
      managingOrganization: organizationReference(scene, source),
    };
    const id = scene.idOf('EpisodeOfCare', source, member);
    return [{ type: 'EpisodeOfCare' as const, id, body, facts: about }];
  });
}

function provenances(
  scene: AttributionScene,
  source: string,
  facts: readonly VisibleFact[],
): OwnResource[] {
  return [...groupBy(facts, (fact) => fact.mapping)].map(([mapping, mapped]) => {
    const targets = [...new Set(mapped.map(scene.referenceTo))].sort();
    const body = {
      target: targets.map((reference) => ({ reference })),
      recorded: new Date(newest(mapped)).toISOString(),
      agent: [{ type: AUTHOR, who: organizationReference(scene, source) }],
      entity: [
        {
          role: 'derivation',
          what: { identifier: { system: CANONICALS.mapping, value: mapping } },
        },
      ],
    };
    const id = scene.idOf('Provenance', source, mapping);
    return { type: 'Provenance' as const, id, body, facts: mapped };
  });
}

const AUTHOR = { coding: [{ system: CANONICALS.provenanceParticipant, code: 'author' }] };

function organizationReference(scene: AttributionScene, source: string): JsonObject {
  return { reference: `Organization/${scene.idOf('Organization', source)}` };
}

/** Groups in the order of the names, not of the facts. */
function groupBy(
  facts: readonly VisibleFact[],
  name: (fact: VisibleFact) => string,
): Map<string, VisibleFact[]> {
  const groups = new Map<string, VisibleFact[]>();
  for (const fact of facts) {
    const group = groups.get(name(fact));
    if (group) group.push(fact);
    else groups.set(name(fact), [fact]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
