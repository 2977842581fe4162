import type { Recognised } from './recognise.ts';
import { noSource, wholeFile } from './recognise.ts';

const HL7 = 'http://hl7.org/fhir';
const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
const STANDARD = /\/(ijw|iwmo)\/(\d+_\d+)\/(?:(\w+?)\/)?schema/g;

/** What an XML text is, by the name and the namespace of its root. */
export function recogniseXml(text: string): Recognised | undefined {
  const start = /^\s*(?:<\?[\s\S]*?\?>|<!--[\s\S]*?-->|\s)*/.exec(text)?.[0].length ?? 0;
  if (!/^<[A-Za-z_!]/.test(text.slice(start))) return undefined;
  const root = /^<(?:([\w.-]+):)?([\w.-]+)([^>]*)>/.exec(text.slice(start));
  const [, prefix, name = '', attributes = ''] = root ?? [];
  const namespace = namespaceOf(prefix, attributes);
  if (namespace === SCHEMA)
    return noSource('XML Schema', 'the grammar of a format, not a message of it');
  return wholeFile(formatOf({ name, namespace, text }), 'xml');
}

function namespaceOf(prefix: string | undefined, attributes: string): string {
  const declared = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  const found = new RegExp(`\\s${declared}\\s*=\\s*["']([^"']*)["']`).exec(attributes);
  return found?.[1] ?? '';
}

function formatOf(root: { name: string; namespace: string; text: string }): string {
  const { name, namespace, text } = root;
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) return 'XML with a document type';
  if (namespace.includes('schemas.xmlsoap.org/soap/envelope')) return 'SOAP envelope';
  if (namespace === HL7) return isOlderFhir(text) ? 'FHIR STU3 XML' : 'FHIR R4 XML';
  const standards = [...text.slice(0, 4000).matchAll(STANDARD)];
  const standard = standards.find(([, , , message]) => message !== 'basisschema') ?? standards[0];
  if (standard && name === 'Bericht') {
    const [, family = '', version = ''] = standard;
    const label = family === 'ijw' ? 'iJw' : 'iWmo';
    return `${label} ${version.replace('_', '.')} XML`;
  }
  return 'other XML';
}

/**
 * STU3 says so by its Dutch profiles, or by elements that R4 does not have.
 * @see https://hl7.org/fhir/R4/diff.html
 */
export function isOlderFhir(text: string): boolean {
  if (/fhir\.nl\/fhir\/StructureDefinition\/(?!nl-core-.*-r4)/.test(text)) return true;
  return /<ProcedureRequest\b|<ReferralRequest\b|"resourceType"\s*:\s*"(ProcedureRequest|ReferralRequest)"/.test(
    text,
  );
}
