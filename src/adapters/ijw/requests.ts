import type { MappedFact } from '../delivery.ts';
import type { XmlElement } from '../../wire/xml-elements.ts';
import { referenceFact } from './allocations.ts';
import { bsnFact, commentFact } from './client-facts.ts';
import { SYSTEMS } from './code-lists.ts';
import { contentOf, distinct } from './distinct.ts';
import {
  budgetOf,
  identifier,
  noteFact,
  productCode,
  productFact,
  sizeOf,
} from './product-parts.ts';
import type { Line } from './product-parts.ts';
import { REFERRERS, REQUEST_REASONS } from './request-codes.ts';
import {
  child,
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
import type { Said, Scene } from './scene.ts';

/** Asked for, not allocated. */
const PROPOSED = { status: 'active', intent: 'proposal' };

const referenceOf = (element: XmlElement): string => textOf(element, 'ReferentieAanbieder') ?? '';

/** The products that a provider asks to be allocated (315), each a dossier by its reference. */
export function mapRequests(client: XmlElement, scene: Scene): void {
  const requested = items(client, 'AangevraagdeProducten');
  for (const element of distinct(requested, { keyOf: referenceOf }, scene)) {
    if (
      endsBefore(textOf(element, 'ToewijzingIngangsdatum'), textOf(element, 'ToewijzingEinddatum'))
    )
      holdBack(
        scene,
        element,
        'invalid-value',
        'ToewijzingEinddatum is before ToewijzingIngangsdatum',
      );
    else {
      const key = dossierKey(scene, 'aanvraag', referenceOf(element));
      const line: Line = { element, resource: { type: 'ServiceRequest', key }, scene };
      stateDossier(scene, { key, facts: requestFacts(line) });
      // Whether there is a contract is between municipality and provider.
      ignore(scene, placesOf(element, 'Raamcontract'));
    }
  }
  const key = dossierKey(scene, 'aanvraag-commentaar');
  stateDossier(scene, { key, facts: commentFact(client, key, scene) });
  const authority = child(client, 'GezagsdragerBekend');
  if (authority)
    holdBack(scene, authority, 'unmapped', 'who has authority is not taken from a message');
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
  return [main, ...referenceFact(line), referrerFact(line), ...noteFact(line)];
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
  const key = dossierKey(scene, 'wijziging', referenceOf(request));
  const wishes = [
    ...distinct(items(request, 'TeWijzigenProducten'), { keyOf: numberOf }, scene),
    ...distinct(items(request, 'NieuweProducten'), { keyOf: contentOf }, scene),
  ].filter((element) => isPossible(element, scene));
  const facts = wishes.map((element) => {
    const number = textOf(element, 'ToewijzingNummer');
    const own =
      number === undefined ? `nieuw/${contentOf(element)}` : `wijzig/${numberOf(element)}`;
    return wishFact({ element, resource: { type: 'ServiceRequest', key: `${key}/${own}` }, scene });
  });
  const about: Line = { element: request, resource: { type: 'ServiceRequest', key }, scene };
  stateDossier(scene, {
    key,
    facts: [bsnFact(client, scene), reasonFact(about), ...referenceFact(about), ...facts],
  });
  // That these do not change says nothing that was not said.
  ignore(scene, placesOf(request, 'OngewijzigdeProducten'));
}

const numberOf = (element: XmlElement): string =>
  String(Number(textOf(element, 'ToewijzingNummer') ?? ''));

function isPossible(element: XmlElement, scene: Scene): boolean {
  if (!endsBefore(textOf(element, 'GewensteIngangsdatum'), textOf(element, 'Einddatum')))
    return true;
  holdBack(scene, element, 'invalid-value', 'Einddatum is before GewensteIngangsdatum');
  return false;
}

function reasonFact(line: Line): MappedFact {
  const code = textOf(line.element, 'RedenVerzoek') ?? '';
  const reason = concept(SYSTEMS.request, code, REQUEST_REASONS[code] ?? '');
  return productFact(line, { ...PROPOSED, 'reasonCode #verzoek': reason }, ['RedenVerzoek']);
}

function wishFact(line: Line): MappedFact {
  const { element } = line;
  const number = textOf(element, 'ToewijzingNummer');
  const said: Said = {
    ...PROPOSED,
    'identifier #toewijzing': identifier(
      'toewijzingnummer',
      'toewijzingsnummer',
      number === undefined ? undefined : numberOf(element),
    ),
    code: productCode(line),
    occurrencePeriod: period(textOf(element, 'GewensteIngangsdatum'), textOf(element, 'Einddatum')),
    ...sizeOf(element),
    ...budgetOf(element),
  };
  return productFact(line, said, [
    ...['ToewijzingNummer', 'Product', 'GewensteIngangsdatum', 'Einddatum', 'Omvang', 'Budget'],
  ]);
}
