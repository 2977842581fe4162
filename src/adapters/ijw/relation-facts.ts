import type { MappedFact } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { NAME_USE, RELATION, SYSTEMS } from './code-lists.ts';
import { contactParts } from './contact-parts.ts';
import { distinct } from './distinct.ts';
import { personParts } from './person-parts.ts';
import { elementsOf, holdBack, ignore, items, placesOf, textOf } from './scene.ts';
import type { Part, Scene } from './scene.ts';

const GUARDIAN = '11';

/** Somebody to whom the client relates, by every name this may be enrolled under. */
interface Relation {
  readonly element: XmlElement;
  readonly kind: string;
  /** `bsn:…/relation:NUMBER`: numbers belong to one client. */
  readonly person: string;
  readonly key: string;
}

/**
 * The relations of the client. One who is enrolled is a member of the household, and what is said
 * of them goes to their own Patient; all others are third parties in the file of the client. An
 * organisation that is guardian is a measure of protection. Whether a relation may decide for the
 * client is not taken from a message: it is a fact, and no authority.
 */
export function relationFacts(client: XmlElement, scene: Scene): readonly MappedFact[] {
  const number = (element: XmlElement): string => textOf(element, 'Nummer') ?? '';
  const relations = distinct(items(client, 'Relaties'), { keyOf: number }, scene);
  return relations.flatMap((element) => {
    const person = `${scene.client}/relation:${number(element)}`;
    scene.aliases.set(person, [`relation:${number(element)}`]);
    ignore(scene, placesOf(element, 'Nummer', 'Volgorde'));
    const key = `${scene.standard.prefix}/${person}`;
    const kind = textOf(element, 'Soort') ?? '';
    return factsOf({ element, kind, person, key }, scene);
  });
}

function factsOf(relation: Relation, scene: Scene): readonly MappedFact[] {
  const { element } = relation;
  const own = `${scene.standard.prefix}-relatie`;
  const contacts = contactParts(
    element.children.filter(({ name }) => name === 'Contact'),
    own,
  );
  ignore(scene, contacts.ignored);
  for (const contact of contacts.contradictory)
    holdBack(scene, contact, 'invalid-value', 'this period ends before it starts');
  const parts = [...personParts(element, own, scene), ...contacts.parts];
  return [kindFact(relation, scene), ...parts.map((part) => partFact(part, relation, scene))];
}

/** What a stranger's fact is labelled: an organisation that is guardian is a measure. */
function strangerLabels({ element, kind }: Relation): readonly string[] {
  return kind === GUARDIAN && isOrganisation(element) ? ['safety.measure'] : ['third-party'];
}

/** Said to be no person, or with nothing that only a person has. */
function isOrganisation(element: XmlElement): boolean {
  if (isNoPerson(element)) return true;
  const known = ['Naam/Voornamen', 'Naam/Voorletters', 'Naam/Partnernaam/Achternaam'];
  return (
    [...known, 'Geboortedatum/Datum'].every((path) => textOf(element, path) === undefined) &&
    (textOf(element, 'Geslacht') ?? '0') === '0'
  );
}

const isNoPerson = (element: XmlElement): boolean =>
  NAME_USE[textOf(element, 'Naam/NaamGebruik') ?? ''] === 'no-person';

/** Something of who the relation is: of the member, or else of a stranger. */
function partFact(part: Part, relation: Relation, scene: Scene): MappedFact {
  const also = part.labels.filter((label) => !label.startsWith('identity.'));
  const stranger = strangerFact(part, [...strangerLabels(relation), ...also], relation, scene);
  if (isNoPerson(relation.element)) return stranger;
  return {
    ...part,
    resource: { type: 'Patient', person: relation.person },
    subjects: [relation.person],
    alongside: [scene.client],
    law: scene.standard.law,
    otherwise: stranger,
  };
}

function strangerFact(
  part: Part,
  labels: readonly string[],
  { key }: Relation,
  { client, standard }: Scene,
): MappedFact {
  const patient = elementsOf({ patient: { reference: `person:${client}` } });
  return {
    resource: { type: 'RelatedPerson', key },
    elements: [...patient, ...part.elements],
    labels: [...new Set(labels)],
    subjects: [client],
    law: standard.law,
    places: part.places,
  };
}

/** How the two belong together: about both of them. */
function kindFact(relation: Relation, scene: Scene): MappedFact {
  const { element, kind, person } = relation;
  const known = RELATION[kind];
  const role = known?.role;
  const value = {
    coding: [
      { system: SYSTEMS.relation, code: kind },
      ...(role === undefined ? [] : [{ system: ROLE, code: role }]),
    ],
    text: known?.text ?? '',
  };
  const part: Part = {
    labels: ['identity.household', ...(known?.measure === false ? [] : ['safety.measure'])],
    elements: elementsOf({ 'relationship #soort': value }),
    places: placesOf(element, 'Soort'),
  };
  const also = part.labels.slice(1);
  const stranger = strangerFact(part, [...strangerLabels(relation), ...also], relation, scene);
  if (isNoPerson(element)) return stranger;
  const both = { ...stranger, labels: part.labels, subjects: [scene.client, person] };
  return { ...both, alongside: [scene.client], otherwise: stranger };
}

const ROLE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
