import { isMembers } from '../../../plan/fhir/issue.ts';

/** Code systems of HL7 v2 and v3 moved between the releases; their codes stayed the same. */
const MOVED = /^http:\/\/hl7\.org\/fhir\/(v[23])\/([A-Za-z0-9-]+)$/;
/** References to what has another name in R4. */
const PROCEDURE_REQUEST = /(^|\/)ProcedureRequest\//;

/**
 * A value of a datatype with the names that R4 uses: code systems that moved, and references to
 * requests.
 * @see https://terminology.hl7.org
 */
export function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, renamedMember(name, member)]),
  );
}

function renamedMember(name: string, member: unknown): unknown {
  if (typeof member !== 'string') return renamed(member);
  if (name === 'system')
    return member.replace(MOVED, 'http://terminology.hl7.org/CodeSystem/$1-$2');
  return name === 'reference' ? renamedAddress(member) : member;
}

/** An address of a resource, with the type that R4 has for it. */
export const renamedAddress = (address: string): string =>
  address.replace(PROCEDURE_REQUEST, '$1ServiceRequest/');
