import type { MappedFact } from '../../plan/delivery.ts';
import type { Element } from '../../plan/fact.ts';
import { isMembers, listOf } from '../../plan/fhir/issue.ts';
import type { Members } from '../../plan/fhir/issue.ts';
import { pointer } from '../json-pointer.ts';
import { mapActivities } from './activities.ts';
import type { Entry } from './bundle-index.ts';
import { ELEMENT_TABLES } from './element-tables.ts';
import type { FactRow, ResourceTable } from './element-tables.ts';
import { cleanMember, mapRows, newCleaning, rowIndex } from './map-rows.ts';
import type { Scene, Target } from './map-rows.ts';
import { identifierName } from './named-person.ts';
import { mapPatient, mapRelative } from './person-facts.ts';
import { disclosedBy } from './professionals.ts';
import type { StatedLabels } from './stated-labels.ts';
import { statedBy } from './topics.ts';

interface Compiled {
  readonly table: ResourceTable;
  readonly rows: ReadonlyMap<string, FactRow>;
  readonly skip: ReadonlySet<string>;
}

const compiled = new Map<string, Compiled>(
  Object.entries(ELEMENT_TABLES).map(([type, table]) => [
    type,
    {
      table,
      rows: rowIndex(type, table.rows),
      skip: new Set([
        ...(table.structure ?? []),
        table.subject ?? '',
        ...(type === 'CarePlan' ? ['activity'] : []),
      ]),
    },
  ]),
);

/**
 * The facts of one valid resource of the plan.
 * @param subjects whom it is about, where the resource itself does not say so (Practitioner)
 * @returns undefined when the whole resource was held back
 */
export function mapResource(
  entry: Entry,
  delivery: Scene,
  subjects?: readonly string[],
): readonly MappedFact[] | undefined {
  const scene = { ...delivery, index: delivery.index.within(entry) };
  const own = statedBy(entry.resource, entry.type, scene.labels);
  const roles = entry.type === 'Practitioner' ? scene.index.rolesOf(entry.key) : [];
  const stated = { ...own, added: [...own.added, ...roles.flatMap(disclosedBy(scene.index))] };
  if (entry.type === 'Patient') return mapPatient(entry, stated, scene);
  if (entry.type === 'RelatedPerson') return mapRelative(entry, stated, scene);
  const found = compiled.get(entry.type);
  if (!found) return undefined;
  return mapTabled(entry, found, { stated, scene, ...(subjects ? { subjects } : {}) });
}

interface Given {
  readonly stated: StatedLabels;
  readonly scene: Scene;
  readonly subjects?: readonly string[];
}

function mapTabled(entry: Entry, found: Compiled, given: Given): readonly MappedFact[] | undefined {
  const { table, rows, skip } = found;
  const { stated, scene } = given;
  const whom = given.subjects
    ? { subjects: given.subjects, always: [] }
    : about(entry, table, scene);
  if (whom.subjects.length === 0) {
    scene.log.holdBack(entry.place, 'no-subject', 'it is not clear whom this is about');
    return undefined;
  }
  for (const name of skip)
    if (name !== 'activity' && Object.hasOwn(entry.resource, name))
      scene.log.ignore(pointer(entry.place, name));
  const key = table.frame ? '' : entry.id;
  const type = entry.type as keyof typeof ELEMENT_TABLES;
  const target: Target = { entry, resource: { type, key }, stated, ...whom, scene };
  const facts = mapRows(target, rows, skip);
  return entry.type === 'CarePlan' ? [...facts, ...mapActivities(target)] : facts;
}

/** Whom a resource is about, and the element that says so. */
function about(
  entry: Entry,
  table: ResourceTable,
  scene: Scene,
): Pick<Target, 'subjects' | 'always'> {
  const name = table.subject ?? 'subject';
  const subject = entry.resource[name];
  const whom = subject === undefined ? membersOf(entry) : [subject];
  const patients = [...new Set(whom.flatMap((each) => scene.index.patientsOf(each)))];
  const value = isMembers(subject) ? subjectOf(entry, name, patients, scene) : undefined;
  const always: readonly Element[] =
    table.frame || value === undefined ? [] : [{ path: [name], value }];
  return { subjects: patients, always };
}

/** The reference to whom it is about: as it was written, or to whoever it names by a number. */
function subjectOf(entry: Entry, name: string, patients: readonly string[], scene: Scene) {
  const { identifier } = entry.resource[name] as Members;
  const [person, ...others] = patients;
  if (person !== undefined && others.length === 0 && identifierName(identifier) !== undefined)
    return { reference: `person:${person}` };
  return cleanMember(entry, name, newCleaning(scene));
}

/** A care team may leave its subject out and have the patient among its members (zib CareTeam). */
function membersOf({ type, resource }: Entry): readonly unknown[] {
  if (type !== 'CareTeam') return [];
  return listOf(resource['participant']).flatMap((participant) =>
    isMembers(participant) ? [participant['member']] : [],
  );
}
