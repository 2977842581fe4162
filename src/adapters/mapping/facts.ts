import type { MappedFact, Quarantined } from '../../plan/delivery.ts';
import type { Element } from '../../plan/fact.ts';
import { validateElements } from '../../plan/fhir/part.ts';
import type { Check } from './check.ts';
import { compileCondition, compileLaw } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { compileElements, makeElement, withoutLonely } from './fact-elements.ts';
import type { CompiledElementRule } from './fact-elements.ts';
import { compileResource } from './fact-resource.ts';
import type { Resource } from './fact-resource.ts';
import { compileLabels } from './labels.ts';
import type { Labels } from './labels.ts';
import type { FactRule } from './mapping-document.ts';
import { HeldBack, lookUp, Reading } from './scope.ts';
import type { FieldPath } from './field-path.ts';
import type { Scope } from './scope.ts';
import { compileSubjects } from './subjects.ts';
import type { ValueContext } from './value.ts';
import type { Subjects } from './subjects.ts';
import type { Places } from './places.ts';

/** What an item gives to all of its facts. */
export interface ItemContext {
  readonly scope: Scope;
  readonly dossier: string;
  /** Whom the item is about, unless a fact says otherwise. */
  readonly subjects: (steering: Places) => readonly string[];
  /** Labels that fields of the item add to every fact. */
  readonly tightened: (steering: Places) => readonly string[];
  readonly law: (steering: Places) => string | undefined;
}

/** A fact that was made, nothing (the source does not say it), or why it was held back. */
export type FactOutcome =
  | { readonly fact: MappedFact; readonly steering: readonly string[] }
  | { readonly held: readonly Quarantined[]; readonly steering: readonly string[] }
  | undefined;

export type FactMaker = (context: ItemContext) => FactOutcome;

type CoreRule = Omit<FactRule, 'otherwise'>;

/** Compiles one fact rule. */
export function compileFact(rule: FactRule, place: string, check: Check): FactMaker {
  const make = compileCore(rule, place, check);
  if (!rule.otherwise) return make;
  const makeOther = compileCore(rule.otherwise, `${place}/otherwise`, check);
  return (context) => {
    const made = make(context);
    if (!made || 'held' in made) return made;
    const other = makeOther(context);
    if (!other || 'held' in other) return made;
    const otherwise = { ...other.fact, places: made.fact.places };
    return {
      fact: { ...made.fact, otherwise },
      steering: [...made.steering, ...other.steering],
    };
  };
}

function compileCore(rule: CoreRule, place: string, check: Check): FactMaker {
  const [type, resource] = compileResource(rule.resource, `${place}/resource`, check);
  const parts: Parts = {
    resource,
    type,
    elements: compileElements(type, rule.elements, { place: `${place}/elements`, check }),
    labels: compileLabels(rule.labels ?? [], `${place}/labels`, check),
    subjects: rule.subjects && compileSubjects(rule.subjects, `${place}/subjects`, check),
    when: compileCondition(rule.when, `${place}/when`, check),
    needs: rule.needs?.map((path, i) => check.path(path, `${place}/needs/${i}`)),
    required: (rule.required ?? []).map((path, i) => check.path(path, `${place}/required/${i}`)),
    law: compileLaw(rule.law, `${place}/law`, check),
    involvement: rule.involvement ?? check.document.involvement,
  };
  return (context) => makeFact(parts, context);
}

interface Parts {
  readonly resource: Resource;
  readonly type: string;
  readonly elements: readonly CompiledElementRule[];
  readonly labels: Labels;
  readonly subjects: Subjects | undefined;
  readonly when: Condition;
  readonly needs: readonly FieldPath[] | undefined;
  readonly required: readonly FieldPath[];
  readonly law: (scope: Scope, steering: Places) => string | undefined;
  readonly involvement: MappedFact['involvement'];
}

