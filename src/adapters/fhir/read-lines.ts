import type { Entry } from './bundle-index.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { readBundle } from './read-bundle.ts';
import type { BundleContents } from './read-bundle.ts';
import type { FhirDocument } from './stu3/detect-release.ts';

/**
 * Takes lines apart that hold one resource each, or a Bundle each (as Bulk Data lists what was
 * deleted). A resource that occurs twice counts once; when its lines differ nobody knows which of
 * them holds, and all are held back.
 * @see https://hl7.org/fhir/uv/bulkdata/export.html#response---output-file
 */
export function readResourceLines(
  lines: readonly FhirDocument[],
  log: DeliveryLog,
): BundleContents {
  const found = new Map<string, Entry[]>();
  const withdrawn = new Set<string>();
  for (const { base, tree } of lines) {
    const contents = readBundle(tree, log, base);
    if (typeof contents === 'string') {
      log.lose(base, contents);
      continue;
    }
    for (const entry of contents.entries) append(found, entry);
    contents.withdrawn.forEach((key) => withdrawn.add(key));
  }
  const entries = [...found].flatMap(([key, same]) => oneOf(key, same, log));
  return { entries, withdrawn: [...withdrawn].filter((key) => !found.has(key)) };
}

function append(found: Map<string, Entry[]>, entry: Entry): void {
  const same = found.get(entry.key);
  if (same) same.push(entry);
  else found.set(entry.key, [entry]);
}

function oneOf(key: string, same: readonly Entry[], log: DeliveryLog): readonly Entry[] {
  const [first, ...again] = same;
  if (!first || again.length === 0) return same;
  const text = JSON.stringify(first.resource);
  if (again.every(({ resource }) => JSON.stringify(resource) === text)) {
    again.forEach(({ place }) => log.ignore(place));
    return [first];
  }
  for (const { place } of same)
    log.holdBack(place, 'invalid-resource', 'this resource occurs twice and says different things');
  log.held.push(key);
  return [];
}
