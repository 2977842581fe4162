import type { MappedFact } from '../delivery.ts';
import type { Instant } from '../../vocabulary/instant.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { DELIVERY_STATUS, STOP_REASONS } from './code-lists.ts';
import { contentOf, distinct } from './distinct.ts';
import {
  allocationIdentifier,
  allocationNumber,
  productCode,
  productFact,
} from './product-parts.ts';
import type { Line } from './product-parts.ts';
import {
  child,
  concept,
  dossierKey,
  holdBack,
  inOrder,
  items,
  period,
  stateDossier,
  textOf,
} from './scene.ts';
import type { Scene } from './scene.ts';

/**
 * The start (305) and stop (307) of a delivery: both speak of the same dossier. Removing a start
 * takes the delivery back; removing a stop says that it goes on, so the start is stated again. A
 * removal and a new statement in one message are a correction: the new one holds.
 */
export function mapDeliveries(client: XmlElement, scene: Scene): void {
  const all = [...items(client, 'StartProducten'), ...items(client, 'StopProducten')];
  const usable = all.filter((element) => isUsable(element, scene));
  const byStatus = (status: 'first' | 'removed') =>
    distinct(
      usable.filter((element) => statusOf(element) === status),
      { keyOf: (element) => keyOf(element, scene) },
      scene,
    );
  const stated = byStatus('first');
  const keys = new Set(stated.map((element) => keyOf(element, scene)));
  for (const element of stated) state(element, scene);
  for (const element of byStatus('removed'))
    if (keys.has(keyOf(element, scene))) scene.ignored.push(element.place);
    else if (element.name === 'StopProduct') state(element, scene);
    else {
      scene.withdrawn.push(keyOf(element, scene));
      scene.asOf.set(keyOf(element, scene), scene.made);
      scene.ignored.push(element.place);
    }
}

const statusOf = (element: XmlElement) =>
  DELIVERY_STATUS[textOf(element, 'StatusAanlevering') ?? ''];

function isUsable(element: XmlElement, scene: Scene): boolean {
  if (statusOf(element) !== undefined) return inOrder(element, 'Begindatum', 'Einddatum', scene);
  holdBack(scene, element, 'unknown-code', 'StatusAanlevering may be 1 or 3 only in release 3.2');
  return false;
}

/**
 * A delivery is known by who delivers to whom, by its allocation, or else by its product, and by the
 * day it began (IV096).
 */
function keyOf(element: XmlElement, scene: Scene): string {
  const product = child(element, 'Product');
  const what = allocationNumber(element) ?? (product ? contentOf(product) : '');
  const parties = [scene.municipality, scene.provider];
  return dossierKey(scene, 'levering', ...parties, what, textOf(element, 'Begindatum') ?? '');
}

function state(element: XmlElement, scene: Scene): void {
  const key = keyOf(element, scene);
  const line: Line = { element, resource: { type: 'Task', key }, scene };
  stateDossier(scene, { key, facts: [deliveryFact(line)] }, momentOf(element, scene));
}

/** A stop is sent after the start that it ends, also when both are dated the same day. */
const momentOf = ({ name }: XmlElement, { made }: Scene): Instant =>
  name === 'StopProduct' ? made + 1 : made;

function deliveryFact(line: Line): MappedFact {
  const { element, scene } = line;
  const allocated = period(textOf(element, 'ToewijzingIngangsdatum'), undefined);
  const { status, statusReason, end } = endOf(element, scene);
  const said = {
    status,
    statusReason,
    intent: 'order',
    ...allocationIdentifier(element),
    code: productCode(line),
    executionPeriod: period(textOf(element, 'Begindatum'), end),
    restriction: allocated && { period: allocated },
  };
  return productFact(line, said, [
    ...['ToewijzingNummer', 'Product', 'ToewijzingIngangsdatum', 'Begindatum'],
    ...['RedenBeeindiging', 'Einddatum', 'StatusAanlevering'],
  ]);
}

/** How a delivery stands: a stop that was removed never was. */
function endOf(element: XmlElement, { standard }: Scene) {
  const code = textOf(element, 'RedenBeeindiging');
  const { system, codes } = STOP_REASONS[standard.name];
  const reason = code === undefined ? undefined : codes[code];
  if (code === undefined || !reason || statusOf(element) === 'removed')
    return { status: 'in-progress', statusReason: undefined, end: undefined };
  return {
    status: reason.status,
    statusReason: concept(system, code, reason.text),
    end: textOf(element, 'Einddatum'),
  };
}
