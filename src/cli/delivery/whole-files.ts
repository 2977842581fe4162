import { readFile } from 'node:fs/promises';
import { mediaTypeOf } from '../media-type.ts';
import type { Parcel } from './parcel.ts';

/**
 * A file as one parcel. Of FHIR in JSON it is known which resources are in it, so that files of
 * different resources need not wait for each other; of anything else only the gateway knows.
 */
export async function wholeFile(
  file: string,
  { adapter, mediaType }: { readonly adapter: string; readonly mediaType?: string | undefined },
): Promise<Parcel> {
  const type = mediaType ?? mediaTypeOf(file, adapter);
  return {
    name: file,
    files: [file],
    keys: type === 'application/fhir+json' ? await resourcesIn(file) : undefined,
    mediaType: type,
    load: () => readFile(file),
    placeOf: (place) => ({ file, place }),
  };
}

interface Resource {
  readonly resourceType?: unknown;
  readonly id?: unknown;
  readonly entry?: readonly {
    readonly resource?: Resource;
    readonly request?: { readonly url?: unknown };
  }[];
}

/** `Type/id` of every resource that a file states or takes back; undefined when that is not clear. */
async function resourcesIn(file: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const body = JSON.parse(await readFile(file, 'utf8')) as Resource;
    if (body.resourceType !== 'Bundle') return new Set([keyOf(body)]);
    const keys = new Set<string>();
    for (const { resource, request } of body.entry ?? []) {
      if (resource?.id !== undefined) keys.add(keyOf(resource));
      else if (typeof request?.url === 'string') keys.add(request.url);
      else return undefined;
    }
    return keys;
  } catch {
    // What is wrong with it the gateway will say.
    return undefined;
  }
}

const keyOf = ({ resourceType, id }: Resource): string => `${String(resourceType)}/${String(id)}`;
