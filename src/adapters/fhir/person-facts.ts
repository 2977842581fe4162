import type { MappedFact } from '../../plan/delivery.ts';
import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { BSN_SYSTEMS, readBsn } from '../bsn.ts';
import { pointer } from '../json-pointer.ts';
import type { Entry } from './bundle-index.ts';
import { cleanElement, elementOf } from './clean-value.ts';
import { PERSON_ROWS, RELATION_ROW, RELATIVE_ROWS } from './element-tables.ts';
import type { FactRow } from './element-tables.ts';
import { factOf, mapRows, newCleaning, rowIndex } from './map-rows.ts';
import type { Scene, Target } from './map-rows.ts';
import type { StatedLabels } from './stated-labels.ts';

const patientRows = rowIndex('Patient', PERSON_ROWS);
const relativeRows = rowIndex('RelatedPerson', [...RELATIVE_ROWS, RELATION_ROW]);
const EXISTENCE: FactRow = { elements: [], labels: ['identity.household'] };
const BSN_ROW: FactRow = { elements: [], labels: ['identity.bsn'] };
const PATIENT_SKIP = new Set(['identifier']);
const RELATIVE_SKIP = new Set(['identifier', 'patient']);

/** A Patient: that the source knows this person, and what it says of who this is. */
export function mapPatient(
  entry: Entry,
  stated: StatedLabels,
  scene: Scene,
): readonly MappedFact[] {
  const resource = { type: 'Patient', person: entry.key } as const;
  const target: Target = { entry, resource, stated, subjects: [entry.key], always: [], scene };
  return [
    existence(target),
    ...mapIdentifiers(target),
    ...mapRows(target, patientRows, PATIENT_SKIP),
  ];
}

/**
 * A relative. Of a household member: facts of that member's Patient, and how the two belong
 * together. Otherwise: a RelatedPerson, third-party, in the file of the patient.
 */
export function mapRelative(
  entry: Entry,
  stated: StatedLabels,
  scene: Scene,
): readonly MappedFact[] | undefined {
  const { resource } = entry;
  const patients = scene.index.patientsOf(resource['patient']);
  const [patient] = patients;
  if (patient === undefined) {
    scene.log.holdBack(entry.place, 'no-subject', 'it is not clear whose relative this is');
    return undefined;
  }
  scene.log.ignore(pointer(entry.place, 'patient'));
  const always = [{ path: ['patient'], value: { reference: `person:${patient}` } }];
  const own = { type: 'RelatedPerson', key: entry.id } as const;
  const stranger: Target = { entry, resource: own, stated, subjects: [patient], always, scene };
  const member: Target = {
    ...stranger,
    resource: { type: 'Patient', person: entry.key },
    subjects: [entry.key],
    always: [],
  };
  const relation = (fact: MappedFact): boolean =>
    fact.elements.some(({ path }) => RELATION_ROW.elements.includes(path[0] ?? ''));
  const facts = [
    existence(member),
    ...mapIdentifiers(member),
    ...mapRows(member, relativeRows, RELATIVE_SKIP),
  ];
  return facts.map((fact) => ({
    ...(relation(fact)
      ? {
          ...fact,
          resource: own,
          subjects: [patient, entry.key],
          elements: [...always, ...fact.elements],
        }
      : fact),
    otherwise: {
      ...fact,
      resource: own,
      labels: [...new Set([...stated.added, 'third-party'])],
      subjects: stranger.subjects,
      elements: [...always, ...fact.elements],
    },
  }));
}

/** That the source knows this person, as a fact of its own. */
function existence(target: Target): MappedFact {
  const { scene, stated, entry } = target;
  const named = Object.hasOwn(entry.resource, 'id');
  return {
    resource: target.resource,
    elements: [],
    labels: scene.labels.labelsFor(EXISTENCE.labels, stated),
    subjects: target.subjects,
    ...(scene.law === undefined ? {} : { law: scene.law }),
    places: [named ? pointer(entry.place, 'id') : entry.place],
  };
}

/** Identifiers one by one: the BSN apart from the source's own numbers. */
function mapIdentifiers(target: Target): readonly MappedFact[] {
  const { entry, scene } = target;
  const element = elementOf(entry.type, 'identifier');
  return listOf(entry.resource['identifier']).flatMap((item, i) => {
    const place = pointer(pointer(entry.place, 'identifier'), i);
    if (!isMembers(item) || !element) return [];
    const kind = kindOf(item);
    if (kind === 'absent') scene.log.ignore(place);
    if (kind === 'invalid')
      scene.log.holdBack(pointer(place, 'value'), 'invalid-value', 'not a BSN: the check fails');
    if (kind === 'absent' || kind === 'invalid') return ignoreRest(item, place, scene);
    const cleaning = newCleaning(scene);
    const value = cleanElement(item, element, { place, cleaning });
    const elements = value === undefined ? [] : [{ path: ['identifier', `#${i}`], value }];
    return factOf(target, kind === 'bsn' ? BSN_ROW : EXISTENCE, { ...cleaning, elements });
  });
}

function ignoreRest(item: Members, place: string, scene: Scene): readonly MappedFact[] {
  for (const name of Object.keys(item))
    if (name !== 'value') scene.log.ignore(pointer(place, name));
  return [];
}

function kindOf(identifier: Members): 'own' | 'bsn' | 'absent' | 'invalid' {
  if (!isBsn(identifier)) return 'own';
  const { value } = identifier;
  if (typeof value !== 'string') return 'absent';
  const bsn = readBsn(value);
  if (bsn === undefined) return 'invalid';
  return bsn === 'absent' ? 'absent' : 'bsn';
}

function isBsn(identifier: Members): boolean {
  const { system, type } = identifier;
  if (typeof system === 'string') return BSN_SYSTEMS.has(system);
  const codings = isMembers(type) ? listOf(type['coding']) : [];
  return codings.some((coding) => isMembers(coding) && coding['code'] === 'NNNLD');
}

/** The names by which a resource identifies its person besides its own id. */
export function aliasesOf(resource: Members): readonly string[] {
  return listOf(resource['identifier']).flatMap((identifier) => {
    if (!isMembers(identifier) || typeof identifier['value'] !== 'string') return [];
    const { system, value } = identifier;
    if (isBsn(identifier)) {
      const bsn = readBsn(value);
      return bsn === undefined || bsn === 'absent' ? [] : [`bsn:${bsn}`];
    }
    return typeof system === 'string' ? [`${system}|${value}`, value] : [value];
  });
}
