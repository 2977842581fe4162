import type { XmlElement } from '../../wire/xml-elements.ts';
import { ADDRESS } from './code-lists.ts';
import { child, elementsOf, endsBefore, period, placesOf, saying, textOf } from './scene.ts';
import type { Part, Said } from './scene.ts';
import { keyed } from './distinct.ts';

const DWELLING: Readonly<Record<string, string>> = {
  AB: 'aan boord',
  BY: 'bij',
  TO: 'tegenover',
  WW: 'woonwagen',
};

/** What is said of where somebody lives or stays and how to reach them. */
export interface ContactParts {
  readonly parts: readonly Part[];
  /** Read, and nothing that says anything. */
  readonly ignored: readonly string[];
  /** Periods that end before they start. */
  readonly contradictory: readonly XmlElement[];
}

/** @param key keeps the contacts of one person apart, whatever their order */
export function contactParts(contacts: readonly XmlElement[], key: string): ContactParts {
  const isContradictory = (contact: XmlElement): boolean =>
    endsBefore(textOf(contact, 'Periode/Begindatum'), textOf(contact, 'Periode/Einddatum'));
  const contradictory = contacts.filter(isContradictory);
  const usable = contacts.filter((contact) => !isContradictory(contact));
  const parts: Part[] = [];
  const ignored: string[] = [];
  for (const [name, contact] of keyed(usable, (each) => textOf(each, 'Soort') ?? '')) {
    const said = partsOf(contact, `${key}-${name}`);
    const kind = placesOf(contact, 'Soort', 'Periode');
    const [first, ...others] = said;
    if (first) parts.push({ ...first, places: [...first.places, ...kind] }, ...others);
    else ignored.push(...kind);
  }
  return { parts, ignored, contradictory };
}

/** An address of stay tells of a placement or a shelter, and so does its telephone. */
function partsOf(contact: XmlElement, key: string): readonly Part[] {
  const kind = ADDRESS[textOf(contact, 'Soort') ?? ''];
  const also = kind?.discloses === false ? [] : ['safety.measure'];
  const during = period(
    textOf(contact, 'Periode/Begindatum'),
    textOf(contact, 'Periode/Einddatum'),
  );
  const address = addressOf(contact, { use: kind?.use, type: kind?.type, period: during });
  const part = (label: string, said: Said, ...names: readonly string[]): Part => ({
    labels: [label, ...also],
    elements: elementsOf(said),
    places: placesOf(contact, ...names),
  });
  const telecom = telecomOf(contact, key, during);
  return [
    ...(address
      ? [part('identity.address', { [`address #${key}`]: address }, 'Adres', 'Organisatie')]
      : []),
    ...(telecom ? [part('identity.contact', telecom, 'Telefoon', 'Emailadres')] : []),
  ];
}

function addressOf(contact: XmlElement, kind: Said) {
  const address = child(contact, 'Adres');
  const organisation = textOf(contact, 'Organisatie');
  const at = (path: string) => (address ? textOf(address, path) : undefined);
  const number = [
    at('Huis/Huisnummer'),
    at('Huis/Huisletter'),
    at('Huis/HuisnummerToevoeging'),
  ].filter((part) => part);
  const dwelling = DWELLING[at('Huis/AanduidingWoonadres') ?? ''];
  const street = [
    at('Straatnaam'),
    number.join(' '),
    dwelling === undefined ? '' : `(${dwelling})`,
  ].filter((part) => part);
  const lines = [organisation, street.join(' ')].filter((line): line is string => !!line);
  const said = saying({
    line: lines.length === 0 ? undefined : lines,
    city: at('Plaatsnaam'),
    postalCode: at('Postcode'),
    country: at('LandCode'),
  });
  return said && { ...saying(kind), ...said };
}

function telecomOf(contact: XmlElement, key: string, during: Said[string]): Said | undefined {
  const phone = (name: string) => {
    const own = textOf(contact, `Telefoon/${name}/Telefoonnummer`);
    const country = textOf(contact, `Telefoon/${name}/Landnummer`);
    if (own === undefined) return undefined;
    const value = country === '0031' || country === '31' ? own : `${country ?? ''} ${own}`;
    return saying({ system: 'phone', value, period: during });
  };
  const email = textOf(contact, 'Emailadres');
  const said: Said = {
    [`telecom #${key}-1`]: phone('Telefoon01'),
    [`telecom #${key}-2`]: phone('Telefoon02'),
    [`telecom #${key}-e`]:
      email === undefined ? undefined : saying({ system: 'email', value: email, period: during }),
  };
  return saying(said) && said;
}
