import { PLAN_RESOURCE_TYPES } from '../../plan/fact.ts';
import { isMembers } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { validateResource } from '../../plan/fhir/validate.ts';
import type { Entry } from './bundle-index.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { notOfThePlan } from './not-of-the-plan.ts';

const PLAN_TYPES: ReadonlySet<string> = new Set(PLAN_RESOURCE_TYPES);

/**
 * Whether a resource can be mapped: of the plan, valid, and without anything that changes its
 * meaning unseen. If not, the log says why.
 * @param refused place of a resource → why it is not taken over, whatever it holds
 */
export function isUsable(
  entry: Entry,
  refused: ReadonlyMap<string, string>,
  log: DeliveryLog,
): boolean {
  const { place, type, resource, key } = entry;
  if (!PLAN_TYPES.has(type)) {
    log.holdBack(place, 'not-a-plan-resource', notOfThePlan(type));
    return false;
  }
  const refusal = refused.get(place);
  if (refusal !== undefined) log.holdBack(place, 'invalid-resource', refusal);
  else if (!isValid(resource, place, log))
    log.holdBack(place, 'invalid-resource', 'not valid FHIR');
  else if (Object.hasOwn(resource, 'implicitRules') || hasModifier(resource))
    log.holdBack(place, 'invalid-resource', 'modifier extensions and rules are not known here');
  else return true;
  log.held.push(key);
  return false;
}

function isValid(resource: Members, place: string, log: DeliveryLog): boolean {
  const issues = validateResource(withoutContained(resource));
  for (const issue of issues.slice(0, 5))
    log.holdBack(place + issue.place, 'invalid-resource', issue.text);
  return issues.length === 0;
}

const STUB = { resourceType: 'Group', type: 'person', actual: true };

/** What is contained is never taken over: only that it is there matters, to those who refer to it. */
function withoutContained(resource: Members): Members {
  const { contained } = resource;
  if (!Array.isArray(contained)) return resource;
  const stubs = (contained as readonly unknown[]).map((each) =>
    isMembers(each) ? { ...STUB, ...(each['id'] === undefined ? {} : { id: each['id'] }) } : each,
  );
  return { ...resource, contained: stubs };
}

function hasModifier(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasModifier);
  if (!isMembers(value)) return false;
  for (const name of Object.keys(value)) {
    if (name === 'modifierExtension') return true;
    if (name === 'contained') continue;
    const member = value[name];
    if (typeof member === 'object' && member !== null && hasModifier(member)) return true;
  }
  return false;
}
