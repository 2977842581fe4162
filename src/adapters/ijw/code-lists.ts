import type { StandardName } from './message-types.ts';

/**
 * The code lists of iJw and iWmo 3.2, each a map of its own from the code as it stands in the
 * message. A code is never taken over under another list's name: what has no entry here has no
 * meaning here.
 */
export type CodeMap<T> = Readonly<Record<string, T>>;

const SYSTEM = 'https://planpoort.nl/fhir/CodeSystem';
/** Own names of the code lists: the standard gives them no address, and some share an OID with another list. */
export const SYSTEMS = {
  relation: `${SYSTEM}/istandaard-cod472-soort-relatie`,
  legalStatus: `${SYSTEM}/istandaard-wj232-juridische-status`,
  representation: `${SYSTEM}/istandaard-wj003-wettelijke-vertegenwoordiging`,
  change: `${SYSTEM}/istandaard-reden-wijziging`,
  request: `${SYSTEM}/istandaard-wj758-reden-verzoek`,
  referrer: `${SYSTEM}/istandaard-cod327-verwijzer`,
  answer: `${SYSTEM}/istandaard-wj760-verzoek-antwoord`,
  refusal: `${SYSTEM}/istandaard-wj759-reden-afwijzing-verzoek`,
} as const;

/** COD170: how much of a birth date may be used; absent means all of it. */
export const DATE_USE: CodeMap<'month' | 'year' | 'nothing'> = {
  '1': 'month',
  '2': 'year',
  '3': 'nothing',
};

/** COD046 → FHIR administrative gender. The list has no "other". */
export const SEX: CodeMap<string> = { '0': 'unknown', '1': 'male', '2': 'female' };

/** COD700: which name is used; 6 is no person at all. */
export const NAME_USE: CodeMap<
  'own' | 'partner' | 'partner-own' | 'own-partner' | 'pseudonym' | 'no-person'
> = {
  '1': 'own',
  '2': 'partner',
  '3': 'partner-own',
  '4': 'own-partner',
  '5': 'pseudonym',
  '6': 'no-person',
};

interface AddressKind {
  readonly use: 'home' | 'temp';
  readonly type?: 'postal';
  /** Where someone stays when that is not where they are registered: it may be a shelter. */
  readonly discloses: boolean;
}

/** COD757: an address of stay discloses a placement or a shelter. */
export const ADDRESS: CodeMap<AddressKind> = {
  '01': { use: 'home', discloses: false },
  '02': { use: 'home', type: 'postal', discloses: false },
  '03': { use: 'home', discloses: true },
  '04': { use: 'temp', discloses: true },
};

/** COD747: help that is needed to talk with the client. */
export const COMMUNICATION: CodeMap<string> = {
  '1': 'tolk taal',
  '2': 'doventolk',
  '3': 'doofblindentolk',
};

interface Relation {
  readonly text: string;
  /** FHIR v3-RoleCode, where the list means the same for every sex. */
  readonly role?: string;
  /** The relation itself tells of a measure of protection or a placement. */
  readonly measure: boolean;
}

const relation = (text: string, role?: string): Relation => ({
  text,
  measure: false,
  ...(role === undefined ? {} : { role }),
});
const measure = (text: string, role?: string): Relation => ({
  ...relation(text, role),
  measure: true,
});

/**
 * COD472 as iJw and iWmo define it. The role list of zib2020 has the same OID and other meanings
 * (there 23 is a contact person and 24 a legal representative), so no number ever leaves under
 * that OID; kinship without a neutral role keeps to its text.
 */
export const RELATION: CodeMap<Relation> = {
  '03': measure('curator'),
  '04': relation('financieel gemachtigde'),
  '05': relation('financiële toetsing'),
  '06': relation('leefeenheid'),
  '07': relation('hulpverlener'),
  '08': relation('specialist'),
  '09': relation('anders'),
  '10': relation('ouder', 'PRN'),
  '11': measure('voogd'),
  '12': relation('partner'),
  '13': measure('pleegouder', 'PRNFOST'),
  '14': measure('bewindvoerder'),
  '15': measure('mentor'),
  '16': relation('zoon of dochter', 'CHILD'),
  '17': relation('familielid', 'FAMMEMB'),
  '18': relation('gezinslid'),
  '19': relation('buur', 'NBOR'),
  '20': relation('vriend of kennis', 'FRND'),
  '21': relation('cliëntondersteuner'),
  '22': relation('huisarts'),
  '23': relation('erven van'),
  '24': relation('werkgever'),
  '25': relation('wijkcoach'),
};

interface LegalStatus {
  readonly text: string;
  /** Code of the zib2020 list, where it means the same. */
  readonly zib?: string;
  /** Of criminal law (GDPR article 10). */
  readonly criminal: boolean;
}

/** zib2020 JuridischeStatus. */
export const ZIB_LEGAL_STATUS = 'urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.2';

