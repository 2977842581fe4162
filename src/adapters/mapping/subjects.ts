import { readBsn } from '../bsn.ts';
import type { Check } from './check.ts';
import type { DirectoryRule, SubjectRule } from './mapping-document.ts';
import { HeldBack, codeOf, itemsAt, lookUp, piecesIn } from './scope.ts';
import type { Directory, DirectoryPerson, Found, Scope } from './scope.ts';
import type { Spent } from './work.ts';
import { fillTemplate } from './template.ts';
import { PlaceList, type Places } from './places.ts';

/** Local identifiers of the people an item is about. */
export type Subjects = (scope: Scope, steering: Places) => readonly string[];

/** Everyone that any of the rules names, each once. */
export function compileSubjects(
  rules: readonly SubjectRule[],
  place: string,
  check: Check,
): Subjects {
  const compiled = rules.map((rule, i) => compileSubject(rule, `${place}/${i}`, check));
  const [only, second] = compiled;
  if (only && !second && rules[0] && 'identifier' in rules[0]) return only;
  return (scope, steering) => [...new Set(compiled.flatMap((s) => s(scope, steering)))];
}

/**
 * Whom an item is about, worked out once for all that ask: its facts, and its values that no rule
 * names. It leaves the same places behind, costs the same and fails alike every time.
 */
export function onceFor(subjects: Subjects, scope: Scope): (steering: Places) => readonly string[] {
  let known: Known | undefined;
  return (steering) => {
    if (known) scope.run.spendAgain(known.from, known.to);
    else known = workOut(subjects, scope);
    for (const place of known.places) steering.add(place);
    if (known.held) throw known.held;
    return known.names;
  };
}

interface Known {
  readonly names: readonly string[];
  readonly places: readonly string[];
  readonly held?: HeldBack;
  readonly from: Spent;
  readonly to: Spent;
}

function workOut(subjects: Subjects, scope: Scope): Known {
  const { run } = scope;
  const from = run.spent;
  const noted = new PlaceList();
  const places = noted.all;
  try {
    const names = subjects(scope, noted);
    return { names, places, from, to: run.spent };
  } catch (held) {
    if (!(held instanceof HeldBack)) throw held;
    return { names: [], places, held, from, to: run.spent };
  }
}

/** @throws HeldBack (when run) when a key leads to nobody, or to more than one person */
export function compileSubject(rule: SubjectRule, place: string, check: Check): Subjects {
  if ('identifier' in rule) {
    const template = check.template(rule.identifier, `${place}/identifier`);
    return (scope, steering) => {
      const identifier = fillTemplate(template, scope, steering);
      return identifier === undefined ? [] : [identifier];
    };
  }
  if ('find' in rule) return compileFound(rule, place, check);
  if ('each' in rule) return compileSwitch(rule, place, check);
  if ('all' in rule)
    return (scope) =>
      [...directoryOf(scope, rule.people).values()].flatMap((p) => p?.identifier ?? []);
  const field = check.paths(rule.of, `${place}/of`);
  return (scope, steering) =>
    piecesIn(itemsAt(field, scope), rule.split).flatMap((key) => {
      steering.add(key.place);
      return personAt(key, directoryOf(scope, rule.people)).identifier;
    });
}

/** Whom the item is about that a key leads to; nobody when it leads nowhere. */
function compileFound(
  rule: Extract<SubjectRule, { find: unknown }>,
  place: string,
  check: Check,
): Subjects {
  const find = check.find(rule.find, `${place}/find`);
  const inner = check.withinFound(rule.find, () =>
    compileSubjects(rule.subjects, `${place}/subjects`, check),
  );
  return (scope, steering) => {
    const item = find(scope, steering);
    return item ? inner(item, steering) : [];
  };
}

function directoryOf(scope: Scope, name: string): Directory {
  return scope.directories.get(name) ?? new Map<string, DirectoryPerson>();
}

function personAt({ value, place }: Scope, directory: Directory): DirectoryPerson {
  const person = directory.get(codeOf(value));
  if (person) return person;
  if (person === null)
    throw new HeldBack('contradictory-person', place, 'two people have this key');
  throw new HeldBack('unknown-person', place, 'this key is not in the list of people');
}

