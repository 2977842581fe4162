import type { FetchedResource } from './fhir-server.ts';

const LITERAL =
  /^(.*\/)?Practitioner\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** Ids of the practitioners of this server that the resources refer to, in order. */
export function practitionersIn(
  resources: readonly FetchedResource[],
  base: string,
): ReadonlySet<string> {
  const ids = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      const found =
        name === 'reference' && typeof member === 'string' ? LITERAL.exec(member) : null;
      const [, root, id] = found ?? [];
      if (id !== undefined && (root === undefined || root === `${base}/`)) ids.add(id);
      look(member);
    }
  };
  for (const { resource } of resources) look(resource);
  return ids;
}
