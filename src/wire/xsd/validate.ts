import type { XmlElement } from '../xml-elements.ts';
import { qualified, type Particle, type Schemas, type Type, type TypeUse } from './schema.ts';
import { checkText } from './simple-types.ts';

/** Something that a schema does not allow; never with what was sent. */
export interface SchemaIssue {
  readonly place: string;
  readonly line: number;
  readonly text: string;
}

/** More complaints than a person reads at once. */
const MAX_ISSUES = 50;

interface Validation {
  readonly schemas: Schemas;
  readonly issues: SchemaIssue[];
}

/**
 * Validates a document against schemas: names, namespaces, order, how often, and texts. Only what
 * tells a reader where a schema is may stand in attributes.
 * @returns undefined when no schema knows this root; else complaints, none when it is valid
 */
export function validateDocument(
  root: XmlElement,
  schemas: Schemas,
): readonly SchemaIssue[] | undefined {
  const use = schemas.roots.get(qualified(root.namespace, root.name));
  if (use === undefined) return undefined;
  const validation: Validation = { schemas, issues: [] };
  checkElement(root, use, validation);
  return validation.issues;
}

function complain({ place, line }: XmlElement, text: string, { issues }: Validation): void {
  if (issues.length < MAX_ISSUES) issues.push({ place, line, text });
}

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

function checkElement(element: XmlElement, use: TypeUse, validation: Validation): void {
  const type = typeof use === 'string' ? validation.schemas.types.get(use) : use;
  const others = element.attributes.filter(
    ({ name, namespace }) =>
      namespace !== INSTANCE || !/^(noNamespaceS|s)chemaLocation$/.test(name),
  );
  if (others.length > 0) complain(element, 'attributes are not allowed here', validation);
  if (type?.kind === 'simple') checkSimple(element, type, validation);
  else checkComplex(element, type?.content, validation);
}

function checkSimple(
  element: XmlElement,
  { simple }: Extract<Type, { kind: 'simple' }>,
  validation: Validation,
): void {
  if (element.children.length > 0) {
    complain(element, 'only text is allowed here', validation);
    return;
  }
  const wrong = checkText(simple, element.text);
  if (wrong !== undefined) complain(element, wrong, validation);
}

function checkComplex(
  element: XmlElement,
  content: Particle | undefined,
  validation: Validation,
): void {
  if (element.text.trim() !== '')
    complain(element, 'text beside the elements is not allowed here', validation);
  const reading: Reading = { parent: element, at: 0, validation };
  if (content) readParticle(content, reading);
  const left = element.children[reading.at];
  if (left) complain(left, 'this element is not expected here', validation);
}

/** How far the children of one element were read. */
interface Reading {
  readonly parent: XmlElement;
  at: number;
  readonly validation: Validation;
}

/**
 * Reads as many occurrences as there are, in order. A schema may not leave it open which particle an
 * element belongs to (unique particle attribution), so the next element decides.
 */
function readParticle(particle: Particle, reading: Reading): void {
  let count = 0;
  while (count < particle.max && begins(particle, reading)) {
    const before = reading.at;
    readOnce(particle, reading);
    count += 1;
    if (reading.at === before) break;
  }
  if (count >= particle.min) return;
  // Of a sequence that is not there everything is missing that must be: each is named.
  if (particle.kind === 'sequence') readOnce(particle, reading);
  else if (!isEmptiable({ ...particle, min: 1 }))
    complain(reading.parent, `${expectedName(particle)} is missing`, reading.validation);
}

function readOnce(particle: Particle, reading: Reading): void {
  if (particle.kind === 'element') {
    const child = reading.parent.children[reading.at];
    reading.at += 1;
    if (child) checkElement(child, particle.type, reading.validation);
  } else if (particle.kind === 'sequence')
    for (const part of particle.particles) readParticle(part, reading);
  else {
    const chosen = particle.particles.find((option) => begins(option, reading));
    if (chosen) readParticle(chosen, reading);
  }
}

/** Whether the next child can be the first of a particle. */
function begins(particle: Particle, reading: Reading): boolean {
  const child = reading.parent.children[reading.at];
  if (!child) return false;
  if (particle.kind === 'element')
    return child.name === particle.name && child.namespace === particle.namespace;
  if (particle.kind === 'choice') return particle.particles.some((each) => begins(each, reading));
  for (const part of particle.particles) {
    if (begins(part, reading)) return true;
    if (!isEmptiable(part)) return false;
  }
  return false;
}

function isEmptiable(particle: Particle): boolean {
  if (particle.min === 0) return true;
  if (particle.kind === 'element') return false;
  return particle.kind === 'sequence'
    ? particle.particles.every(isEmptiable)
    : particle.particles.some(isEmptiable);
}

/** The first element that a particle waits for. */
function expectedName(particle: Particle): string {
  if (particle.kind === 'element') return particle.name;
  const names = particle.particles.map(expectedName);
  return particle.kind === 'choice' ? `one of ${names.join(', ')}` : (names[0] ?? 'an element');
}
