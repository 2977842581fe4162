import { fhirType } from '../../src/plan/fhir/compiled.ts';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};
const escaped = (text: string) => text.replace(/[&<"\n\r\t]/g, (sign) => REFERENCES[sign] ?? '');

/**
 * FHIR R4 JSON as the XML that says the same (https://hl7.org/fhir/R4/json.html): written for
 * tests, from the other side than the reader.
 */
export function fhirXml(resource: Members): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${resourceXml(resource, ' xmlns="http://hl7.org/fhir"')}`;
}

function resourceXml(resource: Members, namespace = ''): string {
  const type = String(resource['resourceType']);
  const { resourceType, ...rest } = resource;
  return resourceType === undefined
    ? ''
    : `<${type}${namespace}>\n${membersXml(rest, type)}</${type}>\n`;
}

function membersXml(members: Members, type: string): string {
  const names = new Set(Object.keys(members).map((name) => name.replace(/^_/, '')));
  return [...names].map((name) => memberXml(members, name, type)).join('');
}

function memberXml(members: Members, name: string, type: string): string {
  const value = members[name];
  const shadow = members[`_${name}`];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const shadows: readonly unknown[] = Array.isArray(shadow) ? shadow : [shadow];
  const count = Math.max(values.length, shadows.length);
  const part = fhirType(type)?.elements.get(name)?.type ?? '';
  return Array.from({ length: count }, (_, i) =>
    elementXml(name, values[i], { shadow: shadows[i], part }),
  ).join('');
}

function elementXml(
  name: string,
  value: unknown,
  { shadow, part }: { shadow: unknown; part: string },
): string {
  if (name === 'div') return String(value);
  if (isMembers(value)) return complexXml(name, value, part);
  const said = isScalar(value) ? ` value="${escaped(String(value))}"` : '';
  const beside = isMembers(shadow) ? shadow : {};
  const id = typeof beside['id'] === 'string' ? ` id="${escaped(beside['id'])}"` : '';
  const inside = membersXml(withoutAttributes(beside), 'Element');
  return inside === '' ? `<${name}${id}${said}/>\n` : `<${name}${id}${said}>${inside}</${name}>\n`;
}

function complexXml(name: string, value: Members, part: string): string {
  if (typeof value['resourceType'] === 'string')
    return `<${name}>${resourceXml(value)}</${name}>\n`;
  const attributes = (name === 'extension' || name === 'modifierExtension' ? ['id', 'url'] : ['id'])
    .map((each) => [each, value[each]] as const)
    .map(([each, text]) => (typeof text === 'string' ? ` ${each}="${escaped(text)}"` : ''));
  const rest = withoutAttributes(value, name.toLowerCase().endsWith('extension'));
  return `<${name}${attributes.join('')}>${membersXml(rest, part)}</${name}>\n`;
}

function withoutAttributes(members: Members, extension = false): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([name]) => name !== 'id' && !(extension && name === 'url')),
  );
}
