import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';

/** JSON texts of released resources: they were written once already, for their version. */
const texts = new WeakMap<object, string>();

/** Keeps the text of a resource that nobody changes any more. */
export function keepText(resource: Resource, text: string): void {
  texts.set(resource, text);
}

/**
 * The JSON text of an answer: exactly what `JSON.stringify` gives, put together from the texts of the
 * released resources in it.
 */
export function textOf(resource: Resource): string {
  const known = texts.get(resource);
  if (known !== undefined) return known;
  return resource.resourceType === 'Bundle' ? bundleText(resource) : JSON.stringify(resource);
}

/** The entries stand last in the Bundles that are made here; any other is written as usual. */
function bundleText(bundle: Bundle): string {
  const { entry, ...envelope } = bundle;
  if (!entry || Object.keys(bundle).at(-1) !== 'entry') return JSON.stringify(bundle);
  return `${JSON.stringify(envelope).slice(0, -1)},"entry":[${entry.map(entryText).join(',')}]}`;
}

function entryText(entry: BundleEntry): string {
  const members = Object.entries(entry as object).map(([name, value]: [string, unknown]) => {
    const text = name === 'resource' ? textOf(value as Resource) : JSON.stringify(value);
    return `${JSON.stringify(name)}:${text}`;
  });
  return `{${members.join(',')}}`;
}
