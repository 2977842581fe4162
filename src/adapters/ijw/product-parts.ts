import type { MappedFact } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { clientFact } from './client-facts.ts';
import { FREQUENCIES, UNITS } from './code-lists.ts';
import { PRODUCTS, productLabels } from './product-categories.ts';
import { elementsOf, placesOf, saying, textOf } from './scene.ts';
import type { Said, Scene } from './scene.ts';

const NUMBER_SYSTEM = 'https://planpoort.nl/fhir/NamingSystem/istandaard';

/** Something that is allocated, delivered or asked for. */
export interface Line {
  readonly element: XmlElement;
  readonly resource: { readonly type: 'ServiceRequest' | 'Task'; readonly key: string };
  readonly scene: Scene;
}

/** An identifier of the municipality's or the provider's own. */
export const identifier = (kind: string, text: string, value: string | undefined) =>
  value === undefined ? undefined : { system: `${NUMBER_SYSTEM}-${kind}`, type: { text }, value };

/**
 * What of the product is said: category and code in the list of the statute, with the name. R4
 * wants a code wherever there is detail (prr-1), so a product that is not named has a text.
 */
export function productCode({ element, scene }: Line): Said[string] {
  const category = textOf(element, 'Product/Categorie');
  if (category === undefined) return { text: 'product niet genoemd' };
  const list = PRODUCTS[scene.standard.name];
  // Any text in the standard; a code of FHIR has no white space but single spaces inside.
  const code = textOf(element, 'Product/Code')?.replaceAll(/\s+/g, ' ');
  return {
    coding: [
      { system: list.category, code: category },
      ...(code === undefined ? [] : [{ system: list.product, code }]),
    ],
    text: list.categories[category]?.text ?? '',
  };
}

/**
 * How much is allocated. Per day, week or month it is a ratio; in the whole term it is a quantity,
 * for that is no frequency.
 */
export function sizeOf(element: XmlElement): Said {
  const volume = textOf(element, 'Omvang/Volume');
  const unit = UNITS[textOf(element, 'Omvang/Eenheid') ?? ''];
  const frequency = FREQUENCIES[textOf(element, 'Omvang/Frequentie') ?? ''];
  if (volume === undefined || !unit || frequency === undefined) return {};
  const { system, code, times, text } = unit;
  const quantity = saying({ value: Number(volume) * times, unit: unit.unit, system, code });
  if (frequency === 'total') {
    const orderDetail = { text: `${Number(volume)} ${text} in totaal` };
    return { quantityQuantity: quantity, 'orderDetail #omvang': orderDetail };
  }
  const denominator = {
    ...{ value: 1, unit: frequency.unit, system: 'http://unitsofmeasure.org' },
    code: frequency.code,
  };
  return {
    quantityRatio: saying({ numerator: quantity, denominator }),
    'orderDetail #omvang': { text: `${Number(volume)} ${text} ${frequency.text}` },
  };
}

/** The budget, which R4 has no element for: a message gives it in cents, people read euros. */
export function budgetOf(element: XmlElement): Said {
  const cents = textOf(element, 'Budget');
  if (cents === undefined) return {};
  const digits = String(Number(cents)).padStart(3, '0');
  const text = `budget € ${digits.slice(0, -2)},${digits.slice(-2)}`;
  return { 'orderDetail #budget': { text } };
}

/** One fact about a product: labelled by what the product is about. */
export function productFact(
  line: Line,
  said: Said,
  names: readonly string[],
  also: readonly string[] = [],
): MappedFact {
  const { element, resource, scene } = line;
  const subject = { reference: `person:${scene.client}` };
  const whom = resource.type === 'Task' ? { for: subject } : { subject };
  const category = textOf(element, 'Product/Categorie');
  const part = {
    labels: [...new Set([...productLabels(scene.standard.name, category), ...also])],
    elements: elementsOf({ ...whom, ...said }),
    places: placesOf(element, ...names),
  };
  return clientFact(resource, part, scene);
}

/** The number of an allocation; leading zeros mean nothing. */
export function allocationNumber(element: XmlElement): string | undefined {
  const number = textOf(element, 'ToewijzingNummer');
  return number === undefined ? undefined : String(Number(number));
}

/** The number of the allocation as an element of a resource. */
export const allocationIdentifier = (element: XmlElement): Said => ({
  'identifier #toewijzing': identifier(
    'toewijzingnummer',
    'toewijzingsnummer',
    allocationNumber(element),
  ),
});

/** What the provider calls it, for the resource of a line. */
export const referenceOf = (element: XmlElement): string | undefined =>
  textOf(element, 'ReferentieAanbieder');

/** The provider's reference is a fact of its own: it may say more than a number. */
export function referenceFact(line: Line): readonly MappedFact[] {
  const reference = referenceOf(line.element);
  if (reference === undefined) return [];
  const value = identifier('referentie-aanbieder', 'referentie aanbieder', reference);
  return [productFact(line, { 'identifier #referentie': value }, ['ReferentieAanbieder'])];
}

/** What somebody wrote with a product: free text, whatever the product is about. */
export function noteFact(line: Line): readonly MappedFact[] {
  const text = textOf(line.element, 'Commentaar');
  if (text === undefined) return [];
  const fact = productFact(line, { 'note #commentaar': { text } }, ['Commentaar']);
  return [{ ...fact, labels: ['notes.free-text'] }];
}
