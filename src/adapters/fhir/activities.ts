import type { MappedFact } from '../../plan/delivery.ts';
import type { Element, Json, JsonObject } from '../../plan/fact.ts';
import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { pointer } from '../json-pointer.ts';
import { cleanElement, elementOf } from './clean-value.ts';
import type { Cleaning } from './clean-value.ts';
import type { FactRow } from './element-tables.ts';
import { factOf, newCleaning } from './map-rows.ts';
import type { Target } from './map-rows.ts';
import { statedBy } from './topics.ts';

/**
 * CarePlan.activity.detail.status → Task.status; what has no equal keeps its own word beside it.
 * https://hl7.org/fhir/R4/valueset-care-plan-activity-status.html
 */
const TASK_STATUS: Readonly<Record<string, string>> = {
  'not-started': 'requested',
  scheduled: 'accepted',
  'in-progress': 'in-progress',
  'on-hold': 'on-hold',
  completed: 'completed',
  cancelled: 'cancelled',
  stopped: 'cancelled',
  unknown: 'requested',
  'entered-in-error': 'entered-in-error',
};
const INEXACT: ReadonlySet<string> = new Set(['stopped', 'unknown']);

/** Elements of a detail that are the same in a Task. */
const SAME: ReadonlySet<string> = new Set(['code', 'statusReason', 'description']);
/** Elements of which a Task takes one. */
const FIRST: Readonly<Record<string, string>> = {
  reasonCode: 'reasonCode',
  reasonReference: 'reasonReference',
  goal: 'focus',
  performer: 'owner',
};
/** Elements for which a Task has no place of its own: inputs, by what they are. */
const INPUTS: Readonly<Record<string, string>> = {
  scheduledTiming: 'valueTiming',
  scheduledPeriod: 'valuePeriod',
  scheduledString: 'valueString',
  productCodeableConcept: 'valueCodeableConcept',
  dailyAmount: 'valueQuantity',
  quantity: 'valueQuantity',
  reasonCode: 'valueCodeableConcept',
  reasonReference: 'valueReference',
  goal: 'valueReference',
  performer: 'valueReference',
};
/** Steers the mapping and is no content of its own. */
const STRUCTURE: ReadonlySet<string> = new Set(['status', 'kind', 'doNotPerform']);

const AGREEMENT: FactRow = {
  elements: [],
  labels: ['plan.agreements', 'subject-matter'],
  about: ['owner', 'input'],
};
const PROGRESS: FactRow = {
  elements: [],
  labels: ['plan.evaluation', 'notes.free-text', 'subject-matter'],
};
const OUTCOME: FactRow = { elements: [], labels: ['plan.evaluation', 'subject-matter'] };

/**
 * The activities of a source's care plan: each detail becomes a Task, so that an agreement is one
 * resource whoever made it; a reference to a resource of the plan stays a reference.
 * @param plan target of the facts that stay with the CarePlan
 */
export function mapActivities(plan: Target): readonly MappedFact[] {
  const place = pointer(plan.entry.place, 'activity');
  return listOf(plan.entry.resource['activity']).flatMap((activity, i) =>
    isMembers(activity) ? mapActivity(plan, activity, { place: pointer(place, i), number: i }) : [],
  );
}

interface Position {
  readonly place: string;
  readonly number: number;
}

function mapActivity(plan: Target, activity: Members, at: Position): readonly MappedFact[] {
  const { log } = plan.scene;
  const detail = activity['detail'];
  if (!isMembers(detail)) return mapReferred(plan, activity, at);
  if (detail['doNotPerform'] === true) {
    log.holdBack(at.place, 'unmapped', 'an activity that must not be done has no Task to become');
    return [];
  }
  const target = taskTarget(plan, activity, at);
  return [
    ...mapDetail(target, detail, pointer(at.place, 'detail')),
    ...mapResults(target, activity, at),
  ];
}

function taskTarget(plan: Target, activity: Members, { number }: Position): Target {
  const id = typeof activity['id'] === 'string' ? activity['id'] : String(number);
  const { scene, entry, subjects } = plan;
  const detail = activity['detail'] as Members;
  const own = statedBy(detail, 'CarePlan.activity.detail', scene.labels);
  const stated = { matter: own.matter, added: [...plan.stated.added, ...own.added] };
  const [first = ''] = subjects;
  const whom = subjects.length === 1 ? `person:${first}` : 'frame:Group';
  return {
    entry,
    resource: { type: 'Task', key: `${entry.id}/activity/${id}` },
    stated,
    subjects,
    always: [{ path: ['for'], value: { reference: whom } }],
    scene,
  };
}

