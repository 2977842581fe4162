import type { MappedFact } from '../../plan/delivery.ts';
import type { PlanResourceType } from '../../plan/fact.ts';
import { PLAN_RESOURCE_TYPES } from '../../plan/fact.ts';
import type { Check } from './check.ts';
import type { FactRule } from './mapping-document.ts';
import { resourceKey } from './reference-values.ts';
import { HeldBack } from './scope.ts';
import type { Reading, Scope } from './scope.ts';
import { compileSubject } from './subjects.ts';
import { fillTemplate } from './template.ts';

/** Finds the resource that a fact of an item writes to. */
export type Resource = (
  context: { readonly scope: Scope; readonly dossier: string },
  reading: Reading,
) => MappedFact['resource'];

/** Compiles where a fact goes: a resource by key, a frame of the household, a person. */
export function compileResource(
  rule: FactRule['resource'],
  place: string,
  check: Check,
): readonly [type: string, resource: Resource] {
  if ('frame' in rule) return [rule.frame, () => ({ type: rule.frame, key: '' })];
  if ('person' in rule) {
    const person = compileSubject(rule.person, `${place}/person`, check);
    return [
      'Patient',
      (context, reading) => personOf(person(context.scope, reading.steering), context),
    ];
  }
  const type = rule.type;
  if (!isOwnType(type)) {
    check.wrong(`${place}/type`, 'is not a resource type that a source writes by key');
    return [type, () => ({ type: 'CarePlan', key: '' })];
  }
  const key = check.template(rule.key, `${place}/key`);
  const resource: Resource = ({ scope, dossier }, { steering }) => {
    const filled = fillTemplate(key, scope, steering);
    if (filled !== undefined) return { type, key: resourceKey(dossier, filled) };
    throw new HeldBack('invalid-value', scope.place, 'a field of the resource key is missing');
  };
  return [type, resource];
}

function personOf(
  people: readonly string[],
  { scope }: { readonly scope: Scope },
): MappedFact['resource'] {
  const [person] = people;
  if (person !== undefined && people.length === 1) return { type: 'Patient', person };
  throw new HeldBack('no-subject', scope.place, 'it is not clear who this person is');
}

function isOwnType(type: string): type is PlanResourceType {
  const framed = ['Patient', 'CarePlan', 'CareTeam'].includes(type);
  return !framed && (PLAN_RESOURCE_TYPES as readonly string[]).includes(type);
}
