import { LEAVES, number, text } from './leaf-types.ts';
import type { LeafType } from './leaf-types.ts';
import { ACKNOWLEDGED } from './message-types.ts';
import type { MessageNumber, ReadNumber } from './message-types.ts';

/** An element with children; whose namespace they are in, the message's own or the basic schema's. */
export interface Group {
  readonly namespace: 'message' | 'base';
  readonly children: ReadonlyMap<string, Child>;
}
export interface Child {
  readonly min: 0 | 1;
  readonly max: 1 | 'many';
  readonly type: Group | LeafType;
}

/** Element → its type; `?` after the name: may be absent, `+`: may be repeated. */
type Rows = Readonly<Record<string, Group | LeafType>>;

function group(namespace: Group['namespace'], rows: Rows): Group {
  const children = Object.entries(rows).map(([row, type]): [string, Child] => [
    row.replace(/[?+]$/, ''),
    { min: row.endsWith('?') ? 0 : 1, max: row.endsWith('+') ? 'many' : 1, type },
  ]);
  return { namespace, children: new Map(children) };
}
const base = (rows: Rows): Group => group('base', rows);
const message = (rows: Rows): Group => group('message', rows);

const { date } = LEAVES;
const NUMBER = number(999_999_999);
const AMOUNT = number(99_999_999);
const REFERENCE = text(36);

const SURNAME = base({ Achternaam: text(200), 'Voorvoegsel?': text(10) });
const SHORT_NAME = base({
  Geslachtsnaam: SURNAME,
  'Voornamen?': text(200),
  'Voorletters?': LEAVES.initials,
});
const FULL_NAME = base({
  Geslachtsnaam: SURNAME,
  'Partnernaam?': SURNAME,
  'Voornamen?': text(200),
  'Voorletters?': LEAVES.initials,
  NaamGebruik: LEAVES.nameUse,
});
const BIRTH = base({ Datum: date, 'DatumGebruik?': LEAVES.dateUse });
const PHONE = base({ Telefoonnummer: LEAVES.phone, Landnummer: text(4) });
const ADDRESS = base({
  'Huis?': base({
    Huisnummer: number(99_999),
    'Huisletter?': text(1),
    'HuisnummerToevoeging?': text(4),
    'AanduidingWoonadres?': LEAVES.dwelling,
  }),
  'Postcode?': text(8),
  'Straatnaam?': text(24),
  'Plaatsnaam?': text(80),
  'LandCode?': LEAVES.country,
});
const CONTACT = message({
  Soort: LEAVES.address,
  'Adres?': ADDRESS,
  'Organisatie?': text(35),
  'Telefoon?': base({ Telefoon01: PHONE, 'Telefoon02?': PHONE }),
  'Emailadres?': text(80),
  'Periode?': base({ 'Begindatum?': date, 'Einddatum?': date }),
});
const PRODUCT = base({ Categorie: LEAVES.category, 'Code?': text(5) });
const SIZE = base({ Volume: AMOUNT, Eenheid: LEAVES.unit, Frequentie: LEAVES.frequency });

/** What every message says of the person it is about. */
const PERSON: Rows = {
  Bsn: LEAVES.bsn,
  Geboortedatum: BIRTH,
  Geslacht: LEAVES.sex,
  Naam: SHORT_NAME,
};

const ALLOCATED = message({
  ToewijzingNummer: NUMBER,
  'ReferentieAanbieder?': REFERENCE,
  'Product?': PRODUCT,
  Toewijzingsdatum: date,
  Toewijzingstijd: LEAVES.time,
  Ingangsdatum: date,
  'Einddatum?': date,
  'RedenWijziging?': LEAVES.changeReason,
  'Omvang?': SIZE,
  'Budget?': AMOUNT,
  'Commentaar?': LEAVES.comment,
});
const RELATION = message({
  Nummer: text(20),
  'Volgorde?': number(99),
  Soort: LEAVES.relation,
  'Geboortedatum?': BIRTH,
  'Geslacht?': LEAVES.sex,
  Naam: FULL_NAME,
  Contact: CONTACT,
});
const DELIVERED: Rows = {
  'ToewijzingNummer?': NUMBER,
  'Product?': PRODUCT,
  'ToewijzingIngangsdatum?': date,
  Begindatum: date,
  StatusAanlevering: LEAVES.deliveryStatus,
};
const REQUESTED = message({
  ReferentieAanbieder: REFERENCE,
  'BeschikkingNummer?': NUMBER,
  'Product?': PRODUCT,
  'BeschikkingIngangsdatum?': date,
  ToewijzingIngangsdatum: date,
  'ToewijzingEinddatum?': date,
  'Omvang?': SIZE,
  'Budget?': AMOUNT,
  Verwijzer: base({
    Type: LEAVES.referrer,
    'Naam?': text(64),
    'ZorgverlenerCode?': LEAVES.agb,
  }),
  'Raamcontract?': LEAVES.yesNo,
  'Commentaar?': LEAVES.comment,
});
const WISHED: Rows = {
  GewensteIngangsdatum: date,
  'Einddatum?': date,
  'Omvang?': SIZE,
  'Budget?': AMOUNT,
};

