import type { XmlElement } from '../../wire/xml-elements.ts';
import { DATE_USE, SEX } from './code-lists.ts';
import { nameParts } from './name-parts.ts';
import { child, elementsOf, holdBack, ignore, placesOf, textOf } from './scene.ts';
import type { Part, Scene } from './scene.ts';

/**
 * What a message says of who a person is: birth, sex and name; of a client and of a relation alike.
 * @param key keeps what this message says apart from what another says of the same person
 */
export function personParts(person: XmlElement, key: string, scene: Scene): readonly Part[] {
  return [...birthParts(person, scene), ...sexParts(person), ...nameParts(person, key)];
}

/** COD170 says how much of the date may be used: the rest is filler, and never leaves. */
function birthParts(person: XmlElement, scene: Scene): readonly Part[] {
  const date = textOf(person, 'Geboortedatum/Datum');
  if (date === undefined) return [];
  const places = placesOf(person, 'Geboortedatum');
  const birthDate = usable(date, textOf(person, 'Geboortedatum/DatumGebruik'));
  const birth = child(person, 'Geboortedatum');
  if (birth && birthDate !== undefined && birthDate > scene.dated.slice(0, birthDate.length)) {
    holdBack(scene, birth, 'invalid-value', 'this birth is after the day the message is dated');
    return [];
  }
  if (birthDate !== undefined)
    return [{ labels: ['identity.birth'], elements: elementsOf({ birthDate }), places }];
  ignore(scene, places);
  return [];
}

function usable(date: string, use: string | undefined): string | undefined {
  if (use === undefined) return date;
  const part = DATE_USE[use];
  if (part === 'month') return date.slice(0, 7);
  return part === 'year' ? date.slice(0, 4) : undefined;
}

function sexParts(person: XmlElement): readonly Part[] {
  const gender = SEX[textOf(person, 'Geslacht') ?? ''];
  if (gender === undefined) return [];
  const places = placesOf(person, 'Geslacht');
  return [{ labels: ['identity.birth'], elements: elementsOf({ gender }), places }];
}
