import type { Bilingual } from './code-list.ts';

/**
 * Why an authority answer leaves open who may decide for a minor. One of these is enough: until an
 * answer without doubt or a decision of an officer, nobody can grant anything for that minor.
 */
export const AUTHORITY_DOUBTS = {
  'in-investigation': {
    nl: 'het gezag is in onderzoek',
    en: 'the authority is under investigation',
  },
  'not-determinable': {
    nl: 'het gezag is niet te bepalen',
    en: 'the authority cannot be determined',
  },
  'unknown-type': {
    nl: 'deze soort gezag is hier niet bekend',
    en: 'this kind of authority is not known here',
  },
  'unknown-element': {
    nl: 'het antwoord zegt iets dat hier niet bekend is',
    en: 'the answer says something that is not known here',
  },
  'unknown-holder': {
    nl: 'niet van iedereen met gezag is bekend wie het is',
    en: 'not everyone with authority is known',
  },
  'institution-not-named': {
    nl: 'welke instelling de voogdij heeft, staat er niet',
    en: 'which institution is guardian is not said',
  },
  'no-relation': {
    nl: 'het antwoord noemt geen gezag over deze minderjarige',
    en: 'the answer names no authority over this minor',
  },
  contradictory: {
    nl: 'het antwoord spreekt zichzelf tegen',
    en: 'the answer contradicts itself',
  },
  'differs-from-decision': {
    nl: 'een eerder besluit in dit plan noemt iemand anders',
    en: 'a decision recorded in this plan names somebody else',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type AuthorityDoubt = keyof typeof AUTHORITY_DOUBTS;
