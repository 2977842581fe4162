import type { XmlElement } from '../../wire/xml-elements.ts';
import { localInstant } from '../../vocabulary/local-time.ts';
import type { Instant } from '../../vocabulary/instant.ts';
import { child, items, textOf } from './scene.ts';

/** When a product was allocated: the date and time of day are those of the Netherlands (OP033x1). */
export function allocationMoment(product: XmlElement): Instant {
  return (
    localInstant(textOf(product, 'Toewijzingsdatum') ?? '', textOf(product, 'Toewijzingstijd')) ?? 0
  );
}

/**
 * When a message was made, at the earliest: the day it is dated, or a later moment at which a
 * product in it was allocated. The order between messages of one day is not known otherwise.
 */
export function messageMoment(root: XmlElement): Instant {
  const dated = localInstant(textOf(root, 'Header/BerichtIdentificatie/Dagtekening') ?? '');
  const client = child(root, 'Client');
  const products = client ? items(client, 'ToegewezenProducten') : [];
  return products.map(allocationMoment).reduce((a, b) => Math.max(a, b), dated ?? 0);
}
