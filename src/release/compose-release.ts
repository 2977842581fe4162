import type { Resource } from '@medplum/fhirtypes';
import { isPermit } from '../decision/is-permit.ts';
import { drain } from '../plan/drain.ts';
import { FRAMES, type FrameType, type ResourceDraft } from './drafts.ts';
import type { Draft } from './masked.ts';
import type { ReleaseInput } from './release-input.ts';
import type { ReleasedPlan } from './released-plan.ts';
import { stampResource } from './stamp.ts';
import type * as STEPS from './steps.ts';
import type { Scene } from './steps.ts';
import { viewKey, type MadeView, type ViewMemory } from './view-memory.ts';
import type { VisibleFact } from './visible-fact.ts';

/** The steps of a release; the leak tests put a broken one in the place of each. */
export type ReleaseSteps = { [Step in keyof typeof STEPS]: (typeof STEPS)[Step] };

/** A release that stops here and there, so that others get their turn in between. */
export type ReleaseWork = Generator<undefined, ReleasedPlan>;

/** Resources that are made between two stops. */
const RESOURCES_AT_ONCE = 32;

/**
 * Puts the steps of a release together. Within `src` only `release.ts` calls this; the tests call it to
 * plant leaks that their harness must catch.
 */
export function composeRelease(
  steps: ReleaseSteps,
): (input: ReleaseInput, memory?: ViewMemory) => ReleasedPlan {
  const inSteps = composeInSteps(steps);
  return (input, memory) => drain(inSteps(input, memory));
}

/** The same, in pieces of work: a plan of thousands of resources takes seconds. */
export function composeInSteps(
  steps: ReleaseSteps,
): (input: ReleaseInput, memory?: ViewMemory) => ReleaseWork {
  return function* (input, memory) {
    if (!isPermit(input.permit)) throw new TypeError('a release needs a permit of the decision');
    const visible = steps.selectVisible(input);
    const { planId, notice } = input;
    const seen = { input, visible, nameable: steps.selectNameable(input, visible) };
    const view = memory ? yield* remembered(steps, seen, memory) : yield* make(steps, seen);
    const empty = view.resources.length === 0;
    return Object.freeze({ planId, ...view, notice, empty }) as unknown as ReleasedPlan;
  };
}

/** The facts of one release: what may be seen, and of whom it may be said. */
interface Seen {
  readonly input: Scene['input'];
  readonly visible: readonly VisibleFact[];
  readonly nameable: Scene['nameable'];
}

type Work<T> = Generator<undefined, T>;

function* remembered(steps: ReleaseSteps, seen: Seen, memory: ViewMemory): Work<MadeView> {
  const key = viewKey(seen);
  const known = memory.get(key);
  if (known) return known;
  const made = yield* make(steps, seen);
  memory.set(key, made);
  return made;
}

function* make(steps: ReleaseSteps, seen: Seen): Work<MadeView> {
  const resources = seen.visible.length === 0 ? [] : yield* build(steps, seen);
  return { resources, factsDigest: steps.digestFacts(seen.visible) };
}

function* build(steps: ReleaseSteps, { input, visible, nameable }: Seen): Work<Resource[]> {
  yield;
  const scene = steps.openScene(input, visible, nameable);
  yield;
  const { tag } = input;
  const [framed, plain] = parted(scene.drafts);
  const resources: Resource[] = [];
  for (const draft of plain) {
    const { type, id } = draft;
    const body = steps.buildBody(draft, scene);
    resources.push(stampResource({ type, id, body }, steps.stampDraft(draft, scene), tag));
    if (resources.length % RESOURCES_AT_ONCE === 0) yield;
  }
  for (const own of steps.attributeSources(scene)) {
    resources.push(stampResource(own, steps.stampOwn(own), tag));
  }
  yield;
  const arranged = steps.arrange(resources);
  const added = Object.fromEntries(framed.map((draft) => [draft.type, draft]));
  yield;
  return steps.arrange([...arranged, ...frames(steps, { input, scene, visible, arranged, added })]);
}

interface Framing {
  readonly input: Scene['input'];
  readonly scene: Scene;
  readonly visible: readonly VisibleFact[];
  readonly arranged: readonly Resource[];
  readonly added: Readonly<Partial<Record<string, ResourceDraft>>>;
}

function frames(steps: ReleaseSteps, framing: Framing): Resource[] {
  const { input, scene, visible, arranged, added } = framing;
  const references = arranged.map(({ resourceType, id }) => `${resourceType}/${id ?? ''}`);
  const bodies: Partial<Record<FrameType, Draft>> = {};
  for (const type of ['CarePlan', 'CareTeam'] as const) {
    const draft = added[type];
    if (draft) bodies[type] = steps.buildBody(draft, scene);
  }
  const built = steps.frame(scene, references, bodies);
  return (Object.keys(FRAMES) as FrameType[]).map((type) => {
    const facts = { all: visible, own: added[type]?.facts ?? [], scene };
    const id = `${input.planId}.${FRAMES[type]}`;
    return stampResource({ type, id, body: built[type] }, steps.stampFrame(type, facts), input.tag);
  });
}

function parted(drafts: readonly ResourceDraft[]) {
  const framed = (draft: ResourceDraft) => draft.type in FRAMES;
  return [drafts.filter(framed), drafts.filter((draft) => !framed(draft))] as const;
}
