import { factsDigest } from './facts-digest.ts';
import type { Resource } from '@medplum/fhirtypes';
import type { Fact } from '../plan/fact.ts';
import { attribute, type OwnResource } from './attribution.ts';
import { CANONICALS } from './canonicals.ts';
import { combineSources } from './combine-sources.ts';
import { draftResources, type FrameType, type ResourceDraft } from './drafts.ts';
import { buildFrames, type FrameContents } from './frames.ts';
import { maskRequired, type Draft } from './masked.ts';
import { keepInvariants } from './implied-elements.ts';
import { shapeOf } from './shapes.ts';
import { indexReferences, type ResolveFor } from './reference-index.ts';
import type { ReleaseInput } from './release-input.ts';
import { growTree } from './source-tree.ts';
import { newest, stampOf, type Stamp } from './stamp.ts';
import type { VisibleFact } from './visible-fact.ts';
import { withoutSourceAddresses } from './without-source-addresses.ts';

/** What is known about a release once its visible facts are selected; nothing in it is hidden. */
export interface Scene {
  readonly input: Omit<ReleaseInput, 'facts' | 'permit'>;
  readonly drafts: readonly ResourceDraft[];
  readonly resolveFor: ResolveFor;
  /** Visible facts whose source may be named. */
  readonly nameable: ReadonlySet<VisibleFact>;
  /** Logical id of a resource of the gateway's own making. */
  readonly idOf: (type: OwnResource['type'], ...parts: readonly string[]) => string;
}

/** Types to which several sources write. */
const SHARED: ReadonlySet<string> = new Set(['Patient', 'CarePlan', 'CareTeam']);

/** The permitted facts, in an order that no withheld fact can move. */
export function selectVisible({ facts, permit }: Pick<ReleaseInput, 'facts' | 'permit'>): Fact[] {
  const visible = facts.filter((fact) => permit.permits(fact.id));
  return visible.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The visible facts of which the source may be named. */
export function selectNameable(
  { organisations, mayName }: Scene['input'],
  visible: readonly Fact[],
): ReadonlySet<VisibleFact> {
  return new Set(visible.filter((fact) => organisations.has(fact.source) && mayName(fact)));
}

/** Opens the scene: which resources there are, and where references lead. */
export function openScene(
  input: Scene['input'],
  visible: readonly VisibleFact[],
  nameable: Scene['nameable'],
): Scene {
  const { planId, opaque } = input;
  const members = new Set(input.members.map((member) => member.id));
  const named = ({ resource: { type, key }, source }: VisibleFact) => {
    if (type === 'CarePlan') return `${planId}.plan`;
    if (type === 'CareTeam') return `${planId}.team`;
    return `${planId}.${type === 'Patient' ? key : opaque(planId, source, type, key)}`;
  };
  const drafts = draftResources(visible, members, named);
  return {
    input,
    drafts,
    resolveFor: indexReferences(planId, drafts),
    nameable,
    idOf: remembered((type, ...parts) => `${planId}.${opaque(planId, type, ...parts)}`),
  };
}

/** Ids are asked for often and cost a keyed hash. */
function remembered(idOf: Scene['idOf']): Scene['idOf'] {
  const known = new Map<string, string>();
  return (type, ...parts) => {
    const name = [type, ...parts].join('\u0000');
    const id = known.get(name) ?? idOf(type, ...parts);
    known.set(name, id);
    return id;
  };
}

/** The elements of one resource: started empty, only permitted facts added, then made valid. */
export function buildBody({ type, bySource }: ResourceDraft, scene: Scene): Draft {
  const parts = [...bySource].map(([source, facts]) => {
    const named = sourceReference(scene, source, facts);
    const grown = growTree(facts);
    return {
      grown: named.sourceReference ? grown : withoutSourceAddresses(type, grown),
      resolve: scene.resolveFor(source),
      ...named,
    };
  });
  const shape = shapeOf(type);
  if (!shape) return {};
  const body = combineSources(shape, parts, SHARED.has(type));
  maskRequired(body, shape);
  keepInvariants(body, type);
  return body;
}

/** Named only when every one of these facts allows it. */
function sourceReference(
  scene: Scene,
  source: string,
  facts: readonly VisibleFact[],
): { readonly sourceReference?: string } {
  if (!facts.every((fact) => scene.nameable.has(fact))) return {};
  return { sourceReference: `Organization/${scene.idOf('Organization', source)}` };
}

/** The meta of one resource, from its visible facts. */
export function stampDraft({ facts }: Pick<ResourceDraft, 'facts'>, scene: Scene): Stamp {
  const named = facts.filter((fact) => scene.nameable.has(fact)).map((fact) => fact.source);
  return stampOf(facts, [...new Set(named)]);
}

/** The meta of a resource of the gateway's own making. */
export function stampOwn({ facts }: Pick<OwnResource, 'facts'>): Stamp {
  return { since: newest(facts), labels: [], sources: [] };
}

/** The organisations behind the release, as far as they may be named. */
export function attributeSources(scene: Scene): OwnResource[] {
  const { drafts, input, nameable } = scene;
  const written = new Map<VisibleFact, string>();
  for (const { type, id, facts } of drafts) {
    for (const fact of facts) written.set(fact, `${type}/${id}`);
  }
  const patients = new Set(drafts.filter((d) => d.type === 'Patient').map((d) => d.id));
  const coordinating = input.coordinator?.org;
  return attribute({
    nameable: [...nameable].filter((fact) => written.has(fact)),
    alsoNamed:
      coordinating !== undefined && input.organisations.has(coordinating) ? [coordinating] : [],
    nameOf: (organisation) => input.organisations.get(organisation)?.name ?? organisation,
    idOf: scene.idOf,
    referenceTo: (fact) => written.get(fact) ?? '',
    patient: (member) => {
      const id = `${input.planId}.${member}`;
      return patients.has(id) ? `Patient/${id}` : undefined;
    },
  });
}

/** The frames around what is released. */
export function frame(
  scene: Scene,
  released: readonly string[],
  added: FrameContents['added'],
): Readonly<Record<FrameType, Draft>> {
  const { planId, coordinator, organisations } = scene.input;
  const known = coordinator && organisations.has(coordinator.org) ? coordinator : undefined;
  return buildFrames({
    planId,
    released,
    added,
    ...(known
      ? {
          coordinator: {
            organisation: `Organization/${scene.idOf('Organization', known.org)}`,
            role: known.role,
          },
        }
      : {}),
  });
}

/** The stamp of a frame: the newest visible fact of the plan, the labels of what facts add to it. */
export function stampFrame(
  type: FrameType,
  { all, own, scene }: { all: readonly VisibleFact[]; own: readonly VisibleFact[]; scene: Scene },
): Stamp {
  const profile = type === 'CarePlan' ? { profile: CANONICALS.householdPlan } : {};
  return { ...stampDraft({ facts: own }, scene), since: newest(all), ...profile };
}

/** By type, then by id. */
export function arrange(resources: readonly Resource[]): Resource[] {
  const place = ({ resourceType, id }: Resource) => `${resourceType}/${id ?? ''}`;
  const placed = resources.map((resource) => ({ resource, at: place(resource) }));
  placed.sort((a, b) => (a.at < b.at ? -1 : 1));
  return placed.map(({ resource }) => resource);
}

/** Hex SHA-256 over the ids of the released facts, each on a line; '' for none. */
export function digestFacts(visible: readonly VisibleFact[]): string {
  return factsDigest(visible.map((fact) => fact.id));
}
