import type { CodeMap } from './code-lists.ts';

/** JZ002 and WMO002: why an allocation was changed; the same codes in both standards. */
export const CHANGE_REASONS: CodeMap<string> = {
  '01': 'administratieve correctie (vervallen)',
  '02': 'cliënt overleden',
  '03': 'contractwijziging',
  '04': 'herbeoordeling: verlenging',
  '05': 'herbeoordeling: verkorting',
  '06': 'uitstroom naar een ander domein',
  '07': 'verhuizing naar een andere gemeente',
  '08': 'wijziging leveringsvorm',
  '09': 'overstap naar een andere aanbieder',
  '10': 'overgang naar een nieuwe bekostigingssystematiek',
  '11': 'gemeentelijke herindeling',
  '12': 'geïnitieerd door de aanbieder',
  '13': 'verwijderd',
  '14': 'administratieve correctie',
};

/** An allocation that should never have been sent. */
export const REMOVED = '13';
/** What older releases used for the same. */
export const LAPSED = '01';

/** WJ758. */
export const REQUEST_REASONS: CodeMap<string> = {
  '1': 'verandering cliëntsituatie',
  '2': 'wijziging zorgplan',
};

interface Answer {
  readonly text: string;
  /** FHIR Task status of deciding on the request. */
  readonly status: 'rejected' | 'received';
}

/** WJ760. */
export const ANSWERS: CodeMap<Answer> = {
  '1': { text: 'verzoek afgewezen', status: 'rejected' },
  '2': { text: 'aanvraag in onderzoek', status: 'received' },
};

/** WJ759: why a request was refused. */
export const REFUSAL_REASONS: CodeMap<string> = {
  '1': 'geen wijziging, maar nieuwe aanvraag',
  '2': 'past niet binnen budget',
  '3': 'geen contract',
  '4': 'past niet binnen contract',
  '5': 'andere gemeente',
  '6': 'stapeling',
  '7': 'zorginhoudelijke afkeur',
  '8': 'woonplaatsbeginsel',
  '9': 'leeftijdsgrens is bereikt',
};

/** Another municipality is responsible. */
export const RESIDENCE = '8';

interface Referrer {
  readonly text: string;
  /** What a referral by this kind of person tells besides. */
  readonly labels: readonly string[];
}

/** COD327. */
export const REFERRERS: CodeMap<Referrer> = {
  '01': { text: 'gemeente', labels: [] },
  '02': { text: 'huisarts', labels: ['health'] },
  '03': { text: 'jeugdarts', labels: ['health'] },
  '04': { text: 'gecertificeerde instelling', labels: ['safety.measure'] },
  '05': { text: 'medisch specialist', labels: ['health'] },
  '06': { text: 'zelfverwijzer of geen verwijzer', labels: [] },
  '08': {
    text: 'rechter, officier van justitie of justitiële inrichting',
    labels: ['domain.judicial'],
  },
};
