import type { MappedFact } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { authorityFact, bsnFact, commentFact } from './client-facts.ts';
import { SYSTEMS } from './code-lists.ts';
import { contentOf, distinct } from './distinct.ts';
import {
  allocationIdentifier,
  allocationNumber,
  budgetOf,
  identifier,
  noteFact,
  productCode,
  productFact,
  referenceFact,
  referenceOf,
  sizeOf,
} from './product-parts.ts';
import type { Line } from './product-parts.ts';
import { REFERRERS, REQUEST_REASONS } from './request-codes.ts';
import {
  child,
  concept,
  dossierKey,
  ignore,
  inOrder,
  items,
  period,
  placesOf,
  referenceDossier,
  stateDossier,
  textOf,
} from './scene.ts';
import type { Said, Scene } from './scene.ts';

/** Asked for, not allocated. */
const PROPOSED = { status: 'active', intent: 'proposal' };

const ownKey = (element: XmlElement): string => referenceOf(element) ?? '';

/** The products that a provider asks to be allocated (315), each a dossier by its reference. */
export function mapRequests(client: XmlElement, scene: Scene): void {
  const requested = items(client, 'AangevraagdeProducten');
  for (const element of distinct(requested, { keyOf: ownKey }, scene)) {
    if (!inOrder(element, 'ToewijzingIngangsdatum', 'ToewijzingEinddatum', scene)) continue;
    const key = dossierKey(scene, 'aanvraag', scene.provider, ownKey(element));
    const line: Line = { element, resource: { type: 'ServiceRequest', key }, scene };
    stateDossier(scene, { key, facts: requestFacts(line) });
    stateReference(line);
    // Whether there is a contract is between municipality and provider.
    ignore(scene, placesOf(element, 'Raamcontract'));
  }
  const key = dossierKey(scene, 'aanvraag-commentaar', scene.provider);
  const facts = [...commentFact(client, key, scene), ...authorityFact(client, key, scene)];
  stateDossier(scene, { key, facts });
}

/** By its reference an answer (319) finds the client of a request. */
function stateReference(line: Line): void {
  const key = referenceDossier(line.scene, ownKey(line.element));
  stateDossier(line.scene, { key, facts: referenceFact(line) });
}

function requestFacts(line: Line): readonly MappedFact[] {
  const { element } = line;
  const decision = identifier(
    'beschikkingnummer',
    'beschikking',
    textOf(element, 'BeschikkingNummer'),
  );
  const since = textOf(element, 'BeschikkingIngangsdatum');
  const start = textOf(element, 'ToewijzingIngangsdatum');
  const said: Said = {
    ...PROPOSED,
    code: productCode(line),
    requisition: decision
      ? { ...decision, ...(since === undefined ? {} : { period: { start: since } }) }
      : undefined,
    occurrencePeriod: period(start, textOf(element, 'ToewijzingEinddatum')),
    ...sizeOf(element),
    ...budgetOf(element),
    'orderDetail #beschikking':
      decision || since === undefined ? undefined : { text: `beschikking per ${since}` },
  };
  const main = productFact(line, said, [
    ...['BeschikkingNummer', 'Product', 'BeschikkingIngangsdatum', 'ToewijzingIngangsdatum'],
    ...['ToewijzingEinddatum', 'Omvang', 'Budget'],
  ]);
  return [main, referrerFact(line), ...noteFact(line)];
}

/** Who referred is somebody outside the household, and the kind of referrer may tell of health or justice. */
function referrerFact(line: Line): MappedFact {
  const { element } = line;
  const code = textOf(element, 'Verwijzer/Type') ?? '';
  const name = textOf(element, 'Verwijzer/Naam');
  const agb = textOf(element, 'Verwijzer/ZorgverlenerCode');
  const referrer = REFERRERS[code];
  const text = [`verwijzer: ${referrer?.text ?? ''}`, name, agb === undefined ? agb : `AGB ${agb}`];
  const said = {
    'reasonCode #verwijzer': concept(
      SYSTEMS.referrer,
      code,
      text.filter((part) => part !== undefined).join(', '),
    ),
  };
  return productFact(line, said, ['Verwijzer'], ['third-party', ...(referrer?.labels ?? [])]);
}

/** What a provider asks to be changed (317): one dossier for the whole request. */
export function mapChangeRequest(client: XmlElement, scene: Scene): void {
  const request = child(client, 'Verzoek');
  if (!request) return;
  const key = dossierKey(scene, 'wijziging', scene.provider, ownKey(request));
  const wishes = [
    ...distinct(items(request, 'TeWijzigenProducten'), { keyOf: numberOf }, scene),
    ...distinct(items(request, 'NieuweProducten'), { keyOf: contentOf }, scene),
  ].filter((element) => inOrder(element, 'GewensteIngangsdatum', 'Einddatum', scene));
  const facts = wishes.map((element) => {
    const number = allocationNumber(element);
    const own = number === undefined ? `nieuw/${contentOf(element)}` : `wijzig/${number}`;
    return wishFact({ element, resource: { type: 'ServiceRequest', key: `${key}/${own}` }, scene });
  });
  const about: Line = { element: request, resource: { type: 'ServiceRequest', key }, scene };
  stateDossier(scene, {
    key,
    facts: [bsnFact(client, scene), reasonFact(about), ...facts],
  });
  stateReference(about);
  // That these do not change says nothing that was not said.
  ignore(scene, placesOf(request, 'OngewijzigdeProducten'));
}

const numberOf = (element: XmlElement): string => allocationNumber(element) ?? '';

function reasonFact(line: Line): MappedFact {
  const code = textOf(line.element, 'RedenVerzoek') ?? '';
  const reason = concept(SYSTEMS.request, code, REQUEST_REASONS[code] ?? '');
  return productFact(line, { ...PROPOSED, 'reasonCode #verzoek': reason }, ['RedenVerzoek']);
}

function wishFact(line: Line): MappedFact {
  const { element } = line;
  const said: Said = {
    ...PROPOSED,
    ...allocationIdentifier(element),
    code: productCode(line),
    occurrencePeriod: period(textOf(element, 'GewensteIngangsdatum'), textOf(element, 'Einddatum')),
    ...sizeOf(element),
    ...budgetOf(element),
  };
  return productFact(line, said, [
    ...['ToewijzingNummer', 'Product', 'GewensteIngangsdatum', 'Einddatum', 'Omvang', 'Budget'],
  ]);
}
