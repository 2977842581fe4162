import type { MappedFact } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { SYSTEMS } from './code-lists.ts';
import { distinct } from './distinct.ts';
import { allocationMoment } from './moments.ts';
import {
  allocationIdentifier,
  allocationNumber,
  budgetOf,
  noteFact,
  productCode,
  productFact,
  referenceFact,
  sizeOf,
} from './product-parts.ts';
import type { Line } from './product-parts.ts';
import { CHANGE_REASONS, LAPSED, REMOVED } from './request-codes.ts';
import {
  concept,
  dossierKey,
  inOrder,
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
 * The products that a municipality allocates (301), by the numbers of that municipality: after a
 * removal another one may have the same. Each is a dossier of its own: a 301 holds what
 * is valid for one provider, so what it does not name stays as it was (OP087). Of two versions in
 * one message the one that was allocated last holds (OP033x1).
 */
export function mapAllocations(client: XmlElement, scene: Scene): void {
  const products = distinct(
    items(client, 'ToegewezenProducten'),
    { keyOf: numberOf, momentOf },
    scene,
  );
  for (const element of products.filter((each) => isPossible(each, scene))) {
    const key = dossierKey(scene, 'toewijzing', scene.municipality, numberOf(element));
    const facts = allocationFacts({ element, resource: { type: 'ServiceRequest', key }, scene });
    stateDossier(scene, { key, facts }, allocationMoment(element));
  }
}

const numberOf = (element: XmlElement): string => allocationNumber(element) ?? '';

const momentOf = (element: XmlElement): string =>
  `${textOf(element, 'Toewijzingsdatum') ?? ''} ${textOf(element, 'Toewijzingstijd') ?? ''}`;

function isPossible(element: XmlElement, scene: Scene): boolean {
  if (!inOrder(element, 'Ingangsdatum', 'Einddatum', scene)) return false;
  if (textOf(element, 'RedenWijziging') !== REMOVED || isEmpty(element)) return true;
  const text = 'a removed allocation must have the Ingangsdatum as Einddatum';
  holdBack(scene, element, 'invalid-value', text);
  return false;
}

/** It ends on the day it starts. */
const isEmpty = (element: XmlElement): boolean =>
  textOf(element, 'Einddatum') === textOf(element, 'Ingangsdatum');

/** What was removed, or lapsed on the day it started, was never allocated (OP087, OP259). */
function statusOf(element: XmlElement): string {
  const reason = textOf(element, 'RedenWijziging');
  const never = reason === REMOVED || (reason === LAPSED && isEmpty(element));
  return never ? 'entered-in-error' : 'active';
}

function allocationFacts(line: Line): readonly MappedFact[] {
  const { element, scene } = line;
  const reason = textOf(element, 'RedenWijziging');
  const said = {
    status: statusOf(element),
    intent: 'order',
    ...allocationIdentifier(element),
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