function makeFact(parts: Parts, context: ItemContext): FactOutcome {
  const { scope } = context;
  scope.run.step();
  const reading = new Reading();
  if (!parts.when(scope, reading.steering)) return undefined;
  if (parts.needs && !parts.needs.every((path) => lookUp(path, scope))) return undefined;
  const draft: Draft = { context, reading, problems: [] };
  const subjects = attempt(draft, () => subjectsOf(parts, draft)) ?? [];
  const before = draft.problems.length;
  const made = elementsOf(parts, subjects, draft);
  const said = parts.elements.some(({ value }, i) => value.origin === 'source' && made[i]);
  if (!said && !parts.needs && draft.problems.length === before) return undefined;
  const fact = attempt(draft, () => finish(parts, { made, subjects, draft }));
  const steering = reading.steering.all;
  return fact ? { fact, steering } : { held: heldBack(draft), steering };
}

interface Draft {
  readonly context: ItemContext;
  readonly reading: Reading;
  readonly problems: HeldBack[];
}

function elementsOf(
  { elements }: Parts,
  subjects: readonly string[],
  draft: Draft,
): readonly (Element | undefined)[] {
  const { context, reading } = draft;
  const { scope, dossier } = context;
  const from: ValueContext = { scope, reading, subjects, dossier };
  const made: (Element | undefined)[] = [];
  for (const rule of elements) made.push(attempt(draft, () => makeElement(rule, from)));
  return made;
}

/** Goes on after a problem, so that everything the fact would have read is known. */
function attempt<T>(draft: Draft, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof HeldBack)) throw error;
    draft.problems.push(error);
    return undefined;
  }
}

function subjectsOf({ subjects }: Parts, { context, reading }: Draft): readonly string[] {
  return subjects ? subjects(context.scope, reading.steering) : context.subjects(reading.steering);
}

interface Made {
  readonly made: readonly (Element | undefined)[];
  readonly subjects: readonly string[];
  readonly draft: Draft;
}

/** @throws HeldBack when what was made is no fact */
function finish(parts: Parts, { made, subjects, draft }: Made): MappedFact | undefined {
  const { context, reading, problems } = draft;
  const { scope } = context;
  const resource = parts.resource(context, reading);
  const elements = withoutLonely(parts.elements, made);
  const law = parts.law(scope, reading.steering) ?? context.law(reading.steering);
  const labels = labelsOf(parts, context, reading);
  if (parts.required.some((path) => !lookUp(path, scope)))
    throw new HeldBack(
      'invalid-value',
      scope.place,
      'a field that the mapping requires is missing',
    );
  if (problems.length > 0) return undefined;
  if (subjects.length === 0)
    throw new HeldBack('no-subject', scope.place, 'it is not clear whom this is about');
  const [issue] = validateElements(parts.type, elements);
  if (issue)
    throw new HeldBack(
      'invalid-value',
      scope.place,
      `no valid ${parts.type}: ${issue.place} ${issue.text}`,
    );
  return {
    resource,
    elements,
    labels,
    subjects,
    ...(law === undefined ? {} : { law }),
    ...(parts.involvement === undefined ? {} : { involvement: parts.involvement }),
    places: reading.places.all.length > 0 ? reading.places.all : [scope.place],
  };
}

/** Each once, in order. */
function labelsOf(
  parts: Parts,
  { scope, tightened }: ItemContext,
  { places, steering }: Reading,
): readonly string[] {
  const own = parts.labels(scope, steering);
  const added = tightened(steering);
  const marks = scope.run.marksOf(places.all);
  if (own.length < 2 && added.length + marks.length === 0) return own;
  return [...new Set([...own, ...added, ...marks])].sort();
}

function heldBack({ problems, reading }: Draft): readonly Quarantined[] {
  const [first] = problems;
  const held = problems.map(({ place, code, message }) => ({ place, code, text: message }));
  const code = first?.code ?? 'invalid-value';
  const text = 'belongs to a fact of which another value was held back';
  const named = new Set(held.map((q) => q.place));
  const rest = reading.places.all.filter((place) => !named.has(place));
  return [...held, ...rest.map((place) => ({ place, code, text }))];
}
