import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { BSN_SYSTEMS, readBsn } from '../bsn.ts';

/**
 * The person whom a reference names by a BSN, where it leads to no resource of the delivery: by its
 * identifier, by a search for it (`Patient?identifier=…`), or by the Patient that the resource itself
 * contains, of whom nothing else is taken over.
 * @param holder the resource that the reference stands in
 * @returns `bsn:NNNNNNNNN`; undefined when it names nobody so
 * @see https://hl7.org/fhir/R4/references.html#logical
 */
export function namedPerson(reference: Members, holder: Members | undefined): string | undefined {
  const literal = reference['reference'];
  if (typeof literal !== 'string') return bsnOf(reference['identifier']);
  if (literal.startsWith('#')) return containedPerson(literal.slice(1), holder);
  return searchedPerson(literal) ?? bsnOf(reference['identifier']);
}

/** The names that an identifier of the source's own has among its enrolments: `system|value`. */
export function identifierName(identifier: unknown): string | undefined {
  if (!isMembers(identifier)) return undefined;
  const { system, value } = identifier;
  return typeof system === 'string' && typeof value === 'string' && !BSN_SYSTEMS.has(system)
    ? `${system}|${value}`
    : undefined;
}

/**
 * Whether an identifier beside a reference is the BSN of somebody else than the Patient it leads to.
 * @param patient undefined: not in the delivery
 */
export function namesAnother(identifier: unknown, patient: Members | undefined): boolean {
  const named = bsnOf(identifier);
  const own = listOf(patient?.['identifier']).flatMap((each) => bsnOf(each) ?? []);
  return named !== undefined && own.length > 0 && !own.includes(named);
}

function bsnOf(identifier: unknown): string | undefined {
  if (!isMembers(identifier) || !BSN_SYSTEMS.has(identifier['system'])) return undefined;
  const bsn = readBsn(String(identifier['value']));
  return bsn === undefined || bsn === 'absent' ? undefined : `bsn:${bsn}`;
}

function containedPerson(id: string, holder: Members | undefined): string | undefined {
  const contained = listOf(holder?.['contained']).filter(isMembers);
  const [person, ...others] = contained.filter((each) => each['id'] === id);
  if (!person || others.length > 0 || person['resourceType'] !== 'Patient') return undefined;
  const [name, ...more] = listOf(person['identifier']).flatMap((each) => bsnOf(each) ?? []);
  return more.length === 0 ? name : undefined;
}

function searchedPerson(literal: string): string | undefined {
  const [, query] = /^Patient\?identifier=([^&]+)$/.exec(literal) ?? [];
  if (query === undefined) return undefined;
  const [system, value] = decoded(query).split('|');
  return bsnOf({ system, value });
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return '';
  }
}
