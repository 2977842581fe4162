import type { XmlElement } from '../../wire/xml-elements.ts';
import { NAME_USE } from './code-lists.ts';
import { child, elementsOf, placesOf, saying, textOf } from './scene.ts';
import type { Part } from './scene.ts';

/** Surname with what stands before it. */
function surname(name: XmlElement, kind: string): string | undefined {
  const family = textOf(name, `${kind}/Achternaam`);
  if (family === undefined) return undefined;
  return [textOf(name, `${kind}/Voorvoegsel`), family].filter((part) => part).join(' ');
}

/** The surname that is used (COD700), and the one that is known and not used. */
function surnames(name: XmlElement): { readonly used: string; readonly other?: string } {
  const own = surname(name, 'Geslachtsnaam') ?? '';
  const partner = surname(name, 'Partnernaam');
  if (partner === undefined) return { used: own };
  const use = NAME_USE[textOf(name, 'NaamGebruik') ?? ''];
  if (use === 'partner') return { used: partner, other: own };
  if (use === 'partner-own') return { used: `${partner}-${own}` };
  return use === 'own-partner' ? { used: `${own}-${partner}` } : { used: own, other: partner };
}

/**
 * What is said of a name: the name as it is used, and the other surnames that are known.
 * @param key keeps the names of one person apart
 */
export function nameParts(person: XmlElement, key: string): readonly Part[] {
  const name = child(person, 'Naam');
  if (!name) return [];
  const { used: family, other } = surnames(name);
  const initials = textOf(name, 'Voorletters');
  const given = textOf(name, 'Voornamen') ?? initials;
  const use =
    NAME_USE[textOf(name, 'NaamGebruik') ?? ''] === 'pseudonym' ? 'anonymous' : 'official';
  const written =
    initials === undefined ? undefined : `${Array.from(initials).join('.')}. ${family}`;
  const value = saying({
    use,
    text: written,
    family,
    given: given === undefined ? undefined : [given],
  });
  return [
    {
      labels: ['identity.name'],
      elements: elementsOf({
        [`name #${key}`]: value,
        [`name #${key}-2`]: other === undefined ? undefined : { family: other },
      }),
      places: placesOf(person, 'Naam'),
    },
  ];
}
