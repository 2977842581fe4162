import type { FactHead } from '../decision/decision.ts';
import type { Fact } from '../plan/fact.ts';
import type { PlanState } from './ports.ts';
import type { Region } from './region.ts';

/** Kinds of organisation whose involvement by itself discloses something about a person. */
const SENSITIVE_KINDS: ReadonlySet<string> = new Set(['mental-health-care', 'addiction-care']);

/** Finds the involvement fact behind a fact. */
export type InvolvementOf = (fact: Fact) => FactHead;

/**
 * That a source holds something about these people is a fact of its own: it is decided like any
 * other, and only where it is permitted may a release name the source.
 * @returns a look-up for one pull: the many facts of one source about the same people share one
 */
export function involvements(region: Region): InvolvementOf {
  const heads = new Map<string, FactHead>();
  const found = new Map<Fact, FactHead>();
  const find = (fact: Fact): FactHead => {
    const key = `${fact.source} ${fact.involvement ?? ''} ${fact.subjects.join(' ')}`;
    const head = heads.get(key) ?? involvementHead(fact, region);
    heads.set(key, head);
    found.set(fact, head);
    return head;
  };
  return (fact) => found.get(fact) ?? find(fact);
}

function involvementHead(fact: Fact, region: Region): FactHead {
  const sensitive = fact.involvement === 'sensitive' || isSensitiveSource(fact.source, region);
  const label = sensitive ? 'participation.sensitive' : 'participation.team';
  const subjects = [...fact.subjects].sort();
  return {
    id: `involvement ${fact.source} ${label} ${subjects.join(' ')}`,
    source: fact.source,
    labels: [label],
    subjects,
  };
}

/**
 * That an organisation coordinates the plan is a fact about everybody in it: it is named only to
 * those who may know who is in the team.
 */
export function coordinatorHead({ coordinator, circumstances }: PlanState): FactHead {
  return {
    id: 'coordinator',
    source: coordinator.org,
    labels: ['participation.team'],
    subjects: circumstances.members.map(({ id }) => id),
  };
}

/** The involvement facts behind a list of facts, each once. */
export function involvementHeads(facts: readonly Fact[], of: InvolvementOf): FactHead[] {
  const heads = new Map<string, FactHead>();
  for (const fact of facts) {
    const head = of(fact);
    heads.set(head.id, head);
  }
  return [...heads.values()];
}

/** True when being known to this organisation discloses something by itself. */
export function isSensitiveSource(organisation: string, region: Region): boolean {
  const kind = region.organisations.get(organisation)?.kind ?? '';
  if (SENSITIVE_KINDS.has(kind)) return true;
  const above = region.policy?.hierarchies.kinds.selfAndAncestors(kind) ?? [];
  return [...above].some((ancestor) => SENSITIVE_KINDS.has(ancestor));
}
