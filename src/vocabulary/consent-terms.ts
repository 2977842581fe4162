import { codeList } from './code-list.ts';
import type { CodeList } from './code-list.ts';

/** Displays of the kinds of consent: which duty or right an expression of will is about. */
export const CONSENT_KIND_TERMS: CodeList = codeList([
  {
    code: 'secrecy',
    nl: ['geheim doorbreken', 'Een hulpverlener mag dit aan anderen vertellen.'],
    en: ['lifting secrecy', 'A professional may tell this to others.'],
  },
  {
    code: 'gdpr',
    nl: ['toestemming AVG', 'De toestemming is zelf de grondslag (AVG 6(1)(a), 9(2)(a)).'],
    en: ['GDPR consent', 'Consent is itself the legal basis (GDPR 6(1)(a), 9(2)(a)).'],
  },
  {
    code: 'objection',
    nl: ['bezwaar', 'De betrokkene is tegen verwerking voor een publieke taak (AVG 21).'],
    en: ['objection', 'The data subject objects to use for a public task (GDPR 21).'],
  },
  {
    code: 'restriction',
    nl: ['beperking', 'De gegevens mogen voorlopig niet gebruikt worden (AVG 18).'],
    en: ['restriction', 'The data may not be used for the time being (GDPR 18).'],
  },
]);

/** Displays of what an expression of will does. */
export const CONSENT_EFFECT_TERMS: CodeList = codeList([
  {
    code: 'grant',
    nl: ['ja, dat mag', 'Toestemming gegeven.'],
    en: ['yes, allowed', 'Consent given.'],
  },
  {
    code: 'refuse',
    nl: ['nee, dat mag niet', 'Toestemming geweigerd.'],
    en: ['no, not allowed', 'Consent refused.'],
  },
  {
    code: 'object',
    nl: ['bezwaar gemaakt', 'Bezwaar gemaakt tegen het gebruik.'],
    en: ['objected', 'Objected to the use.'],
  },
  {
    code: 'restrict',
    nl: ['gebruik beperkt', 'Gevraagd het gebruik stil te leggen.'],
    en: ['restricted', 'Asked to put the use on hold.'],
  },
]);