function mapDetail(target: Target, detail: Members, place: string): readonly MappedFact[] {
  const cleaning = newCleaning(target.scene);
  const draft: TaskDraft = { elements: statusElements(detail), inputs: [] };
  for (const name of Object.keys(detail)) addMember(draft, { detail, name, place, cleaning });
  const { elements, inputs } = draft;
  if (inputs.length > 0) elements.push({ path: ['input'], value: inputs });
  return factOf(target, AGREEMENT, { ...cleaning, elements });
}

interface TaskDraft {
  readonly elements: Element[];
  readonly inputs: Json[];
}

interface Member {
  readonly detail: Members;
  readonly name: string;
  readonly place: string;
  readonly cleaning: Cleaning;
}

function statusElements(detail: Members): Element[] {
  const status = String(detail['status']);
  const elements: Element[] = [
    { path: ['status'], value: TASK_STATUS[status] ?? 'requested' },
    { path: ['intent'], value: 'plan' },
  ];
  if (INEXACT.has(status)) elements.push({ path: ['businessStatus'], value: { text: status } });
  return elements;
}

function addMember({ elements, inputs }: TaskDraft, member: Member): void {
  const { detail, name, cleaning } = member;
  const place = pointer(member.place, name);
  const element = elementOf('CarePlan.activity.detail', name);
  if (STRUCTURE.has(name) || name === 'id') cleaning.log.ignore(place);
  else if (!element || (!SAME.has(name) && INPUTS[name] === undefined))
    cleaning.log.holdBack(place, 'unmapped', 'has no place in an agreement');
  else {
    const value = cleanElement(detail[name], element, { place, cleaning });
    if (value === undefined) return;
    if (SAME.has(name)) elements.push({ path: [name], value });
    else addOther({ elements, inputs }, name, value);
  }
}

function addOther({ elements, inputs }: TaskDraft, name: string, value: Json): void {
  const values: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const first = FIRST[name];
  if (first !== undefined && values[0] !== undefined)
    elements.push({ path: [first], value: values[0] });
  const member = INPUTS[name] ?? '';
  for (const rest of first === undefined ? values : values.slice(1))
    inputs.push({ type: { text: name }, [member]: rest });
}

/** What came of it: progress notes and outcomes, in the Task. */
function mapResults(target: Target, activity: Members, at: Position): readonly MappedFact[] {
  const facts: MappedFact[] = [];
  for (const name of Object.keys(activity)) {
    const place = pointer(at.place, name);
    const element = elementOf('CarePlan.activity', name);
    if (name === 'detail') continue;
    if (name === 'id') target.scene.log.ignore(place);
    else if (!element || !['progress', 'outcomeCodeableConcept', 'outcomeReference'].includes(name))
      target.scene.log.holdBack(place, 'unmapped', 'extensions are not taken over');
    else
      listOf(activity[name]).forEach((item, i) => {
        const cleaning = newCleaning(target.scene);
        const value = cleanElement(item, element, { place: pointer(place, i), cleaning });
        if (value === undefined) return;
        const elements = [resultElement(name, i, value)];
        const row = name === 'progress' ? PROGRESS : OUTCOME;
        facts.push(...factOf(target, row, { ...cleaning, elements }));
      });
  }
  return facts;
}

function resultElement(name: string, number: number, value: Json): Element {
  if (name === 'progress') return { path: ['note', `#progress-${number}`], value };
  const member = name === 'outcomeReference' ? 'valueReference' : 'valueCodeableConcept';
  const output: JsonObject = { type: { text: 'outcome' }, [member]: value };
  return { path: ['output', `#${name}-${number}`], value: output };
}

/** An activity that only points to a resource: with the labels that that resource states. */
function mapReferred(plan: Target, activity: Members, at: Position): readonly MappedFact[] {
  const { scene } = plan;
  const reference = isMembers(activity['reference'])
    ? activity['reference']['reference']
    : undefined;
  const key = typeof reference === 'string' ? scene.index.keyOf(reference) : undefined;
  const referred = key === undefined ? undefined : scene.index.entry(key);
  const own = referred
    ? statedBy(referred.resource, referred.type, scene.labels)
    : { matter: [], added: [] };
  const stated = { matter: own.matter, added: [...plan.stated.added, ...own.added] };
  const element = elementOf('CarePlan', 'activity');
  const cleaning = newCleaning(scene);
  if (!element) return [];
  const value = cleanElement(activity, element, { place: at.place, cleaning });
  const elements = value === undefined ? [] : [{ path: ['activity', `#${at.number}`], value }];
  const row = Object.keys(activity).every((name) => name === 'reference')
    ? AGREEMENT
    : PROGRESS_TOO;
  return factOf({ ...plan, stated }, row, { ...cleaning, elements });
}

/** A reference with progress and outcomes beside it is one item: it carries the labels of all. */
const PROGRESS_TOO: FactRow = {
  elements: [],
  labels: ['plan.agreements', 'plan.evaluation', 'notes.free-text', 'subject-matter'],
};
