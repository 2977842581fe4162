import { ijwAdapter } from '../../src/adapters/ijw/ijw-adapter.ts';
import type { StandardName } from '../../src/adapters/ijw/message-types.ts';
import type {
  MappedDelivery,
  MappedFact,
  UnreadableDelivery,
} from '../../src/adapters/delivery.ts';
import { parseXmlElements } from '../../src/wire/xml.ts';
import type { XmlElement } from '../../src/wire/xml-elements.ts';

/** BSN of the client in messages made here; of the test range. */
export const BSN = '999904024';

/** BerichtCode of each message. */
export const MESSAGE_CODES: Readonly<Record<StandardName, Readonly<Record<string, string>>>> = {
  ijw: { '301': '436', '305': '438', '307': '440', '315': '446', '317': '486', '319': '488' },
  iwmo: { '301': '414', '305': '418', '307': '420', '315': '444', '317': '480', '319': '482' },
};

/** Names without prefix: `b:` for the basic schema, all others are the message's own. */
export function message(standard: StandardName, number: string, body: string): string {
  const prefix = standard === 'ijw' ? 'jw' : 'wmo';
  const root = `http://www.istandaarden.nl/${standard}/3_2`;
  const fromMunicipality = number === '301' || number === '319';
  const [from, to] = fromMunicipality ? ['0513', '73730001'] : ['73730001', '0513'];
  return `<?xml version="1.0" encoding="UTF-8"?>
<Bericht xmlns="${root}/${prefix}${number}/schema" xmlns:b="${root}/basisschema/schema">
<Header><BerichtCode>${MESSAGE_CODES[standard][number] ?? ''}</BerichtCode><BerichtVersie>3</BerichtVersie>
<BerichtSubversie>2</BerichtSubversie><Afzender>${from}</Afzender><Ontvanger>${to}</Ontvanger>
<BerichtIdentificatie><b:Identificatie>1</b:Identificatie><b:Dagtekening>2026-10-01</b:Dagtekening></BerichtIdentificatie>
<XsdVersie><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie><b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></XsdVersie></Header>
${body}
</Bericht>`;
}

export const person = (bsn = BSN, birth = '<b:Datum>2010-11-14</b:Datum>') =>
  `<Bsn>${bsn}</Bsn><Geboortedatum>${birth}</Geboortedatum><Geslacht>1</Geslacht>`;
export const SHORT =
  '<Naam><b:Geslachtsnaam><b:Achternaam>Voorbeeld</b:Achternaam></b:Geslachtsnaam></Naam>';
export const fullName = (surname = 'Voorbeeld', use = '1', more = '') =>
  `<Naam><b:Geslachtsnaam><b:Achternaam>${surname}</b:Achternaam></b:Geslachtsnaam>${more}<b:NaamGebruik>${use}</b:NaamGebruik></Naam>`;
export const contact = (kind = '01', street = 'Dorpsstraat') =>
  `<Contact><Soort>${kind}</Soort><Adres><b:Straatnaam>${street}</b:Straatnaam></Adres><Telefoon><b:Telefoon01><b:Telefoonnummer>0612345678</b:Telefoonnummer><b:Landnummer>0031</b:Landnummer></b:Telefoon01></Telefoon></Contact>`;
export const product = (category: string) =>
  `<Product><b:Categorie>${category}</b:Categorie></Product>`;

export interface Allocation {
  readonly number?: string;
  readonly category?: string;
  readonly date?: string;
  readonly time?: string;
  readonly more?: string;
}

export function allocated({ number = '1', category = '45', ...at }: Allocation = {}): string {
  const { date = '2026-10-01', time = '09:30:00', more = '' } = at;
  return `<ToegewezenProduct><ToewijzingNummer>${number}</ToewijzingNummer>${product(category)}<Toewijzingsdatum>${date}</Toewijzingsdatum><Toewijzingstijd>${time}</Toewijzingstijd><Ingangsdatum>2026-10-05</Ingangsdatum>${more}</ToegewezenProduct>`;
}

export interface Parts {
  readonly bsn?: string;
  readonly birth?: string;
  /** Between name and contacts. */
  readonly more?: string;
  readonly contacts?: string;
  readonly products?: string;
}

export function jw301(
  { bsn, birth, more = '', ...rest }: Parts = {},
  standard: StandardName = 'ijw',
) {
  const { contacts = contact(), products = allocated() } = rest;
  return message(
    standard,
    '301',
    `<Client>${person(bsn, birth)}${fullName()}${more}<Contactgegevens>${contacts}</Contactgegevens><ToegewezenProducten>${products}</ToegewezenProducten></Client>`,
  );
}

export const relation = (kind: string, { number = 'R1', name = fullName(), more = '' } = {}) =>
  `<Relatie><Nummer>${number}</Nummer><Soort>${kind}</Soort>${more}${name}${contact()}</Relatie>`;
export const relations = (...all: readonly string[]) => `<Relaties>${all.join('')}</Relaties>`;

export function tree(xml: string | Uint8Array): XmlElement {
  const parsed = parseXmlElements(typeof xml === 'string' ? Buffer.from(xml) : xml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issue));
  return parsed.value;
}

export const readMessage = (
  xml: string | Uint8Array | XmlElement,
  standard: StandardName = 'ijw',
): MappedDelivery | UnreadableDelivery =>
  ijwAdapter(standard).read(typeof xml === 'string' || xml instanceof Uint8Array ? tree(xml) : xml);

/** Reads a message that must be readable. */
export function mapped(
  xml: string | Uint8Array | XmlElement,
  standard: StandardName = 'ijw',
): MappedDelivery {
  const delivery = readMessage(xml, standard);
  if ('unreadable' in delivery) throw new Error(JSON.stringify(delivery.unreadable));
  return delivery;
}

/** The complaints about a message that must be refused. */
export function refused(xml: string, standard: StandardName = 'ijw') {
  const delivery = readMessage(xml, standard);
  return 'unreadable' in delivery ? delivery.unreadable : [];
}

export const factsIn = ({ dossiers }: MappedDelivery): readonly MappedFact[] =>
  dossiers.flatMap(({ facts }) => facts);

/** The places of every text of a message. */
export function leafPlaces(element: XmlElement): readonly string[] {
  return element.children.length === 0 ? [element.place] : element.children.flatMap(leafPlaces);
}

/** The texts of a message that a delivery does not account for. */
export function unaccountedPlaces(root: XmlElement, delivery: MappedDelivery): readonly string[] {
  const exact = new Set(factsIn(delivery).flatMap(({ places }) => places));
  const whole = [...delivery.ignored, ...delivery.quarantined.map(({ place }) => place)];
  return leafPlaces(root).filter(
    (leaf) => !exact.has(leaf) && !whole.some((w) => leaf === w || leaf.startsWith(`${w}/`)),
  );
}
