/**
 * Who gives out names for everybody: terminologies and national naming systems. An address under one of
 * these hosts, or below them, says nothing about the organisation that used it.
 */
const PUBLIC_HOSTS = [
  'hl7.org',
  'hl7.nl',
  'snomed.info',
  'loinc.org',
  'unitsofmeasure.org',
  'fhir.nl',
  'nictiz.nl',
  'istandaarden.nl',
  'planpoort.nl',
] as const;

/**
 * Roots of public names that are no web address. Below HL7's root (2.16.840.1.113883) stand organisations
 * and applications too, by number: only its arcs of terminologies and of national numbers are public.
 */
const PUBLIC_ROOTS = [
  'urn:ietf:',
  'urn:iso:std:',
  // HL7's own code systems; those of others that it names
  'urn:oid:2.16.840.1.113883.5.',
  'urn:oid:2.16.840.1.113883.6.',
  // HL7 Netherlands: code systems; AGB, BSN and UZOVI numbers; role codes; Nictiz
  'urn:oid:2.16.840.1.113883.2.4.4.',
  'urn:oid:2.16.840.1.113883.2.4.5.',
  'urn:oid:2.16.840.1.113883.2.4.6.1',
  'urn:oid:2.16.840.1.113883.2.4.6.3',
  'urn:oid:2.16.840.1.113883.2.4.6.4',
  'urn:oid:2.16.840.1.113883.2.4.15.',
  'urn:oid:2.16.840.1.113883.2.4.3.11.',
] as const;

const WEB_ADDRESS = /^https?:\/\//i;

/**
 * True for a name out of a public terminology or national naming system. Everything else may name who
 * uses it.
 */
export function isPublicNamespace(uri: string): boolean {
  if (!WEB_ADDRESS.test(uri)) return PUBLIC_ROOTS.some((root) => isBelow(uri.toLowerCase(), root));
  if (!URL.canParse(uri)) return false;
  const { hostname, username, password, port } = new URL(uri);
  if (username !== '' || password !== '' || port !== '') return false;
  return PUBLIC_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

/** Arcs and parts are compared whole: 2.4.6.1 is not above 2.4.6.11. */
function isBelow(uri: string, root: string): boolean {
  if (!uri.startsWith(root)) return false;
  return /[.:]$/.test(root) || uri.length === root.length || uri[root.length] === '.';
}
