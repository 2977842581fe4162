import type { Check } from './check.ts';
import type { Collected, ReadBy } from './collected.ts';
import { compileCondition, compileLaw } from './conditions.ts';
import { compileFact } from './facts.ts';
import type { FactMaker, ItemContext } from './facts.ts';
import { compileTighten } from './labels.ts';
import type { Labels } from './labels.ts';
import type { FactRule, ItemRule, SubjectRule } from './mapping-document.ts';
import { HeldBack, itemsAt, lookUp } from './scope.ts';
import type { FieldPath } from './field-path.ts';
import type { Scope } from './scope.ts';
import { checkDirectoryNames, compileDirectories, compileSubjects, onceFor } from './subjects.ts';
import type { Subjects } from './subjects.ts';
import { fillTemplate } from './template.ts';
import type { Template } from './template.ts';
import { PlaceList, type Places } from './places.ts';

/** What an item takes over from the item around it. */
export interface Surroundings {
  readonly scope: Scope;
  readonly dossier?: string;
  readonly subjects: ItemContext['subjects'];
  readonly tightened: ItemContext['tightened'];
  readonly law: ItemContext['law'];
}

/** Stops now and then, so that others get their turn in between. */
export type ItemRunner = (around: Surroundings, into: Collected) => Generator<undefined, void>;

/** Items of one list that are read between two stops. */
const ITEMS_AT_ONCE = 32;

/** What is known of the surroundings when an item rule is read. */
export interface Known {
  readonly dossier: boolean;
  readonly subjects: boolean;
  readonly people: ReadonlySet<string>;
}

interface PlacedFact {
  readonly place: string;
  readonly make: FactMaker;
}

interface CompiledItem {
  /** Of the rule, in the mapping. */
  readonly place: string;
  readonly when: (scope: Scope, steering: Places) => boolean;
  readonly dossier: Template | undefined;
  readonly directories: ReturnType<typeof compileDirectories>;
  readonly subjects: Subjects | undefined;
  readonly tighten: Labels | undefined;
  readonly law: ReturnType<typeof compileLaw> | undefined;
  readonly ignore: readonly FieldPath[];
  readonly facts: readonly PlacedFact[];
  readonly items: readonly ItemRunner[];
}

/** Compiles an item rule and the rules in it. */
export function compileItem(rule: ItemRule, place: string, check: Check, known: Known): ItemRunner {
  const inside: Known = {
    dossier: known.dossier || rule.dossier !== undefined,
    subjects: known.subjects || rule.subjects !== undefined,
    people: new Set([...known.people, ...Object.keys(rule.people ?? {})]),
  };
  checkSurroundings(rule, place, check, inside);
  const each = check.paths(rule.each, `${place}/each`);
  const compiled = check.within(each, () => compileInside(rule, { place, check, inside }));
  return function* (around, into) {
    for (const [i, scope] of itemsAt(each, around.scope).entries()) {
      yield* runItem(compiled, scope, { around, into });
      if (i % ITEMS_AT_ONCE === ITEMS_AT_ONCE - 1) yield;
    }
  };
}

interface Reading {
  readonly place: string;
  readonly check: Check;
  readonly inside: Known;
}

function compileInside(rule: ItemRule, { place, check, inside }: Reading): CompiledItem {
  return {
    place,
    when: compileCondition(rule.when, `${place}/when`, check),
    dossier:
      rule.dossier === undefined ? undefined : check.template(rule.dossier, `${place}/dossier`),
    directories: compileDirectories(rule.people, `${place}/people`, check),
    subjects: rule.subjects && compileSubjects(rule.subjects, `${place}/subjects`, check),
    tighten: rule.tighten && compileTighten(rule.tighten, `${place}/tighten`, check),
    law: rule.law === undefined ? undefined : compileLaw(rule.law, `${place}/law`, check),
    ignore: (rule.ignore ?? []).map((path, i) => check.path(path, `${place}/ignore/${i}`)),
    facts: (rule.facts ?? []).map((fact, i) => {
      const at = `${place}/facts/${i}`;
      return { place: at, make: compileFact(fact, at, check) };
    }),
    items: (rule.items ?? []).map((item, i) =>
      compileItem(item, `${place}/items/${i}`, check, inside),
    ),
  };
}

