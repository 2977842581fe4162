import { isMembers } from '../../plan/fhir/issue.ts';
import type { BundleIndex, Entry } from './bundle-index.ts';
import { codesIn, labelsOfCodes } from './code-maps/known-codes.ts';

/** Types that are not kept, and that tell of those who are. */
const TELLING: ReadonlySet<string> = new Set(['PractitionerRole', 'Organization']);

/**
 * What it discloses to be referred to as this: the specialty of a role, the kind of its
 * organisation. That a psychiatrist is involved says something by itself, whoever names them.
 */
export function disclosedBy(index: BundleIndex): (entry: Entry) => readonly string[] {
  return (entry) => {
    if (!TELLING.has(entry.type)) return [];
    const { code, specialty, type, organization } = entry.resource;
    const own = labelsOfCodes(codesIn([code, specialty, type]));
    const reference = isMembers(organization) ? organization['reference'] : undefined;
    const key = typeof reference === 'string' ? index.keyOf(reference) : undefined;
    const employer = key === undefined ? undefined : index.entry(key);
    return employer?.type === 'Organization' ? [...own, ...disclosedBy(index)(employer)] : own;
  };
}
