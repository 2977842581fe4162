import type { LegalBasis } from './bases.ts';
import { codeList } from './code-list.ts';
import type { CodeList, Term } from './code-list.ts';

/** Why data is asked for. Processing for it is a task laid down in a statute. */
export interface Purpose extends Term {
  /** The statutory task it belongs to. */
  readonly task: string;
  /** Legal bases that can carry it by default, tried in this order; the register may narrow them. */
  readonly bases: readonly LegalBasis[];
  /**
   * Nearest code of http://terminology.hl7.org/CodeSystem/v3-ActReason, for exchange; several
   * purposes may share one.
   */
  readonly actReason: string;
}

const rows: readonly Purpose[] = [
  {
    code: 'any-purpose',
    nl: ['elk doel', 'Elk doel; alleen om regels voor alle doelen te schrijven.'],
    en: ['any purpose', 'Every purpose; only to write rules for all of them.'],
    task: '',
    bases: [],
    actReason: 'PurposeOfUse',
  },
  {
    code: 'care-coordination',
    broader: ['any-purpose'],
    nl: ['zorgcoördinatie', 'Hulp rond een huishouden op elkaar afstemmen.'],
    en: ['care coordination', 'Tuning the help around one household.'],
    task: 'Jeugdwet 2.1, 2.3; Wmo 2015 2.1.1, 2.3.2',
    bases: ['public-task', 'consent'],
    actReason: 'COC',
  },
  {
    code: 'plan-making',
    broader: ['care-coordination'],
    nl: ['plan opstellen', 'Samen met het huishouden een plan maken.'],
    en: ['plan making', 'Making a plan together with the household.'],
    task: 'Jeugdwet 4.1.2, 4.1.3; Wmo 2015 2.3.2',
    bases: ['public-task', 'consent'],
    actReason: 'CAREMGT',
  },
  {
    code: 'plan-execution',
    broader: ['care-coordination'],
    nl: ['plan uitvoeren', 'Doen wat in het plan is afgesproken.'],
    en: ['plan execution', 'Doing what the plan says.'],
    task: 'Jeugdwet 2.3; Wmo 2015 2.3.5',
    bases: ['public-task', 'consent'],
    actReason: 'COC',
  },
  {
    code: 'plan-evaluation',
    broader: ['care-coordination'],
    nl: ['plan evalueren', 'Nagaan wat het plan oplevert en het bijstellen.'],
    en: ['plan evaluation', 'Finding out what the plan brings, and adjusting it.'],
    task: 'Jeugdwet 4.1.3; Wmo 2015 2.3.9',
    bases: ['public-task', 'consent'],
    actReason: 'HOUTCOMS',
  },
  {
    code: 'treatment',
    broader: ['any-purpose'],
    nl: ['behandeling', 'Zorg of behandeling van één persoon.'],
    en: ['treatment', 'Care or treatment of one person.'],
    task: 'BW 7:446; Jeugdwet 7.3.1',
    bases: ['contract', 'consent'],
    actReason: 'TREAT',
  },
  {
    code: 'child-safety',
    broader: ['any-purpose'],
    nl: ['kindveiligheid', 'Een kind beschermen tegen bedreiging van zijn ontwikkeling.'],
    en: ['child safety', 'Protecting a child whose development is threatened.'],
    task: 'BW 1:255; Jeugdwet 3.2, 7.3.11(4); Wmo 2015 4.1.1',
    bases: ['legal-obligation', 'public-task'],
    actReason: 'THREAT',
  },
  {
    code: 'compulsory-education',
    broader: ['any-purpose'],
    nl: ['leerplicht', 'Toezien op schoolbezoek.'],
    en: ['compulsory education', 'Supervising school attendance.'],
    task: 'Leerplichtwet 16',
    bases: ['legal-obligation', 'consent'],
    actReason: 'GOV',
  },
  {
    code: 'debt-relief',
    broader: ['any-purpose'],
    nl: ['schuldhulp', 'Problematische schulden oplossen of voorkomen.'],
    en: ['debt relief', 'Solving or preventing problematic debt.'],
    task: 'Wgs 3, 4',
    bases: ['public-task', 'consent'],
    actReason: 'GOV',
  },
  {
    code: 'income-support',
    broader: ['any-purpose'],
    nl: ['inkomensondersteuning', 'Recht op bijstand of toeslag vaststellen.'],
    en: ['income support', 'Establishing a right to assistance.'],
    task: 'Participatiewet 7, 53a',
    bases: ['legal-obligation'],
    actReason: 'ELIGDTRM',
  },
  {
    code: 'allocation',
    broader: ['any-purpose'],
    nl: ['toewijzing', 'Een voorziening toewijzen aan een aanbieder.'],
    en: ['allocation', 'Allocating a provision to a provider.'],
    task: 'Jeugdwet 2.3; Wmo 2015 2.3.5',
    bases: ['public-task'],
    actReason: 'COVAUTH',
  },
  {
    code: 'accountability',
    broader: ['any-purpose'],
    nl: ['verantwoording', 'Geleverde hulp verantwoorden en betalen.'],
    en: ['accountability', 'Accounting and paying for the help given.'],
    task: 'Regeling Jeugdwet 6a; Wmo 2015 5.2.1',
    bases: ['legal-obligation'],
    actReason: 'HPAYMT',
  },
  {
    code: 'consultation',
    broader: ['any-purpose'],
    nl: ['consultatie', 'Advies over een casus zonder te zeggen om wie het gaat.'],
    en: ['consultation', 'Advice on a case without saying who it is about.'],
    task: 'Wmo 2015 4.1.1; Jeugdwet 2.6',
    bases: ['public-task'],
    actReason: 'CAREMGT',
  },
  {
    code: 'emergency',
    broader: ['any-purpose'],
    nl: ['noodsituatie', 'Direct gevaar voor leven of gezondheid afwenden.'],
    en: ['emergency', 'Averting immediate danger to life or health.'],
    task: 'AVG 6(1)(d), 9(2)(c)',
    bases: ['vital-interest'],
    actReason: 'ETREAT',
  },
];

/** Every purpose that can be named. What is not registered in a region cannot be asked there. */
export const PURPOSES: CodeList<Purpose> = codeList(rows);