function compileSwitch(
  rule: Extract<SubjectRule, { each: string }>,
  place: string,
  check: Check,
): Subjects {
  const field = check.paths(rule.each, `${place}/each`);
  const cases = new Map(
    Object.entries(rule.values).map(([value, text]) => [
      value,
      check.template(text, `${place}/values/${value}`),
    ]),
  );
  const { otherwise: text } = rule;
  const otherwise =
    text === undefined
      ? undefined
      : check.within(field, () => check.template(text, `${place}/otherwise`));
  return (scope, steering) =>
    piecesIn(itemsAt(field, scope), rule.split).flatMap((value) => {
      steering.add(value.place);
      const known = cases.get(codeOf(value.value));
      const template = known ?? otherwise;
      if (!template)
        throw new HeldBack(
          'unknown-person',
          value.place,
          'the mapping does not know whom this means',
        );
      // A case speaks of the item, `otherwise` of the value itself.
      const from = known ? scope : value;
      const identifier = fillTemplate(template, from, steering);
      if (identifier === undefined)
        throw new HeldBack('unknown-person', value.place, 'an identifier is missing');
      return identifier;
    });
}

/** Compiles the lists of people of one item: key → identifier as enrolled, with the BSN as alias. */
export function compileDirectories(
  rules: Readonly<Record<string, DirectoryRule>> | undefined,
  place: string,
  check: Check,
): (scope: Scope, notes: DirectoryNotes) => ReadonlyMap<string, Directory> {
  const compiled = Object.entries(rules ?? {}).map(
    ([name, rule]) => [name, compileDirectory(rule, `${place}/${name}`, check)] as const,
  );
  if (compiled.length === 0) return (scope) => scope.directories;
  return (scope, notes) =>
    new Map([
      ...scope.directories,
      ...compiled.map(([n, read]) => [n, read(scope, notes)] as const),
    ]);
}

/** What reading the lists of people leaves behind. */
export interface DirectoryNotes {
  readonly aliases: Map<string, readonly string[]>;
  readonly steering: Places;
}

function compileDirectory(rule: DirectoryRule, place: string, check: Check) {
  const each = check.paths(rule.each, `${place}/each`);
  const { keyPath, template, bsnPath } = check.within(each, () => ({
    keyPath: check.path(rule.key, `${place}/key`),
    template: check.template(rule.identifier, `${place}/identifier`),
    bsnPath: rule.bsn === undefined ? undefined : check.path(rule.bsn, `${place}/bsn`),
  }));
  const named = (item: Scope, key: Found | undefined) => {
    const name = key && codeOf(key.value);
    const identifier = fillTemplate(template, item, new PlaceList());
    return name === undefined || name === '' || identifier === undefined
      ? undefined
      : { name, identifier };
  };
  return (scope: Scope, { aliases, steering }: DirectoryNotes): Directory => {
    const people = new Map<string, DirectoryPerson | null>();
    for (const item of itemsAt(each, scope)) {
      const key = lookUp(keyPath, item);
      const person = named(item, key);
      if (!key || !person) continue;
      const { name, identifier } = person;
      steering.add(key.place);
      people.set(name, people.has(name) ? null : { identifier });
      const bsn = bsnPath && readBsn(codeOf(lookUp(bsnPath, item)?.value));
      if (bsn !== undefined && bsn !== 'absent') aliases.set(identifier, [`bsn:${bsn}`]);
    }
    return people;
  };
}

/** True when a subject rule can be checked against the lists of people in reach. */
export function checkDirectoryNames(
  rules: readonly SubjectRule[],
  known: ReadonlySet<string>,
  report: (index: number) => void,
): void {
  const isUnknown = (rule: SubjectRule): boolean =>
    'find' in rule ? rule.subjects.some(isUnknown) : 'people' in rule && !known.has(rule.people);
  rules.forEach((rule, i) => {
    if (isUnknown(rule)) report(i);
  });
}
