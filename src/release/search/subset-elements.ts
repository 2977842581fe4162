import type { Resource } from '@medplum/fhirtypes';
import { CANONICALS } from '../canonicals.ts';
import { shapeOf } from '../shapes.ts';

const SUBSETTED = { system: CANONICALS.subsetted, code: 'SUBSETTED' };

/**
 * Leaves only the elements asked for, and those that R4 requires, and says so in the meta
 * (FHIR R4, search.html#elements). Works on what is released: it can only take away.
 * @param names element names; a choice of type by its bare name (`value`)
 */
export function subsetElements(resource: Resource, names: readonly string[]): Resource {
  const wanted = new Set<string>(['resourceType', 'id']);
  for (const { name, forms, required } of shapeOf(resource.resourceType)?.elements ?? []) {
    if (!required && !names.includes(name)) continue;
    for (const form of forms) wanted.add(form.name).add(`_${form.name}`);
  }
  const kept = Object.entries(resource).filter(([name]) => wanted.has(name));
  const meta = { ...resource.meta, tag: [...(resource.meta?.tag ?? []), SUBSETTED] };
  return { ...Object.fromEntries(kept), meta } as Resource;
}
