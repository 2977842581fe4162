import type { MappedFact } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { SYSTEMS } from './code-lists.ts';
import { distinct } from './distinct.ts';
import { allocationMoment } from './moments.ts';
import {
  budgetOf,
  identifier,
  noteFact,
  productCode,
  productFact,
  sizeOf,
} from './product-parts.ts';
import type { Line } from './product-parts.ts';
import { CHANGE_REASONS, REMOVED } from './request-codes.ts';
import {
  concept,
  dossierKey,
  endsBefore,
  holdBack,
  ignore,
  items,
  period,
  placesOf,
  stateDossier,
  textOf,
} from './scene.ts';
import type { Scene } from './scene.ts';

/**
 * The products that a municipality allocates (301). Each is a dossier of its own: a 301 holds what
 * is valid for one provider, so what it does not name stays as it was (OP087). Of two versions in
 * one message the one that was allocated last holds (OP033x1).
 */
export function mapAllocations(client: XmlElement, scene: Scene): void {
  const products = distinct(
    items(client, 'ToegewezenProducten'),
    { keyOf: numberOf, momentOf },
    scene,
  );
  for (const element of products) {
    const wrong = contradiction(element);
    if (wrong !== undefined) {
      holdBack(scene, element, 'invalid-value', wrong);
      continue;
    }
    const key = dossierKey(scene, 'toewijzing', numberOf(element));
    const facts = allocationFacts({ element, resource: { type: 'ServiceRequest', key }, scene });
    stateDossier(scene, { key, facts }, allocationMoment(element));
  }
}

const numberOf = (element: XmlElement): string =>
  String(Number(textOf(element, 'ToewijzingNummer') ?? ''));

const momentOf = (element: XmlElement): string =>
  `${textOf(element, 'Toewijzingsdatum') ?? ''} ${textOf(element, 'Toewijzingstijd') ?? ''}`;

function contradiction(element: XmlElement): string | undefined {
  const start = textOf(element, 'Ingangsdatum');
  const end = textOf(element, 'Einddatum');
  if (endsBefore(start, end)) return 'Einddatum is before Ingangsdatum';
  const removed = textOf(element, 'RedenWijziging') === REMOVED;
  return removed && end !== start
    ? 'a removed allocation must have the Ingangsdatum as Einddatum'
    : undefined;
}

function allocationFacts(line: Line): readonly MappedFact[] {
  const { element, scene } = line;
  const reason = textOf(element, 'RedenWijziging');
  const said = {
    status: reason === REMOVED ? 'entered-in-error' : 'active',
    intent: 'order',
    'identifier #toewijzing': identifier(
      'toewijzingnummer',
      'toewijzingsnummer',
      numberOf(element),
    ),
    code: productCode(line),
    authoredOn: textOf(element, 'Toewijzingsdatum'),
    occurrencePeriod: period(textOf(element, 'Ingangsdatum'), textOf(element, 'Einddatum')),
    'reasonCode #wijziging':
      reason === undefined
        ? undefined
        : concept(SYSTEMS.change, reason, CHANGE_REASONS[reason] ?? ''),
    ...sizeOf(element),
    ...budgetOf(element),
  };
  const main = productFact(line, said, [
    ...['ToewijzingNummer', 'Product', 'Toewijzingsdatum', 'Ingangsdatum', 'Einddatum'],
    ...['RedenWijziging', 'Omvang', 'Budget'],
  ]);
  // The time of day only orders versions.
  ignore(scene, placesOf(element, 'Toewijzingstijd'));
  return [main, ...referenceFact(line), ...noteFact(line)];
}

/** The provider's reference is a fact of its own: it may say more than a number. */
export function referenceFact(line: Line): readonly MappedFact[] {
  const reference = textOf(line.element, 'ReferentieAanbieder');
  if (reference === undefined) return [];
  const value = identifier('referentie-aanbieder', 'referentie aanbieder', reference);
  return [productFact(line, { 'identifier #referentie': value }, ['ReferentieAanbieder'])];
}
