import type { Quarantined } from '../../../plan/delivery.ts';
import { fhirType } from '../../../plan/fhir/compiled.ts';
import { listOf } from '../../../plan/fhir/issue.ts';
import type { XmlElement } from '../../../wire/xml-elements.ts';
import { withDossierPlaces } from '../../delivery.ts';
import type {
  MappedDelivery,
  MappedDossier,
  ReadingWork,
  UnreadableDelivery,
} from '../../delivery.ts';
import { entryPlace, releasesOf, REQUESTER_AGENT } from '../stu3/detect-release.ts';
import type { Kind, Outline, Release, Releases } from '../stu3/detect-release.ts';
import { stu3Type } from '../stu3/stu3-types.ts';
import { ForbiddenName, resourceTree } from './element-tree.ts';
import type { BookFor } from './element-tree.ts';
import { attribute, FHIR_NAMESPACE, memberName, wrappedResource } from './fhir-elements.ts';
import { findElement } from './find-element.ts';

/** A body in XML as the tree that its JSON would give. */
export interface XmlBody {
  readonly tree: unknown;
  readonly releases: Releases;
}

/**
 * Reads FHIR in XML: a Bundle or one resource.
 * @param stated release that the sender named
 * @returns a text when the root is nothing of FHIR
 */
export function* readFhirXml(
  root: XmlElement,
  stated: Release | undefined,
): Generator<undefined, XmlBody | string> {
  if (root.namespace !== FHIR_NAMESPACE)
    return `line ${root.line}: the root element is not in the namespace ${FHIR_NAMESPACE}`;
  const resources = resourcesOf(root);
  const outlines = [...resources].map(([place, each]) => [place, outlineOf(each)] as const);
  const releases = releasesOf(outlines, stated);
  const books = new Map(
    [...resources].map(([place, each]) => [
      each,
      releases.get(place) === 'stu3' ? stu3Type : fhirType,
    ]),
  );
  try {
    return { tree: yield* treeOf(root, (each) => books.get(each)), releases };
  } catch (error) {
    if (error instanceof ForbiddenName) return 'an element has a name that is not allowed';
    throw error;
  }
}

/** So many entries are read between two places to stop at. */
const ENTRIES_AT_ONCE = 20;

/** The tree of a body; a Bundle entry by entry. */
function* treeOf(root: XmlElement, bookFor: BookFor): Generator<undefined, unknown> {
  if (root.name !== 'Bundle') return resourceTree(root, fhirType, bookFor);
  const isEntry = (child: XmlElement): boolean => memberName(child) === 'entry';
  const rest = root.children.filter((child) => !isEntry(child));
  const bundle = resourceTree({ ...root, children: rest }, fhirType, bookFor);
  const entries = root.children.filter(isEntry);
  if (entries.length === 0) return bundle;
  const trees: unknown[] = [];
  for (const entry of entries) {
    if (trees.length % ENTRIES_AT_ONCE === 0) yield;
    const alone = resourceTree({ ...root, children: [entry] }, fhirType, bookFor);
    trees.push(...listOf(alone['entry']));
  }
  return { ...bundle, entry: trees };
}

/** The resources of a body by their place in the tree. */
function resourcesOf(root: XmlElement): ReadonlyMap<string, XmlElement> {
  if (root.name !== 'Bundle') return new Map([['', root]]);
  const found = new Map<string, XmlElement>();
  const entries = root.children.filter((child) => memberName(child) === 'entry');
  entries.forEach((entry, i) => {
    const wrappers = entry.children.filter((child) => memberName(child) === 'resource');
    const resource = wrappers.length === 1 && wrappers[0] && wrappedResource(wrappers[0]);
    if (resource) found.set(entryPlace('', i), resource);
  });
  return found;
}

function outlineOf(resource: XmlElement): Outline {
  const kinds = resource.children.map((child): [string, Kind] => [
    memberName(child),
    attribute(child, 'value') === undefined ? 'element' : 'text',
  ]);
  const requester = resource.children.find((child) => memberName(child) === 'requester');
  if (requester?.children.some((child) => memberName(child) === 'agent') === true)
    kinds.push([REQUESTER_AGENT, 'element']);
  const metas = resource.children.filter((child) => memberName(child) === 'meta');
  const profiles = metas
    .flatMap(({ children }) => children)
    .filter((child) => memberName(child) === 'profile')
    .flatMap((profile) => attribute(profile, 'value') ?? []);
  return { type: resource.name, members: new Map(kinds), profiles };
}

/** A delivery with the places that people find in the XML, and the line in every complaint. */
export function* withXmlPlaces(
  delivery: MappedDelivery | UnreadableDelivery,
  root: XmlElement,
): ReadingWork {
  if ('unreadable' in delivery)
    return { unreadable: delivery.unreadable.map((each) => heldInXml(each, root)) };
  const placeOf = (place: string): string => findElement(root, place).place;
  const dossiers: MappedDossier[] = [];
  for (const [i, dossier] of delivery.dossiers.entries()) {
    if (i % ENTRIES_AT_ONCE === 0) yield;
    dossiers.push(withDossierPlaces(dossier, placeOf));
  }
  const quarantined: Quarantined[] = [];
  for (const [i, held] of delivery.quarantined.entries()) {
    if (i % (ENTRIES_AT_ONCE * 10) === 0) yield;
    quarantined.push(heldInXml(held, root));
  }
  const ignored: string[] = [];
  for (const [i, place] of delivery.ignored.entries()) {
    if (i % (ENTRIES_AT_ONCE * 10) === 0) yield;
    ignored.push(placeOf(place));
  }
  return { ...delivery, dossiers, quarantined, ignored };
}

function heldInXml(held: Quarantined, root: XmlElement): Quarantined {
  const { place, line, foreign } = findElement(root, held.place);
  const text = foreign ? `this element is not in the namespace ${FHIR_NAMESPACE}` : held.text;
  return { ...held, place, text: `line ${line}: ${text}` };
}
