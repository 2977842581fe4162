import type { Quarantined } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import type { Child, Group } from './message-tables.ts';
import type { StandardName } from './message-types.ts';

/** More complaints than a person reads at once. */
const MAX_ISSUES = 50;

/** Namespaces of one message: its own, and the basic schema's. */
export interface Namespaces {
  readonly message: string;
  readonly base: string;
}

interface Check {
  readonly standard: StandardName;
  readonly namespaces: Namespaces;
  readonly issues: Quarantined[];
}

/**
 * Checks a message against the table of its kind: elements, namespaces, how often, and what every
 * text must be. The order of elements is not checked: it has no meaning (OP080).
 * @returns complaints by place, with the line; empty when all is well
 */
export function checkMessage(
  root: XmlElement,
  table: Group,
  { standard, namespaces }: Omit<Check, 'issues'>,
): readonly Quarantined[] {
  const check: Check = { standard, namespaces, issues: [] };
  checkGroup(root, table, check);
  return check.issues;
}

function complain(
  { place, line }: XmlElement,
  code: Quarantined['code'],
  text: string,
  check: Check,
): void {
  if (check.issues.length < MAX_ISSUES)
    check.issues.push({ place, code, text: `line ${line}: ${text}` });
}

function checkGroup(element: XmlElement, group: Group, check: Check): void {
  checkAttributes(element, check);
  if (element.text.trim() !== '')
    complain(element, 'invalid-resource', 'text beside the elements is not allowed here', check);
  const expected = check.namespaces[group.namespace];
  const seen = new Map<string, number>();
  for (const child of element.children) {
    const known = group.children.get(child.name);
    if (!known) {
      complain(child, 'invalid-resource', 'this element is not known here', check);
      continue;
    }
    const count = (seen.get(child.name) ?? 0) + 1;
    seen.set(child.name, count);
    if (child.namespace !== expected)
      complain(child, 'invalid-resource', 'this element is in another namespace', check);
    else if (count > 1 && known.max === 1)
      complain(child, 'invalid-resource', 'this element may occur once only', check);
    else checkChild(child, known, check);
  }
  for (const [name, { min }] of group.children)
    if (min === 1 && !seen.has(name))
      complain(element, 'invalid-resource', `${name} is missing`, check);
}

function checkChild(child: XmlElement, { type }: Child, check: Check): void {
  if (typeof type !== 'function') {
    checkGroup(child, type, check);
    return;
  }
  checkAttributes(child, check);
  if (child.children.length > 0) {
    complain(child, 'invalid-resource', 'only text is allowed here', check);
    return;
  }
  const wrong = type(child.text, check.standard);
  if (wrong !== undefined)
    complain(child, wrong.startsWith('is no') ? 'unknown-code' : 'invalid-value', wrong, check);
}

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** A schema location says nothing about anybody; nil and type would change what is said. */
function checkAttributes(element: XmlElement, check: Check): void {
  for (const { name, namespace } of element.attributes)
    if (namespace !== INSTANCE || !/^(noNamespaceS|s)chemaLocation$/.test(name))
      complain(element, 'invalid-resource', 'attributes are not allowed here', check);
}
