import fc from 'fast-check';
import { fhirType } from '../../src/plan/fhir/compiled.ts';
import type { CompiledElement } from '../../src/plan/fhir/compiled.ts';
import { PLAN_RESOURCE_TYPES } from '../../src/plan/fact.ts';
import { fhirDefinitions } from '../../src/plan/fhir/definitions.ts';

const EXAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  boolean: [true, false],
  integer: [0, -3, 12],
  unsignedInt: [0, 4],
  positiveInt: [1, 12],
  decimal: [1.5, -0.25, 3, 1e21, 0.000001],
  date: ['2026-10-01', '2026'],
  dateTime: ['2026-10-01T09:30:00+02:00', '2026-10'],
  instant: ['2026-10-01T09:30:00Z'],
  time: ['09:30:00'],
  id: ['a-1', 'x.2'],
  base64Binary: ['AAAA'],
  uuid: ['urn:uuid:2f1c0f7e-3f5a-4a34-9b33-0d6f2f6f2a11'],
  oid: ['urn:oid:1.2.3'],
  code: ['actief', 'x'],
  uri: ['urn:x', 'http://snomed.info/sct'],
  url: ['https://voorbeeld.example/a'],
  canonical: ['https://voorbeeld.example/b|1'],
};
const TEXTS = [
  'actief',
  'een "tekst" & <nog> iets',
  'regel\nregel\ttab',
  'é€😀',
  'Patient/p',
  '#in',
];

/** Values of a primitive, a few of which are not well formed. */
function primitive(element: CompiledElement): fc.Arbitrary<unknown> {
  const codes = [...(element.binding?.codes ?? [])].slice(0, 4);
  const right = codes.length > 0 ? codes : (EXAMPLES[element.type] ?? textsFor(element.type));
  const good = { arbitrary: fc.constantFrom(...right), weight: 60 };
  return fc.oneof(good, { arbitrary: fc.constantFrom('2026-13', 'een \u00e9'), weight: 1 });
}

const textsFor = (type: string): readonly unknown[] => (EXAMPLES[type] ? [] : TEXTS);

function one(element: CompiledElement, depth: number): fc.Arbitrary<unknown> {
  if (element.primitive) return primitive(element);
  if (element.type === 'Resource')
    return fc.constant({ resourceType: 'Practitioner', id: 'in', name: [{ text: 'binnen' }] });
  if (element.type === 'Reference') return reference(element);
  return membersOf(element.type, depth - 1);
}

/** A reference to what the element may refer to, now and then to something else. */
function reference({ targets = new Set() }: CompiledElement): fc.Arbitrary<unknown> {
  const right = targets.size === 0 || targets.has('Patient') ? ['Patient'] : [...targets];
  const types = fc.constantFrom(...right.slice(0, 3), ...right.slice(0, 3), 'Practitioner');
  return types.map((type) => ({ reference: `${type}/p`, display: 'wie' }));
}

function valueOf(element: CompiledElement, depth: number): fc.Arbitrary<unknown> {
  const item = one(element, depth);
  return element.many ? fc.array(item, { minLength: 1, maxLength: 2 }) : item;
}

const SHADOW = fc.constantFrom(
  { id: 'p1' },
  { extension: [{ url: 'urn:x', valueString: 'erbij' }] },
);

const LEFT_OUT = new Set(['resourceType', 'text', 'modifierExtension', 'div', 'implicitRules']);

/** Members that a type may have; required ones mostly there, others now and then. */
function membersOf(type: string, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const elements = [...(fhirType(type)?.elements.values() ?? [])].filter(
    ({ name, primitive: simple }) => !LEFT_OUT.has(name) && (depth > 0 || simple !== undefined),
  );
  const keys = fc.subarray(elements, {
    minLength: Math.min(1, elements.length),
    maxLength: Math.min(5, elements.length),
  });
  return keys.chain((chosen) => {
    const required = elements.filter((each) => each.required);
    const choices = new Set<string>();
    const all = [...new Set([...required, ...chosen])].filter(({ choice }) => {
      const again = choice !== undefined && choices.has(choice);
      if (choice !== undefined) choices.add(choice);
      return !again;
    });
    const record = fc.record(Object.fromEntries(all.map((e) => [e.name, valueOf(e, depth)])));
    const first = all.find((each) => each.primitive && !each.many && each.name !== 'id');
    if (!first || first.name === 'url') return record;
    return fc
      .tuple(record, fc.option(SHADOW, { freq: 6 }))
      .map(([members, shadow]) => (shadow ? { ...members, [`_${first.name}`]: shadow } : members));
  });
}

const TYPES = Object.entries(fhirDefinitions.types)
  .map(([name]) => name)
  .filter((name) => (PLAN_RESOURCE_TYPES as readonly string[]).includes(name));

/** Resources of the types that the gateway knows: some valid, most nearly so. */
export const anyResource: fc.Arbitrary<Record<string, unknown>> = fc
  .constantFrom(...TYPES)
  .chain((type) =>
    membersOf(type, 3).map((members) => {
      const about = ['subject', 'patient', 'for'].find((name) =>
        fhirType(type)?.elements.has(name),
      );
      const whom = about === undefined ? {} : { [about]: { reference: 'Patient/p' } };
      return { ...members, ...whom, resourceType: type, id: 'r-1' };
    }),
  );