/** WJ232. 02 and 03 say more than RM does, and 12 has no counterpart: these keep to their own list. */
export const LEGAL_STATUS: CodeMap<LegalStatus> = {
  '01': { text: 'rechterlijke machtiging', zib: 'RM', criminal: false },
  '02': { text: 'rechterlijke machtiging op eigen verzoek', criminal: false },
  '03': { text: 'rechterlijke machtiging met voorwaardelijk ontslag', criminal: false },
  '04': { text: 'ondertoezichtstelling', zib: 'OTS', criminal: false },
  '05': { text: 'inbewaringstelling', zib: 'IBS', criminal: false },
  '11': { text: 'terbeschikkingstelling', zib: 'TBS', criminal: true },
  '12': { text: 'overig strafrechtelijk contact', criminal: true },
};

/** zib2020 Vertegenwoordiging: the same meanings, written without leading zero. */
export const ZIB_REPRESENTATION = 'urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.23.3';

/** WJ003 → zib2020. */
export const REPRESENTATION: CodeMap<{ readonly text: string; readonly zib: string }> = {
  '06': { text: 'voogdij', zib: '6' },
  '07': { text: 'bewindvoering', zib: '7' },
  '08': { text: 'mentorschap', zib: '8' },
  '09': { text: 'curatele', zib: '9' },
  '10': { text: 'zaakwaarneming', zib: '10' },
};

/** COD467: 2 and 9 are in the list, and may not be used in 3.2 (constraint CS058). */
export const DELIVERY_STATUS: CodeMap<'first' | 'removed'> = { '1': 'first', '3': 'removed' };

interface StopReason {
  readonly text: string;
  readonly status: 'completed' | 'on-hold' | 'cancelled';
}
interface ReasonList {
  readonly system: string;
  readonly codes: CodeMap<StopReason>;
}
const cancelled = (text: string): StopReason => ({ text, status: 'cancelled' });

/** The reasons to stop, a list per statute: 31 ends as planned in iJw and is a removal in iWmo. */
export const STOP_REASONS: Readonly<Record<StandardName, ReasonList>> = {
  ijw: {
    system: `${SYSTEM}/ijw-jz588-reden-beeindiging`,
    codes: {
      '02': cancelled('overlijden'),
      '20': { text: 'levering tijdelijk beëindigd', status: 'on-hold' },
      '31': { text: 'levering volgens plan beëindigd', status: 'completed' },
      '32': cancelled('voortijdig afgesloten door cliënt'),
      '33': cancelled('voortijdig afgesloten door aanbieder'),
      '34': cancelled('voortijdig afgesloten in overleg'),
      '35': cancelled('voortijdig afgesloten door externe oorzaak'),
      '36': cancelled('geïnitieerd door de gemeente'),
      '37': cancelled('in verband met een wijzigingsverzoek'),
      '38': cancelled('overstap naar een andere aanbieder'),
      '39': cancelled('uitstroom naar een ander domein'),
    },
  },
  iwmo: {
    system: `${SYSTEM}/iwmo-wmo588-reden-beeindiging`,
    codes: {
      '02': cancelled('overlijden'),
      '19': { text: 'levering volgens plan beëindigd', status: 'completed' },
      '20': { text: 'levering tijdelijk beëindigd', status: 'on-hold' },
      '21': cancelled('eenzijdig door cliënt beëindigd'),
      '22': cancelled('eenzijdig door aanbieder beëindigd'),
      '23': cancelled('in overeenstemming voortijdig beëindigd'),
      '31': cancelled('verhuizing naar een andere gemeente'),
      '36': cancelled('geïnitieerd door de gemeente'),
      '37': cancelled('in verband met een wijzigingsverzoek'),
      '38': cancelled('overstap naar een andere aanbieder'),
      '39': cancelled('uitstroom naar een ander domein'),
    },
  },
};

interface Unit {
  /** UCUM or currency, for the quantity. */
  readonly system?: string;
  readonly code?: string;
  readonly unit: string;
  /** How many of the unit one of the message's is. */
  readonly times: number;
  /** As a person reads it. */
  readonly text: string;
}
const UCUM = 'http://unitsofmeasure.org';

/** WJ756. A part of a day is four hours. */
export const UNITS: CodeMap<Unit> = {
  '01': { system: UCUM, code: 'min', unit: 'minuut', times: 1, text: 'minuten' },
  '04': { system: UCUM, code: 'h', unit: 'uur', times: 1, text: 'uur' },
  '14': { system: UCUM, code: 'd', unit: 'etmaal', times: 1, text: 'etmalen' },
  '16': { system: UCUM, code: 'h', unit: 'uur', times: 4, text: 'dagdelen van 4 uur' },
  '82': { unit: 'stuk (output)', times: 1, text: 'stuks (output)' },
  '83': { system: 'urn:iso:std:iso:4217', code: 'EUR', unit: 'euro', times: 1, text: 'euro' },
  '84': { unit: 'stuk (inspanning)', times: 1, text: 'stuks (inspanning)' },
};

/** WMO757. `total`: in the whole term of the allocation, so not a frequency. */
export const FREQUENCIES: CodeMap<
  'total' | { readonly code: string; readonly unit: string; readonly text: string }
> = {
  '1': { code: 'd', unit: 'dag', text: 'per dag' },
  '2': { code: 'wk', unit: 'week', text: 'per week' },
  '4': { code: 'mo', unit: 'maand', text: 'per maand' },
  '6': 'total',
};
