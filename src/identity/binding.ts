import type { ClientDocument } from '../flows/register-documents.ts';
import { TokenRefused } from './token-fault.ts';
import type { TokenFault } from './token-fault.ts';

/** For whom and what for a token is used: fixed when it is issued. */
export interface Binding {
  readonly organisation: string;
  readonly person?: string;
  readonly role?: string;
  readonly purpose?: string;
}

type Registration = ClientDocument['organisations'][number];

/** Code systems that may be named with a code; a bare code is one of ours too. */
export const ROLE_SYSTEM = 'https://planpoort.nl/fhir/CodeSystem/role';
export const PURPOSE_SYSTEM = 'https://planpoort.nl/fhir/CodeSystem/purpose';

const CODE = /^[a-z0-9][a-z0-9.-]{0,63}$/;
const PERSON = /^[\x21-\x7e]{1,128}$/;
const MEMBERS = new Set([
  'version',
  'organization_id',
  'organization_name',
  'subject_id',
  'subject_name',
  'subject_role',
  'purpose_of_use',
]);

/**
 * Reads the `hl7-b2b` extension of a client assertion against the client's registration. Left
 * out, the registration speaks where it leaves no choice: its only organisation, role, purpose.
 * A role or purpose that stays open is decided on as missing, which is a refusal.
 * @param extension the member `extensions["hl7-b2b"]`, undefined when absent
 * @throws TokenRefused
 */
export function bindRequester(client: ClientDocument, extension: unknown): Binding {
  if (extension === undefined) return bindByRegistration(client.organisations);
  if (typeof extension !== 'object' || extension === null) throw new TokenRefused('extension');
  const named = { ...extension } as Readonly<Record<string, unknown>>;
  const known = Object.keys(named).every((member) => MEMBERS.has(member));
  if (!known || named['version'] !== '1') throw new TokenRefused('extension');
  const organisation = client.organisations.find(({ id }) => id === named['organization_id']);
  if (!organisation) throw new TokenRefused('organisation');
  return { organisation: organisation.id, ...readPerson(named), ...readCodes(named, organisation) };
}

function bindByRegistration(organisations: readonly Registration[]): Binding {
  const [only, ...others] = organisations;
  if (!only || others.length > 0) throw new TokenRefused('organisation');
  const [role] = only.roles.length === 1 ? only.roles : [];
  const [purpose] = only.purposes?.length === 1 ? only.purposes : [];
  return { organisation: only.id, ...(role && { role }), ...(purpose && { purpose }) };
}

function readPerson(named: Readonly<Record<string, unknown>>): { person: string } {
  const person = named['subject_id'];
  if (typeof person !== 'string' || !PERSON.test(person)) throw new TokenRefused('extension');
  return { person };
}

function readCodes(
  named: Readonly<Record<string, unknown>>,
  { roles, purposes }: Registration,
): { role?: string; purpose?: string } {
  const role = readCode(named['subject_role'], ROLE_SYSTEM, 'role');
  const purpose = readCode(named['purpose_of_use'], PURPOSE_SYSTEM, 'purpose');
  if (role !== undefined && !roles.includes(role)) throw new TokenRefused('role');
  if (purpose !== undefined && purposes?.includes(purpose) === false)
    throw new TokenRefused('purpose');
  return { ...(role !== undefined && { role }), ...(purpose !== undefined && { purpose }) };
}

/** One code: bare, `system#code`, a FHIR Coding, or a list of exactly one of these; or none. */
function readCode(value: unknown, system: string, fault: TokenFault): string | undefined {
  if (value === undefined) return undefined;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const code = items.length === 1 ? bareCode(items[0], system) : undefined;
  if (code === undefined || !CODE.test(code)) throw new TokenRefused(fault);
  return code;
}

function bareCode(item: unknown, system: string): string | undefined {
  if (typeof item === 'string') return item.replace(`${system}#`, '');
  if (typeof item !== 'object' || item === null) return undefined;
  const { code, system: named } = { ...item } as Readonly<Record<string, unknown>>;
  const ours = named === undefined || named === system;
  return ours && typeof code === 'string' ? code : undefined;
}
