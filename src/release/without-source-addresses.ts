import type { Json } from '../plan/fact.ts';
import { isPublicNamespace } from './public-namespaces.ts';
import { shapeOf } from './shapes.ts';
import { KeyedItems, type SourceTree, type Tree } from './source-tree.ts';

type Members = { readonly [name: string]: Tree };

/** R4's primitive types that hold an address or the name of a namespace. */
const ADDRESS_TYPES: ReadonlySet<string> = new Set(['uri', 'url', 'canonical', 'oid', 'uuid']);

/** A text that is an address and nothing else, as an identifier under `urn:ietf:rfc:3986` is. */
const WHOLE_ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/|urn:|mailto:|www\.)\S+$/i;

/** People's own e-mail addresses are theirs; everybody else's end in the name of an organisation. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson']);

/**
 * Takes out what names a source by its address, where the recipient may not know of its involvement: a
 * patient number's `system` says whose patient this is. Kept are public terminologies and national naming
 * systems; a code or number whose system is taken out stays, as a code or number of somebody.
 * @param type the resource type
 * @param grown what one source says in one resource; stays as it is
 */
export function withoutSourceAddresses(type: string, grown: SourceTree): SourceTree {
  const overruled = grown.overruled.flatMap((one) => {
    const value = cleanMember(type, one.name, { value: one.value, ofPerson: OF_PEOPLE.has(type) });
    return value === undefined ? [] : [{ ...one, value }];
  });
  return { ...grown, tree: cleanMembers(type, grown.tree, OF_PEOPLE.has(type)), overruled };
}

interface Found {
  readonly value: Tree;
  /** In the resource of somebody of the household or around it. */
  readonly ofPerson: boolean;
}

function cleanMembers(type: string, members: Members, ofPerson: boolean) {
  const cleaned: { [name: string]: Tree } = {};
  for (const [name, value] of Object.entries(members)) {
    const left = cleanMember(type, name, { value, ofPerson });
    if (left !== undefined) cleaned[name] = left;
  }
  return cleaned;
}

/** A name that R4 does not know in this type leaves in no case. */
function cleanMember(type: string, name: string, found: Found): Tree | undefined {
  const form = shapeOf(type)?.written.get(name)?.form;
  return form && clean(form.type, found);
}

function clean(type: string, { value, ofPerson }: Found): Tree | undefined {
  if (value instanceof KeyedItems) return cleanItems(type, value, ofPerson);
  if (Array.isArray(value)) {
    const items: readonly Tree[] = value;
    // A list holds plain JSON, and plain JSON comes out of it.
    return items.flatMap((item) => (clean(type, { value: item, ofPerson }) as Json) ?? []);
  }
  if (typeof value === 'string') return namesSource(type, value) ? undefined : value;
  // References lead to released resources, or nowhere.
  if (typeof value !== 'object' || value === null || type === 'Reference') return value;
  const members = value as Members;
  if (type === 'ContactPoint' && !isOwnContact(members, ofPerson)) return undefined;
  return cleanMembers(type, members, ofPerson);
}

function cleanItems(type: string, keyed: KeyedItems, ofPerson: boolean): KeyedItems {
  const cleaned = new KeyedItems();
  for (const [key, value] of keyed.items) {
    const left = clean(type, { value, ofPerson });
    if (left !== undefined) cleaned.items.set(key, left);
  }
  return cleaned;
}

function namesSource(type: string, text: string): boolean {
  return (ADDRESS_TYPES.has(type) || WHOLE_ADDRESS.test(text)) && !isPublicNamespace(text);
}

/** Web addresses are those of organisations; so are the e-mail addresses of who works there. */
function isOwnContact({ system }: Members, ofPerson: boolean): boolean {
  return system !== 'url' && (system !== 'email' || ofPerson);
}
