import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { literalKey } from '../../plan/fhir/references.ts';

/** A resource of the delivery with its place and its key `Type/id`. */
export interface Entry {
  readonly place: string;
  readonly type: string;
  readonly key: string;
  readonly id: string;
  readonly resource: Members;
  readonly fullUrl?: string;
}

/** Finds the resources that references inside the delivery point to. */
export class BundleIndex {
  readonly #byUrl = new Map<string, string>();
  readonly #byKey = new Map<string, Entry>();
  readonly #bases = new Set<string>();
  readonly #roles = new Map<string, Entry[]>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      this.#byKey.set(entry.key, entry);
      if (entry.fullUrl === undefined) continue;
      this.#byUrl.set(entry.fullUrl, entry.key);
      if (entry.fullUrl.endsWith(`/${entry.key}`))
        this.#bases.add(entry.fullUrl.slice(0, -entry.key.length));
    }
    for (const entry of entries)
      if (entry.type === 'PractitionerRole') {
        const key = this.practitionerOf(entry);
        if (key !== undefined) this.#addRole(key, entry);
      }
  }

  #addRole(practitioner: string, role: Entry): void {
    const roles = this.#roles.get(practitioner);
    if (roles) roles.push(role);
    else this.#roles.set(practitioner, [role]);
  }

  /** The Practitioner (`Practitioner/id`) who has a role. */
  practitionerOf({ resource }: Entry): string | undefined {
    const { practitioner } = resource;
    const reference = isMembers(practitioner) ? practitioner['reference'] : undefined;
    const key = typeof reference === 'string' ? this.keyOf(reference) : undefined;
    return key?.startsWith('Practitioner/') === true ? key : undefined;
  }

  /** The roles in which the delivery knows a Practitioner. */
  rolesOf(practitioner: string): readonly Entry[] {
    return this.#roles.get(practitioner) ?? [];
  }

  entry(key: string): Entry | undefined {
    return this.#byKey.get(key);
  }

  /**
   * `Type/id` that a literal reference leads to: by fullUrl, relative, or absolute on the server
   * this delivery comes from (https://hl7.org/fhir/R4/bundle.html#references). undefined = elsewhere.
   */
  keyOf(reference: string): string | undefined {
    const bare = reference.replace(/\/_history\/[^/]*$/, '');
    const local = this.#byUrl.get(bare);
    if (local !== undefined) return local;
    const key = literalKey(bare);
    if (key === undefined || key === bare) return key;
    return this.#bases.has(bare.slice(0, -key.length)) ? key : undefined;
  }

  /** The Patients that a subject leads to; a Group of this delivery stands for its members. */
  patientsOf(subject: unknown): readonly string[] {
    const reference = isMembers(subject) ? subject['reference'] : undefined;
    const key = typeof reference === 'string' ? this.keyOf(reference) : undefined;
    if (key === undefined) return [];
    if (key.startsWith('Patient/')) return [key];
    const group = key.startsWith('Group/') ? this.#byKey.get(key)?.resource : undefined;
    const members = group ? listOf(group['member']) : [];
    return members.flatMap((m) => (isMembers(m) ? this.patientsOf(onlyPatient(m['entity'])) : []));
  }
}

/** Groups of groups are not followed. */
function onlyPatient(entity: unknown): unknown {
  const reference = isMembers(entity) ? entity['reference'] : undefined;
  return typeof reference === 'string' && !/(^|\/)Group\//.test(reference) ? entity : undefined;
}
