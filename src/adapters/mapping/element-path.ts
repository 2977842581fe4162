import { fhirType } from '../../plan/fhir/compiled.ts';
import type { CompiledElement, CompiledType } from '../../plan/fhir/compiled.ts';
import { fillTemplate, parseTemplate } from './template.ts';
import type { Template } from './template.ts';
import type { Scope } from './scope.ts';
import type { Places } from './places.ts';

/** Where in a resource a value goes: `participant[{teamlid}].period.start`. */
export interface ElementPath {
  readonly steps: readonly { readonly name: string; readonly key?: Template }[];
  /** The element at the end. */
  readonly element: CompiledElement;
  /** The value is a list: a repeating element without a key. */
  readonly list: boolean;
  /** The steps by name, where no key has to be filled in. */
  readonly plain?: readonly string[];
}

/** Elements that never pass or that the gateway makes itself. */
const CLOSED: ReadonlySet<string> = new Set([
  ...['id', 'meta', 'contained', 'extension', 'modifierExtension', 'implicitRules'],
  'resourceType',
]);

/**
 * Parses and checks the path of an element against FHIR R4.
 * @returns a text that says what is wrong with it
 */
export function parseElementPath(type: string, text: string): ElementPath | string {
  const pieces = [...text.matchAll(/([^.[\]]+)(?:\[((?:[^\]{}]|\{[^{}]*\})*)\])?(\.|$)/gy)];
  const whole = pieces.map((p) => p[0]).join('') === text && !text.endsWith('.');
  if (pieces.length === 0 || !whole) return 'is not a path of elements';
  const steps: PathStep[] = [];
  let at = fhirType(type);
  for (const [index, [, name = '', key]] of pieces.entries()) {
    const last = index === pieces.length - 1;
    const step = parseStep(at, { name, key, last });
    if (typeof step === 'string') return step;
    steps.push(step);
    at = step.element.complex();
  }
  const end = steps.at(-1);
  if (!end) return 'is empty';
  const { element, key } = end;
  if (!element.primitive && element.type !== 'Reference')
    return `${element.name} has parts: go on to one of them`;
  const path = { steps, element, list: element.many && key === undefined };
  return steps.some((step) => step.key) ? path : { ...path, plain: steps.map(({ name }) => name) };
}

interface PathStep {
  readonly name: string;
  readonly key?: Template;
  readonly element: CompiledElement;
}

function parseStep(
  at: CompiledType | undefined,
  { name, key, last }: { name: string; key: string | undefined; last: boolean },
): PathStep | string {
  const element = at?.elements.get(name);
  const keyed = key !== undefined;
  const problem = stepProblem({ type: at?.name ?? 'this', name, next: element, keyed });
  if (!element || problem !== undefined) return problem ?? 'is not a path of elements';
  if (!keyed)
    return element.many && !last ? `${name} repeats: give the item a [key]` : { name, element };
  const template = key === '' ? undefined : parseTemplate(key);
  return template ? { name, key: template, element } : `the [key] of ${name} is no template`;
}

interface Step {
  readonly type: string;
  readonly name: string;
  readonly next: CompiledElement | undefined;
  readonly keyed: boolean;
}

function stepProblem({ type, name, next, keyed }: Step): string | undefined {
  if (type === 'Reference') return 'a reference is written as a whole: end the path before it';
  if (!next) return `${type} has no element ${name}`;
  const ofResource = name === 'language' && fhirType(type)?.resource === true;
  if (CLOSED.has(name) || ofResource || next.type === 'Narrative')
    return `${name} cannot be written by a mapping`;
  return keyed && !next.many ? `${name} does not repeat: it takes no [key]` : undefined;
}

/** The path of a fact's element, keys filled in; undefined when a key cannot be filled in. */
export function fillPath(
  path: ElementPath,
  scope: Scope,
  steering: Places,
): readonly string[] | undefined {
  if (path.plain) return path.plain;
  const filled: string[] = [];
  for (const { name, key } of path.steps) {
    filled.push(name);
    if (!key) continue;
    const text = fillTemplate(key, scope, steering);
    if (text === undefined) return undefined;
    filled.push(`#${text}`);
  }
  return filled;
}
