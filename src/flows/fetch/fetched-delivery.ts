import { isLogicalId } from '../../adapters/fhir-server/asked-types.ts';
import type { FetchedResource } from '../../adapters/fhir-server/fhir-server.ts';

/**
 * What was fetched about one person as one delivery: a transaction Bundle that states every
 * resource and takes back those that are not there any more (https://hl7.org/fhir/R4/http.html#transaction).
 * @param vanished `Type/id`
 * @returns the body of a push
 */
export function fetchedDelivery(
  resources: readonly FetchedResource[],
  vanished: readonly string[],
  base: string,
): Uint8Array {
  const stated = resources.map(({ resource, fullUrl }) => {
    const key = keyOf(resource);
    if (key === undefined)
      return { resource, request: { method: 'POST', url: resource.resourceType } };
    return {
      fullUrl: fullUrl ?? `${base}/${key}`,
      resource,
      request: { method: 'PUT', url: key },
    };
  });
  const withdrawn = vanished.map((url) => ({ request: { method: 'DELETE', url } }));
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [...stated, ...withdrawn] };
  return Buffer.from(JSON.stringify(bundle));
}

/** `Type/id` of every resource that has one. */
export function keysOf(resources: readonly FetchedResource[]): readonly string[] {
  return resources.flatMap(({ resource }) => keyOf(resource) ?? []);
}

function keyOf({ resourceType, id }: FetchedResource['resource']): string | undefined {
  return typeof id === 'string' && isLogicalId(id) ? `${resourceType}/${id}` : undefined;
}
