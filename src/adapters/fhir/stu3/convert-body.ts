import { isMembers, listOf } from '../../../plan/fhir/issue.ts';
import type { Members } from '../../../plan/fhir/issue.ts';
import { DeliveryLog } from '../delivery-log.ts';
import { MovedPlaces } from '../moved-places.ts';
import { convertResource } from './convert-resource.ts';
import { entryPlace } from './detect-release.ts';
import type { FhirDocument, Found, Releases } from './detect-release.ts';
import { isTakenFromStu3 } from './stu3-types.ts';

/** A body in which every resource is one of R4. */
export interface R4Body {
  readonly documents: readonly FhirDocument[];
  /** What R4 has no place for; places are those of the body as it came. */
  readonly held: DeliveryLog;
  readonly places: MovedPlaces;
  /** Place of a resource → why it is not taken over. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Makes R4 of the resources of STU3 in a body, and says which cannot be made.
 * @param releases of every resource, by its place
 */
export function convertBody(documents: readonly FhirDocument[], releases: Releases): R4Body {
  const held = new DeliveryLog();
  const places = new MovedPlaces();
  const refused = new Map<string, string>();
  const shared = { held, places, refused };
  if ([...releases.values()].every((release) => release === 'r4')) return { ...shared, documents };
  const convert = (resource: unknown, place: string): unknown => {
    const release = releases.get(place) ?? 'r4';
    return isMembers(resource) && release !== 'r4'
      ? convertOne(resource, { ...shared, place, release })
      : resource;
  };
  return { ...shared, documents: documents.map((each) => convertDocument(each, convert)) };
}

function convertDocument(
  { base, tree }: FhirDocument,
  convert: (resource: unknown, place: string) => unknown,
): FhirDocument {
  if (!isMembers(tree) || tree['resourceType'] !== 'Bundle')
    return { base, tree: convert(tree, base) };
  const entry = listOf(tree['entry']).map((each, i) =>
    isMembers(each) && Object.hasOwn(each, 'resource')
      ? { ...each, resource: convert(each['resource'], entryPlace(base, i)) }
      : each,
  );
  return { base, tree: Object.hasOwn(tree, 'entry') ? { ...tree, entry } : tree };
}

interface Converting extends Omit<R4Body, 'refused' | 'documents'> {
  readonly refused: Map<string, string>;
  readonly place: string;
  readonly release: Found;
}

function convertOne(resource: Members, converting: Converting): Members {
  const { held, places, refused, place, release } = converting;
  const type = String(resource['resourceType']);
  const refuse = (text: string) => refused.set(place, text);
  if (release === 'mixed') refuse('mixes elements of FHIR R4 and STU3: send it in one of them');
  else if (type === 'ServiceRequest') refuse('FHIR STU3 has no ServiceRequest');
  if (!isTakenFromStu3(type)) return resource;
  const log = new DeliveryLog();
  const converted = convertResource(resource, place, { log, places, refuse });
  if (!refused.has(place)) {
    log.ignored.forEach((each) => held.ignore(each));
    log.quarantined.forEach((each) => held.quarantined.push(each));
  }
  return converted;
}
