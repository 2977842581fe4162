import type { Json } from '../../plan/fact.ts';
import { PLAN_RESOURCE_TYPES } from '../../plan/fact.ts';
import type { Check } from './check.ts';
import type { ElementPath } from './element-path.ts';
import type { PlainValueRule } from './mapping-document.ts';
import { compileSubject } from './subjects.ts';
import { fillTemplate } from './template.ts';
import type { Value, ValueContext } from './value.ts';

type Targets = (context: ValueContext) => readonly string[];
type ReferenceRule = Exclude<PlainValueRule, string>;

/** Compiles a rule for an element that takes a reference. */
export function compileReference(
  rule: ReferenceRule,
  { element, list }: ElementPath,
  place: string,
  check: Check,
): Value {
  const [types, targets] = compileTargets(rule, place, check);
  for (const type of types)
    if (element.targets && !element.targets.has(type))
      check.wrong(place, `${element.name} may refer to ${[...element.targets].join(', ')}`);
  return {
    origin: 'steer',
    make: (context): Json | undefined => {
      const references = targets(context).map((reference) => ({ reference }));
      if (list) return references.length === 0 ? undefined : references;
      return references[0];
    },
  };
}

/** The key of a resource as its references and its facts write it: unique in the dossier. */
export function resourceKey(dossier: string, key: string): string {
  return `${dossier}/${key}`;
}

function compileTargets(
  rule: ReferenceRule,
  place: string,
  check: Check,
): readonly [types: readonly string[], targets: Targets] {
  if ('frame' in rule) return [[rule.frame], () => [`frame:${rule.frame}`]];
  if ('subject' in rule) return [['Patient'], subjectTarget];
  if ('person' in rule) {
    const person = compileSubject(rule.person, `${place}/person`, check);
    const targets: Targets = ({ scope, reading }) =>
      person(scope, reading.steering).map((name) => `person:${name}`);
    return [['Patient'], targets];
  }
  if ('reference' in rule) return compileLocal(rule, place, check);
  check.wrong(place, 'this element takes reference, person, subject or frame');
  return [[], () => []];
}

/** One person: that person. Several: the household's group; the fact itself knows who. */
function subjectTarget({ subjects }: ValueContext): readonly string[] {
  const [first] = subjects;
  if (first === undefined) return [];
  return subjects.length === 1 ? [`person:${first}`] : ['frame:Group'];
}

function compileLocal(
  rule: { readonly reference: string; readonly key: string },
  place: string,
  check: Check,
): readonly [types: readonly string[], targets: Targets] {
  const type = rule.reference;
  if (!(PLAN_RESOURCE_TYPES as readonly string[]).includes(type))
    check.wrong(`${place}/reference`, 'is not a resource type of the plan');
  const template = check.template(rule.key, `${place}/key`);
  const targets: Targets = ({ scope, reading, dossier }) => {
    const key = fillTemplate(template, scope, reading.steering);
    return key === undefined ? [] : [`local:${type}/${resourceKey(dossier, key)}`];
  };
  return [[type], targets];
}
