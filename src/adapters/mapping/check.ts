import { CATEGORIES } from '../../vocabulary/categories.ts';
import type { CodesRule, FindRule, MappingDocument } from './mapping-document.ts';
import { isSeveral, parseFieldPath } from './field-path.ts';
import type { FieldPath } from './field-path.ts';
import { ancestor, itemsAt, lookUp, textOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { parseTemplate } from './template.ts';
import type { Template } from './template.ts';
import type { Places } from './places.ts';

/** What is wrong with a mapping, and where in it (JSON pointer). */
export interface MappingIssue {
  readonly place: string;
  readonly text: string;
}

const NOWHERE: FieldPath = { up: 0, names: [] };
const NOTHING: Template = { parts: [], constant: true };

/** Turns the texts of a mapping into what they mean, and collects what is wrong with them. */
export class Check {
  readonly issues: MappingIssue[] = [];
  readonly document: MappingDocument;
  /** How many times a path can go up from what is read now; the last time reaches the file. */
  #parents = 0;

  constructor(document: MappingDocument) {
    this.document = document;
  }

  wrong(place: string, text: string): void {
    this.issues.push({ place, text });
  }

  /** A path that leads to one place. */
  path(text: string, place: string): FieldPath {
    const path = this.paths(text, place);
    if (isSeveral(path)) this.wrong(place, 'means several places with *: one value belongs here');
    return path;
  }

  /** A path that may lead to several places, each of which counts. */
  paths(text: string, place: string): FieldPath {
    const path = parseFieldPath(text);
    if (!path)
      this.wrong(place, 'is not a path such as naam/voornaam, ^/clientId or /gezin/nummer');
    else this.#reaches(path.up, place);
    return path ?? NOWHERE;
  }

  /** Reads what is said about the items at a path: `^` in it starts from one of them. */
  within<T>(path: FieldPath, read: () => T): T {
    const around = this.#parents;
    this.#parents = path.up === Infinity ? 1 : Math.max(0, around - path.up) + 1;
    const result = read();
    this.#parents = around;
    return result;
  }

  /** Reads what is said about the item that a `find` leads to. */
  withinFound<T>(rule: FindRule, read: () => T): T {
    return this.within(parseFieldPath(rule.in) ?? NOWHERE, read);
  }

  /** Checks the fields of a template that was parsed elsewhere. */
  reaches(template: Template, place: string): void {
    for (const part of template.parts)
      if ('up' in part) this.#reaches(part.up, place);
      else if ('field' in part) {
        this.#reaches(part.field.up, place);
        if (isSeveral(part.field))
          this.wrong(place, 'means several places with *: one value belongs here');
      }
  }

  #reaches(up: number, place: string): void {
    if (up !== Infinity && up > this.#parents)
      this.wrong(
        place,
        `goes up with ${up} × ^, which is past the file: here ${this.#parents} at most`,
      );
  }

  template(text: string, place: string): Template {
    const template = parseTemplate(text);
    if (template) this.reaches(template, place);
    else this.wrong(place, 'is not a template such as contact-of:{clientId}');
    return template ?? NOTHING;
  }

  codes(rule: CodesRule, place: string): ReadonlyMap<string, string> {
    const lists = this.document.codes ?? {};
    const list =
      typeof rule !== 'string' ? rule : Object.hasOwn(lists, rule) ? lists[rule] : undefined;
    if (!list) this.wrong(place, 'names no list under codes');
    return new Map(Object.entries(list ?? {}));
  }

  category(code: string, place: string): string {
    if (!CATEGORIES.knows(code)) this.wrong(place, 'is not a data category');
    return code;
  }

  find(rule: FindRule, place: string): (scope: Scope, steering: Places) => Scope | undefined {
    const list = this.paths(rule.in, `${place}/in`);
    const by = this.within(list, () => this.path(rule.by, `${place}/by`));
    const is = this.path(rule.is, `${place}/is`);
    return (scope, steering) => {
      const wanted = lookUp(is, scope);
      const text = wanted && textOf(wanted.value);
      if (!wanted || text === undefined) return undefined;
      steering.add(wanted.place);
      const matches = indexed(scope, { list, by, name: `${rule.in} ${rule.by}` }).get(text) ?? [];
      const [first] = matches;
      const key = matches.length === 1 && first ? lookUp(by, first) : undefined;
      if (key) steering.add(key.place);
      return matches.length === 1 ? first : undefined;
    };
  }
}

type Index = ReadonlyMap<string, readonly Scope[]>;

interface Lookup {
  readonly list: FieldPath;
  readonly by: FieldPath;
  /** Of list and field together. */
  readonly name: string;
}

/** The items of a list by one of their fields; made once per list. */
function indexed(scope: Scope, { list, by, name }: Lookup): Index {
  const { run } = scope;
  const { value } = ancestor(list.up, scope);
  const known = run.found.get(value)?.get(name);
  if (known) return known;
  const index = new Map<string, Scope[]>();
  for (const item of itemsAt(list, scope)) {
    const key = lookUp(by, item);
    const text = key && textOf(key.value);
    if (text === undefined) continue;
    const same = index.get(text);
    if (same) same.push(item);
    else index.set(text, [item]);
  }
  if (typeof value !== 'object') return index;
  const byName = run.found.get(value) ?? new Map<string, Index>();
  run.found.set(value, byName.set(name, index));
  return index;
}
