import type { Entry } from './bundle-index.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { onePerKey } from './one-per-key.ts';
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
  const found: Entry[] = [];
  const withdrawn = new Set<string>();
  const ambiguous = new Set<string>();
  for (const { base, tree } of lines) {
    const contents = readBundle(tree, log, base);
    if (typeof contents === 'string') {
      log.lose(base, contents);
      continue;
    }
    for (const entry of contents.entries) found.push(entry);
    contents.withdrawn.forEach((key) => withdrawn.add(key));
    contents.ambiguous.forEach((key) => ambiguous.add(key));
  }
  const keys = new Set(found.map(({ key }) => key));
  const once = onePerKey(found, log);
  return {
    entries: once.entries,
    withdrawn: [...withdrawn].filter((key) => !keys.has(key)),
    ambiguous: new Set([...ambiguous, ...once.ambiguous]),
  };
}
