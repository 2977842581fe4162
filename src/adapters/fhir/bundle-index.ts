import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { literalKey } from '../../plan/fhir/references.ts';
import { identifierName, namedPerson, namesAnother } from './named-person.ts';

/** A resource of the delivery with its place and its key `Type/id`. */
export interface Entry {
  readonly place: string;
  readonly type: string;
  readonly key: string;
  readonly id: string;
  readonly resource: Members;
  readonly fullUrl?: string;
}

/** What is known of the resources of one delivery. */
interface Found {
  readonly byKey: Map<string, Entry>;
  /** Address → key; undefined where two resources say that they have it. */
  readonly byUrl: Map<string, string | undefined>;
  /** `system|value` of people → key; undefined where two have it. */
  readonly byIdentifier: Map<string, string | undefined>;
  /** Addresses of servers that the resources come from. */
  readonly bases: Set<string>;
  readonly roles: Map<string, Entry[]>;
  /** Keys that resources of several servers have: nobody knows which of them is meant. */
  readonly ambiguous: ReadonlySet<string>;
}

/** Finds the resources that references inside the delivery point to. */
export class BundleIndex {
  readonly #found: Found;
  /** The resource that is looked from: relative references are to its own server. */
  readonly #from: Entry | undefined;

  private constructor(found: Found, from?: Entry) {
    this.#found = found;
    this.#from = from;
  }

  /** @param ambiguous keys (`Type/id`) that resources of several servers have */
  static of(entries: readonly Entry[], ambiguous: ReadonlySet<string>): BundleIndex {
    const found = { ...empty(), ambiguous };
    for (const entry of entries) addEntry(found, entry);
    const index = new BundleIndex(found);
    for (const entry of entries) {
      const key = entry.type === 'PractitionerRole' ? index.practitionerOf(entry) : undefined;
      if (key !== undefined) found.roles.set(key, [...index.rolesOf(key), entry]);
    }
    return index;
  }

  /** The same, as one of the resources sees it. */
  within(entry: Entry): BundleIndex {
    return new BundleIndex(this.#found, entry);
  }

  /** The Practitioner (`Practitioner/id`) who has a role. */
  practitionerOf(role: Entry): string | undefined {
    const { practitioner } = role.resource;
    const reference = isMembers(practitioner) ? practitioner['reference'] : undefined;
    const key = typeof reference === 'string' ? this.within(role).keyOf(reference) : undefined;
    return key?.startsWith('Practitioner/') === true ? key : undefined;
  }

  /** The roles in which the delivery knows a Practitioner. */
  rolesOf(practitioner: string): readonly Entry[] {
    return this.#found.roles.get(practitioner) ?? [];
  }

  entry(key: string): Entry | undefined {
    return this.#found.byKey.get(key);
  }

  /**
   * `Type/id` that a literal reference leads to: by fullUrl, relative, or absolute on the server
   * this delivery comes from (https://hl7.org/fhir/R4/bundle.html#references). undefined = elsewhere.
   */
  keyOf(reference: string): string | undefined {
    const { byUrl, bases, ambiguous } = this.#found;
    const bare = canonical(reference.replace(/\/_history\/[^/]*$/, ''));
    if (byUrl.has(bare)) return byUrl.get(bare);
    const key = literalKey(bare);
    if (key === undefined || ambiguous.has(key)) return undefined;
    const absolute = key !== bare;
    const base = absolute ? bare.slice(0, -key.length) : this.#from && baseOf(this.#from);
    if (absolute && base !== undefined && !bases.has(base)) return undefined;
    return this.#isElsewhere(key, base) ? undefined : key;
  }

  /** What has this key here came from another server. */
  #isElsewhere(key: string, base: string | undefined): boolean {
    const entry = this.entry(key);
    const own = entry && baseOf(entry);
    return base !== undefined && own !== undefined && own !== base;
  }

  /** The person whom a reference names by a BSN, where it leads to no resource: `bsn:NNNNNNNNN`. */
  personNamed(reference: Members): string | undefined {
    return namedPerson(reference, this.#from?.resource);
  }

  /**
   * The people that a subject leads to, as the source names them; a Group of this delivery stands
   * for its members.
   */
  patientsOf(subject: unknown): readonly string[] {
    if (!isMembers(subject)) return [];
    const { reference, identifier } = subject;
    const key = typeof reference === 'string' ? this.keyOf(reference) : undefined;
    if (key === undefined)
      return listed(this.personNamed(subject) ?? this.#personKnownBy(subject, identifier));
    if (key.startsWith('Patient/'))
      return namesAnother(identifier, this.entry(key)?.resource) ? [] : [key];
    const group = key.startsWith('Group/') ? this.entry(key) : undefined;
    const members = group ? listOf(group.resource['member']) : [];
    const inGroup = group ? this.within(group) : this;
    return members.flatMap((m) =>
      isMembers(m) ? inGroup.patientsOf(onlyPatient(m['entity'])) : [],
    );
  }

  /** By a number of the source's own: a Patient here, or whoever is enrolled under it. */
  #personKnownBy({ reference, type }: Members, identifier: unknown): string | undefined {
    const name = identifierName(identifier);
    const mayBe = reference === undefined && (type === undefined || type === 'Patient');
    if (name === undefined || !mayBe) return undefined;
    const { byIdentifier } = this.#found;
    return byIdentifier.has(name) ? byIdentifier.get(name) : name;
  }
}

/** The letters of a UUID mean the same in either case (RFC 9562, 4). */
const canonical = (url: string): string => (/^urn:uuid:/i.test(url) ? url.toLowerCase() : url);

const listed = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name]);

const empty = () => ({
  byKey: new Map<string, Entry>(),
  byUrl: new Map<string, string | undefined>(),
  byIdentifier: new Map<string, string | undefined>(),
  bases: new Set<string>(),
  roles: new Map<string, Entry[]>(),
});

function addEntry({ byKey, byUrl, byIdentifier, bases }: Found, entry: Entry): void {
  const { key, type, fullUrl, resource } = entry;
  byKey.set(key, entry);
  const base = baseOf(entry);
  if (base !== undefined) bases.add(base);
  if (fullUrl !== undefined) addOnce(byUrl, canonical(fullUrl), key);
  if (type !== 'Patient') return;
  for (const name of listOf(resource['identifier']).flatMap((each) => identifierName(each) ?? []))
    addOnce(byIdentifier, name, key);
}

function addOnce(to: Map<string, string | undefined>, name: string, key: string): void {
  to.set(name, !to.has(name) || to.get(name) === key ? key : undefined);
}

/** The server that a resource came from, by its address; undefined for a UUID. */
export function baseOf({ fullUrl, key }: Pick<Entry, 'fullUrl' | 'key'>): string | undefined {
  return fullUrl?.endsWith(`/${key}`) === true ? fullUrl.slice(0, -key.length) : undefined;
}

/** Groups of groups are not followed. */
function onlyPatient(entity: unknown): unknown {
  const reference = isMembers(entity) ? entity['reference'] : undefined;
  return typeof reference === 'string' && !/(^|\/)Group\//.test(reference) ? entity : undefined;
}