function checkSurroundings(rule: ItemRule, place: string, check: Check, inside: Known): void {
  const { facts = [] } = rule;
  if (!inside.dossier && facts.length > 0)
    check.wrong(place, 'needs a dossier: here, or in an item around it');
  const named = (rules: readonly SubjectRule[] | undefined, at: string): void => {
    checkDirectoryNames(rules ?? [], inside.people, (i) => {
      check.wrong(`${at}/${i}/people`, 'names no list under people');
    });
  };
  named(rule.subjects, `${place}/subjects`);
  facts.forEach((fact: FactRule, i) => {
    named(fact.subjects, `${place}/facts/${i}/subjects`);
    if (!inside.subjects && !fact.subjects)
      check.wrong(`${place}/facts/${i}`, 'needs subjects: here, or in an item around it');
  });
}

interface Surrounded {
  readonly around: Surroundings;
  readonly into: Collected;
}

function* runItem(
  item: CompiledItem,
  found: Scope,
  { around, into }: Surrounded,
): Generator<undefined, void> {
  const steering = new PlaceList();
  const directories = item.directories(found, into);
  const scope = withDirectories(found, directories);
  const dossier = item.dossier ? fillTemplate(item.dossier, scope, steering) : around.dossier;
  const applies = item.when(scope, steering);
  if (item.dossier && dossier === undefined) {
    // A record of another kind says by fields of its own which dossier it is.
    loseItem(scope, into, applies);
    return;
  }
  const context = contextOf(item, scope, { around, dossier: dossier ?? '' });
  noteReader(context, { rule: item.place, applies }, into);
  if (item.subjects) noteSteering(context, steering);
  for (const place of steering.all) into.steering.add(place);
  if (!applies) return;
  noteIgnored(item, scope, into);
  if (item.dossier) into.openFor(context.dossier, subjectsOf(context));
  for (const fact of item.facts) record(fact, context, into);
  for (const run of item.items) yield* run(context, into);
}

function withDirectories(scope: Scope, directories: Scope['directories']): Scope {
  return directories === scope.directories ? scope : { ...scope, directories };
}

function loseItem({ place }: Scope, into: Collected, applies: boolean): void {
  if (!applies) return;
  into.hold({ place, code: 'invalid-value', text: NO_DOSSIER });
  into.lost.add(place);
  into.astray = true;
}

const NO_DOSSIER =
  'the field that names the dossier is missing here: send it, or use the mapping of this format';

/** Whose dossier this is, as far as it can be read. */
function subjectsOf({ subjects }: ItemContext): readonly string[] {
  try {
    return subjects(new PlaceList());
  } catch (error) {
    if (!(error instanceof HeldBack)) throw error;
    return [];
  }
}

/** A rule for items of this kind comes before one that is not. */
function noteReader(context: ItemContext, by: ReadBy, into: Collected): void {
  const { place } = context.scope;
  if (!by.applies && into.owners.has(place)) return;
  into.owners.set(place, context);
  into.readBy.set(place, by);
}

/** Keys and people steer the mapping whether or not a fact comes of the item. */
function noteSteering({ subjects }: ItemContext, steering: Places): void {
  try {
    subjects(steering);
  } catch (error) {
    if (!(error instanceof HeldBack)) throw error;
  }
}

function noteIgnored({ ignore }: CompiledItem, scope: Scope, into: Collected): void {
  for (const path of ignore) {
    const place = lookUp(path, scope)?.place;
    if (place !== undefined) into.ignored.add(place);
  }
}

function contextOf(
  item: CompiledItem,
  scope: Scope,
  { around, dossier }: { readonly around: Surroundings; readonly dossier: string },
): ItemContext {
  const { subjects, tighten, law } = item;
  return {
    scope,
    dossier,
    subjects: subjects ? onceFor(subjects, scope) : around.subjects,
    tightened: tighten
      ? (steering) => [...around.tightened(steering), ...tighten(scope, steering)]
      : around.tightened,
    law: law ? (steering) => law(scope, steering) ?? around.law(steering) : around.law,
  };
}

function record({ place, make }: PlacedFact, context: ItemContext, into: Collected): void {
  const outcome = make(context);
  if (!outcome) return;
  for (const at of outcome.steering) into.steering.add(at);
  const made = 'held' in outcome ? outcome.held : [outcome.fact];
  if (into.ruleOf) for (const each of made) into.ruleOf.set(each, place);
  if ('held' in outcome) into.holdBack(context.dossier, outcome.held);
  else into.add(context.dossier, outcome.fact);
}
