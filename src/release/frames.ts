import type { Json, JsonObject } from '../plan/fact.ts';
import { CANONICALS } from './canonicals.ts';
import { FRAMES, type FrameType } from './drafts.ts';
import type { Draft } from './masked.ts';
import { shapeOf } from './shapes.ts';

/** What the frames hold together; every reference is to a resource of this release. */
export interface FrameContents {
  readonly planId: string;
  /** `Type/id` of every released resource but the frames, sorted. */
  readonly released: readonly string[];
  /** What visible facts add to the frames themselves. */
  readonly added: Readonly<Partial<Record<FrameType, Draft>>>;
  /** Who coordinates, when this recipient may know it. */
  readonly coordinator?: { readonly organisation: string; readonly role: string };
}

/**
 * The frames that hold a released plan together: CarePlan, CareTeam and Group. What the gateway puts in
 * them carries no value from a source, and points to released resources only.
 */
export function buildFrames(contents: FrameContents): Readonly<Record<FrameType, Draft>> {
  return {
    CarePlan: inOrder('CarePlan', { ...free(contents, 'CarePlan'), ...carePlan(contents) }),
    CareTeam: inOrder('CareTeam', { ...free(contents, 'CareTeam'), ...careTeam(contents) }),
    Group: {
      type: 'person',
      actual: true,
      ...list(
        'member',
        ofTypes(contents, ['Patient']).map((entity) => ({ entity })),
      ),
    },
  };
}

/** Elements that are the gateway's: a source cannot state them for the household. */
const FIXED = {
  CarePlan: ['status', 'intent', 'subject', 'careTeam', 'goal'],
  CareTeam: ['status', 'subject'],
} as const;

function free({ added }: FrameContents, type: keyof typeof FIXED): Draft {
  const fixed: readonly string[] = FIXED[type];
  const elements = Object.entries(added[type] ?? {});
  return Object.fromEntries(elements.filter(([name]) => !fixed.includes(name.replace(/^_/, ''))));
}

function carePlan(contents: FrameContents): Draft {
  const { planId, added } = contents;
  const stated = itemsOf(added.CarePlan, 'activity');
  const known = new Set(stated.map((item) => referenceOf(item)));
  const actions = ofTypes(contents, ['ServiceRequest', 'Task']).filter(
    ({ reference }) => !known.has(reference),
  );
  const category = { coding: [{ system: CANONICALS.planCategory, code: 'household-plan' }] };
  return {
    status: 'active',
    intent: 'plan',
    category: [category, ...itemsOf(added.CarePlan, 'category')],
    subject: frameReference(planId, 'Group'),
    careTeam: [frameReference(planId, 'CareTeam')],
    ...list('goal', ofTypes(contents, ['Goal'])),
    ...list('activity', [...actions.map((reference) => ({ reference })), ...stated]),
  };
}

function careTeam(contents: FrameContents): Draft {
  const { planId, added, coordinator } = contents;
  const coordinating = coordinator
    ? [
        {
          role: [{ coding: [{ system: CANONICALS.role, code: coordinator.role }] }],
          member: { reference: coordinator.organisation },
        },
      ]
    : [];
  return {
    status: 'active',
    subject: frameReference(planId, 'Group'),
    ...list('participant', [...coordinating, ...itemsOf(added.CareTeam, 'participant')]),
  };
}

/** The reference to a frame of this plan. */
export function frameReference(planId: string, type: FrameType): JsonObject {
  return { reference: `${type}/${planId}.${FRAMES[type]}` };
}

function ofTypes({ released }: FrameContents, types: readonly string[]) {
  const wanted = released.filter((reference) => types.includes(reference.split('/')[0] ?? ''));
  return wanted.map((reference) => ({ reference }));
}

function itemsOf(added: Draft | undefined, name: string): readonly JsonObject[] {
  return (added?.[name] ?? []) as readonly JsonObject[];
}

function referenceOf(item: JsonObject): unknown {
  return (item['reference'] as JsonObject | undefined)?.['reference'];
}

function list(name: string, items: readonly Json[]): Draft {
  return items.length > 0 ? { [name]: items } : {};
}

/** Elements in R4's order, a `_name` after its element: equal content gives equal bytes. */
function inOrder(type: string, draft: Draft): Draft {
  const names = [...(shapeOf(type)?.written.keys() ?? [])].flatMap((name) => [name, `_${name}`]);
  const present = names.filter((name) => draft[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, draft[name] ?? null]));
}
