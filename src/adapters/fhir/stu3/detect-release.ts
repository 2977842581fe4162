import { fhirType } from '../../../plan/fhir/compiled.ts';
import { isMembers, listOf } from '../../../plan/fhir/issue.ts';
import type { Members } from '../../../plan/fhir/issue.ts';
import { stu3Type } from './stu3-types.ts';

export type Release = 'r4' | 'stu3';
/** `mixed`: elements of both releases in one resource. */
export type Found = Release | 'mixed';

/** How a member is written: as a text or number, as an object, as a list, as some element in XML. */
export type Kind = 'text' | 'object' | 'list' | 'element';

/** What shows of which release a resource is, whatever syntax it came in. */
export interface Outline {
  readonly type: string;
  readonly members: ReadonlyMap<string, Kind>;
  readonly profiles: readonly string[];
}

/** A Bundle or resource, alone or as one of many on lines; its places begin with `base`. */
export interface FhirDocument {
  readonly base: string;
  readonly tree: unknown;
}

/** Of which release each resource of a body is, by its place. */
export type Releases = ReadonlyMap<string, Found>;

/** The place of the resource in an entry of a Bundle. */
export const entryPlace = (base: string, index: number): string =>
  `${base}/entry/${index}/resource`;

/** Who asks: a reference in R4, and something around a reference in STU3. */
export const REQUESTER_AGENT = 'requester.agent';

/** Types that R4 has no more. */
const ONLY_STU3: ReadonlySet<string> = new Set([
  ...['ProcedureRequest', 'ReferralRequest', 'DeviceComponent', 'EligibilityRequest', 'Sequence'],
  ...['EligibilityResponse', 'ImagingManifest', 'ProcessRequest', 'ProcessResponse', 'BodySite'],
  ...['DataElement', 'ExpansionProfile', 'ServiceDefinition'],
]);
/** The profiles of nl-core for STU3 live at fhir.nl, those for R4 at nictiz.nl. */
const STU3_PROFILES = /^http:\/\/fhir\.nl\/fhir\/StructureDefinition\//;
const R4_PROFILES = /^http:\/\/nictiz\.nl\/fhir\/StructureDefinition\/nl-core-/;
/** Names that both releases use; they count only where nothing else says. */
const LIKELY_STU3 =
  /^http:\/\/nictiz\.nl\/fhir\/StructureDefinition\/(?:zib|bgz|bglz|ggz|eOverdracht)-/;

/**
 * Of which release every resource of a delivery is: by its type, its profiles and the elements that
 * only one release has or writes so. A resource that shows nothing goes with the others.
 * @param stated what the sender said (`fhirVersion` of the media type); it decides
 */
export function releasesOf(
  outlines: readonly (readonly [place: string, outline: Outline])[],
  stated: Release | undefined,
): Releases {
  const found = outlines.map(([place, outline]) => [place, stated ?? releaseOf(outline)] as const);
  const shown = new Set(found.map(([, release]) => release));
  const others = shown.has('stu3') && !shown.has('r4') ? 'stu3' : 'r4';
  return new Map(found.map(([place, release]) => [place, release ?? others]));
}

/** What shows of the resources of a document in JSON, by place. */
export function outlinesOf({ base, tree }: FhirDocument): readonly (readonly [string, Outline])[] {
  if (!isMembers(tree)) return [];
  if (tree['resourceType'] !== 'Bundle') return [[base, outlineOf(tree)]];
  return listOf(tree['entry']).flatMap((entry, i) => {
    const resource = isMembers(entry) ? entry['resource'] : undefined;
    return isMembers(resource) ? [[entryPlace(base, i), outlineOf(resource)] as const] : [];
  });
}

function outlineOf(resource: Members): Outline {
  const kinds = Object.keys(resource).map((name): [string, Kind] => [name, kindOf(resource[name])]);
  const meta = isMembers(resource['meta']) ? resource['meta'] : {};
  const agent = isMembers(resource['requester']) && Object.hasOwn(resource['requester'], 'agent');
  if (agent) kinds.push([REQUESTER_AGENT, 'object']);
  const profiles = listOf(meta['profile']).filter((each) => typeof each === 'string');
  return { type: String(resource['resourceType']), members: new Map(kinds), profiles };
}

function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return 'list';
  return isMembers(value) ? 'object' : 'text';
}

function releaseOf(outline: Outline): Found | undefined {
  const { type, profiles, members } = outline;
  const shown = new Set<Release>();
  if (type === 'ServiceRequest') shown.add('r4');
  if (ONLY_STU3.has(type) || profiles.some((each) => STU3_PROFILES.test(each))) shown.add('stu3');
  if (profiles.some((each) => R4_PROFILES.test(each))) shown.add('r4');
  for (const [name, kind] of members) {
    const release = name === REQUESTER_AGENT ? 'stu3' : releaseOfMember(type, name, kind);
    if (release) shown.add(release);
  }
  if (shown.size > 1) return 'mixed';
  const [only] = shown;
  return only ?? (profiles.some((each) => LIKELY_STU3.test(each)) ? 'stu3' : undefined);
}

/** What the presence of a member, or the way it is written, tells. */
function releaseOfMember(type: string, name: string, kind: Kind): Release | undefined {
  const old = stu3Type(type)?.elements.get(name);
  const now = fhirType(type)?.elements.get(name);
  if (!old || !now) return old ? 'stu3' : now && 'r4';
  if ((old.primitive === undefined) !== (now.primitive === undefined)) {
    const written = kind === 'text';
    return written === (old.primitive !== undefined) ? 'stu3' : 'r4';
  }
  if (old.many === now.many || kind === 'element') return undefined;
  return (kind === 'list') === old.many ? 'stu3' : 'r4';
}