const ANSWER: Rows = {
  ReferentieAanbieder: REFERENCE,
  VerzoekAntwoord: LEAVES.answer,
  'RedenAfwijzingVerzoek?': LEAVES.refusalReason,
  'Woonplaatsbeginsel?': message({ Gemeente: LEAVES.municipality }),
};

/** Who sends it: a municipality to a provider, or the other way round. */
type Sender = 'municipality' | 'agb';

function root(sender: Sender, body: Rows): Group {
  const receiver = sender === 'agb' ? 'municipality' : 'agb';
  const header = message({
    BerichtCode: text(3),
    BerichtVersie: number(99),
    BerichtSubversie: number(99),
    Afzender: LEAVES[sender],
    Ontvanger: LEAVES[receiver],
    BerichtIdentificatie: base({ Identificatie: text(12), Dagtekening: date }),
    XsdVersie: base({ BasisschemaXsdVersie: LEAVES.version, BerichtXsdVersie: LEAVES.version }),
  });
  return message({ Header: header, ...body });
}

/** The root of each message that is read: element, type, how often. Order has no meaning (OP080). */
const MESSAGE_TABLES: Readonly<Record<ReadNumber, Group>> = {
  '301': root('municipality', {
    Client: message({
      ...PERSON,
      Naam: FULL_NAME,
      'Communicatie?': base({ Vorm: LEAVES.communication, 'Taal?': text(25) }),
      'JuridischeStatus?': LEAVES.legalStatus,
      'WettelijkeVertegenwoordiging?': LEAVES.representation,
      'Commentaar?': LEAVES.comment,
      'Relaties?': message({ 'Relatie+': RELATION }),
      Contactgegevens: message({ 'Contact+': CONTACT }),
      ToegewezenProducten: message({ 'ToegewezenProduct+': ALLOCATED }),
    }),
  }),
  '305': root('agb', {
    Client: message({
      ...PERSON,
      StartProducten: message({ 'StartProduct+': message(DELIVERED) }),
    }),
  }),
  '307': root('agb', {
    Client: message({
      ...PERSON,
      StopProducten: message({
        'StopProduct+': message({
          ...DELIVERED,
          RedenBeeindiging: LEAVES.stopReason,
          Einddatum: date,
        }),
      }),
    }),
  }),
  '315': root('agb', {
    Client: message({
      ...PERSON,
      'GezagsdragerBekend?': LEAVES.yesNo,
      'Commentaar?': LEAVES.comment,
      AangevraagdeProducten: message({ 'AangevraagdProduct+': REQUESTED }),
    }),
  }),
  '317': root('agb', {
    Client: message({
      Bsn: LEAVES.bsn,
      Verzoek: message({
        ReferentieAanbieder: REFERENCE,
        RedenVerzoek: LEAVES.requestReason,
        'OngewijzigdeProducten?': message({
          'OngewijzigdProduct+': message({ ToewijzingNummer: NUMBER }),
        }),
        'TeWijzigenProducten?': message({
          'TeWijzigenProduct+': message({ ToewijzingNummer: NUMBER, ...WISHED }),
        }),
        'NieuweProducten?': message({
          'NieuwProduct+': message({ 'Product?': PRODUCT, ...WISHED }),
        }),
      }),
    }),
  }),
  '319': root('municipality', { Antwoord: message(ANSWER) }),
};

const VERSIONS = base({ BasisschemaXsdVersie: LEAVES.version, BerichtXsdVersie: LEAVES.version });
const RESULT: Rows = { RetourCodes: message({ 'RetourCode+': LEAVES.resultCode }) };
const RECEIPT = message({
  IdentificatieRetour: text(12),
  DagtekeningRetour: date,
  'XsltVersie?': LEAVES.version,
  XsdVersieRetour: VERSIONS,
  'RetourCodes?': message({ 'RetourCode+': LEAVES.resultCode }),
});

/**
 * An acknowledgement repeats the message with results beside everything it judges: in its header,
 * and in every group of the message itself that is no list. Without errors it repeats nothing.
 */
function acknowledgement({ namespace, children }: Group): Group {
  const all = [...children].map(([name, child]): [string, Child] => {
    if (typeof child.type === 'function') return [name, child];
    if (name !== 'Header') return [name, { ...child, min: 0, type: judged(child.type) }];
    const header = new Map([...child.type.children, ...RECEIPT.children]);
    return [name, { ...child, type: { ...child.type, children: header } }];
  });
  return { namespace, children: new Map(all) };
}

function judged(group: Group): Group {
  if (group.namespace === 'base') return group;
  const children = [...group.children].map(([name, child]): [string, Child] => [
    name,
    typeof child.type === 'function' ? child : { ...child, type: judged(child.type) },
  ]);
  const isList = [...group.children.values()].some(({ max }) => max === 'many');
  const results = isList ? [] : [...message(RESULT).children];
  return { namespace: group.namespace, children: new Map([...children, ...results]) };
}

/** The root of a message by its number; undefined for one that is not looked into. */
export function tableOf(of: MessageNumber): Group | undefined {
  const repeated = ACKNOWLEDGED.get(of);
  if (repeated !== undefined) return acknowledgement(MESSAGE_TABLES[repeated]);
  return Object.hasOwn(MESSAGE_TABLES, of) ? MESSAGE_TABLES[of as ReadNumber] : undefined;
}
